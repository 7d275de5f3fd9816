"""What was just given, newest first: drawn by line."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from zoneinfo import ZoneInfo

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from db.records import Act
from kiosk.text import count, plain, shorten

LINES = 2


class Saved(Enum):
    """How far an award has come, and its sign."""

    SAVING = "…"
    SAVED = "✓"
    FAILED = "✗"


class Feed(ScrollView, can_focus=True, inherit_bindings=False):
    """Awards of one day, two lines each. Posts `Chosen` for a tap or Enter on one."""

    DEFAULT_CSS = """
    Feed {
        height: 1fr;
        background: $surface;
        color: $foreground;
        overflow: hidden auto;
        scrollbar-size-vertical: 1;
        padding: 0 1;
    }
    """

    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "step(-8)", show=False),
        Binding("pagedown", "step(8)", show=False),
        Binding("home", "step(-100000)", show=False),
        Binding("end", "step(100000)", show=False),
        Binding("enter,space", "choose", show=False),
    ]

    class Chosen(Message):
        def __init__(self, act: Act, saved: Saved) -> None:
            super().__init__()
            self.act, self.saved = act, saved

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._acts: list[Act] = []
        self._saved: dict[str, Saved] = {}
        self._cursor = 0
        self._zone: ZoneInfo | None = None

    def show(self, acts: Iterable[Act], time_zone: str, failed: Iterable[Act] = ()) -> None:
        """Show these saved awards, newest first, below those that could not be saved."""
        unsaved = list(failed)
        self._zone = ZoneInfo(time_zone)
        self._acts = unsaved + list(acts)
        self._saved = {it.key: Saved.FAILED for it in unsaved}
        self._cursor = min(self._cursor, max(0, len(self._acts) - 1))
        self._measure()

    def put(self, act: Act, saved: Saved) -> None:
        """Show one award anew: in its place if it is there, else on top."""
        keys = [it.key for it in self._acts]
        if act.key in keys:
            self._acts[keys.index(act.key)] = act
        else:
            self._acts.insert(0, act)
        self._saved[act.key] = saved
        self._measure()

    def drop(self, key: str) -> None:
        self._acts = [act for act in self._acts if act.key != key]
        self._saved.pop(key, None)
        self._cursor = min(self._cursor, max(0, len(self._acts) - 1))
        self._measure()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        number = (event.y + int(self.scroll_offset.y)) // LINES
        if number < len(self._acts):
            self._cursor = number
            self.refresh()
            self.action_choose()

    def action_step(self, down: int) -> None:
        if self._acts:
            self._cursor = min(max(0, self._cursor + down), len(self._acts) - 1)
            region = Region(0, self._cursor * LINES, self.size.width, LINES)
            self.scroll_to_region(region, animate=False)
            self.refresh()

    def action_choose(self) -> None:
        if self._acts:
            act = self._acts[self._cursor]
            self.post_message(self.Chosen(act, self._saved.get(act.key, Saved.SAVED)))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        number, line = divmod(int(self.scroll_offset.y) + y, LINES)
        style = self.visual_style
        if number >= len(self._acts):
            words = "Nothing yet today." if not self._acts and y == 0 else ""
            content = Content.styled(words, "$foreground 70%")
        else:
            act = self._acts[number]
            content = self._head(act, width) if line == 0 else self._names(act, width)
            if self.has_focus and number == self._cursor:
                content = content.pad_right(max(0, width - content.cell_length))
                content = content.stylize("reverse")
        strips = Visual.to_strips(self, content, width, 1, style)
        return strips[0] if strips else Strip.blank(width, style.rich_style)

    def _head(self, act: Act, width: int) -> Content:
        local = act.given_at.astimezone(self._zone)
        saved = self._saved.get(act.key, Saved.SAVED)
        sign = "taken back" if act.undone else saved.value
        points = "" if act.undone else f" {act.points:+d}"
        name = shorten(act.skill_name, width - 11 - len(points) - len(sign))
        style = "strike" if act.undone else "bold"
        left = Content.assemble(
            (f"{local:%H:%M} ", "$foreground 70%"), f"{act.icon} ", (name, style), (points, "bold")
        )
        colour = {Saved.SAVED: "$success", Saved.FAILED: "$error bold"}.get(saved, "$warning")
        gap = " " * max(1, width - left.cell_length - len(sign))
        return Content.assemble(left, gap, (sign, "italic" if act.undone else colour))

    def _names(self, act: Act, width: int) -> Content:
        names = ", ".join(map(plain, act.pupils))
        if len(act.pupils) > 2 and Content(names).cell_length > width - 6:
            first = shorten(act.pupils[0], max(4, width - 24))
            names = f"{first} and {count(len(act.pupils) - 1, 'other')}"
        note = f" · {plain(act.note)}" if act.note else ""
        return Content.styled("      " + shorten(names + note, width - 6), "$foreground 70%")

    def _measure(self) -> None:
        self.virtual_size = Size(1, max(1, len(self._acts) * LINES))
        self.refresh()
