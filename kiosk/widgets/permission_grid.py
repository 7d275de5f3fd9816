"""Pupils and the uses of photos: yes, no, or nobody has answered. Drawn by line."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from db.family_records import PhotoRow, PhotoUse
from kiosk.text import shorten

USES = tuple(PhotoUse)
NAMES = {
    PhotoUse.PORTFOLIO: "Portfolio",
    PhotoUse.CLASS_STORY: "Class story",
    PhotoUse.SCHOOL_STORY: "School story",
}
CELL = 15
NAME = 26
TALL = 40


class PermissionGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """A cursor for arrows and taps. Posts `Moved` for where it is, `Chosen` for Enter."""

    DEFAULT_CSS = """
    PermissionGrid {
        height: 1fr;
        background: $surface;
        color: $foreground;
        overflow: hidden auto;
        scrollbar-size-vertical: 1;
        padding: 0 1;
    }
    """

    BINDINGS = [
        Binding("up", "step(0, -1)", show=False),
        Binding("down", "step(0, 1)", show=False),
        Binding("left", "step(-1, 0)", show=False),
        Binding("right", "step(1, 0)", show=False),
        Binding("pageup", "step(0, -10)", show=False),
        Binding("pagedown", "step(0, 10)", show=False),
        Binding("home", "step(0, -100000)", show=False),
        Binding("end", "step(0, 100000)", show=False),
        Binding("enter,space", "choose", show=False),
    ]

    class Moved(Message):
        """The cursor is on this pupil and use."""

    class Chosen(Message):
        """Enter, or a tap on where the cursor was already."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[PhotoRow, ...] = ()
        self._row = self._column = 0

    @property
    def at(self) -> tuple[PhotoRow, PhotoUse] | None:
        """The pupil and the use one is at."""
        return (self._rows[self._row], USES[self._column]) if self._rows else None

    def show(self, rows: Sequence[PhotoRow]) -> None:
        """Show these; the cursor stays with its pupil."""
        was = self._rows[self._row].pupil.id if self._rows else None
        ids = [it.pupil.id for it in rows]
        self._rows = tuple(rows)
        self._row = ids.index(was) if was in ids else min(self._row, max(0, len(rows) - 1))
        self._measure()
        self.post_message(self.Moved())

    def on_resize(self, event: events.Resize) -> None:
        self._measure()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        row = (event.y - 1 + int(self.scroll_offset.y)) // self._high
        column = (event.x - 1 - self._name_cells) // CELL
        if event.y < 1 or row >= len(self._rows):
            return
        place = row, min(max(0, column), len(USES) - 1)
        was = self._row, self._column
        self._row, self._column = place
        self._moved()
        if place == was and column >= 0:
            self.action_choose()

    def action_step(self, right: int, down: int) -> None:
        if self._rows:
            self._row = min(max(0, self._row + down), len(self._rows) - 1)
            self._column = min(max(0, self._column + right), len(USES) - 1)
            self._moved()

    def action_choose(self) -> None:
        if self._rows:
            self.post_message(self.Chosen())

    def render_line(self, y: int) -> Strip:
        width, style = self.scrollable_content_region.width, self.visual_style
        content = self._head() if y == 0 else self._line(y - 1 + int(self.scroll_offset.y))
        strips = Visual.to_strips(self, content, width, 1, style)
        return strips[0] if strips else Strip.blank(width, style.rich_style)

    @property
    def _high(self) -> int:
        """Rows are higher, and easier to tap, where there is room."""
        return 2 if self.size.height >= TALL else 1

    @property
    def _name_cells(self) -> int:
        return max(8, min(NAME, self.scrollable_content_region.width - CELL * len(USES)))

    def _moved(self) -> None:
        high, room = self._high, self.size.height - 1
        top, end, seen = self._row * high, (self._row + 1) * high, int(self.scroll_offset.y)
        if top < seen:
            self.scroll_to(y=top, animate=False)
        elif end > seen + room:
            self.scroll_to(y=end - room, animate=False)
        self.refresh()
        self.post_message(self.Moved())

    def _measure(self) -> None:
        height = len(self._rows) * self._high + 1
        self.virtual_size = Size(self.scrollable_content_region.width, height)
        self.refresh()

    def _head(self) -> Content:
        cells = "".join(f" {NAMES[use]:<{CELL - 1}}" for use in USES)
        return Content.styled(" " * self._name_cells + cells, "$primary bold")

    def _line(self, line: int) -> Content:
        number, part = divmod(line, self._high)
        if number >= len(self._rows):
            return Content("")
        row = self._rows[number]
        here = number == self._row
        name = shorten(row.pupil.name, self._name_cells - 4) if part == 0 else ""
        avatar = f"{row.pupil.avatar} " if part == 0 else "   "
        gap = " " * max(0, self._name_cells - 3 - Content(name).cell_length)
        parts = [Content.assemble(avatar, (name, "bold underline" if here else "bold"), gap)]
        for column, use in enumerate(USES):
            words, style = _answer(row, use)
            cell = Content.styled(f" {words if part == 0 else '':<{CELL - 2}}", style)
            if here and column == self._column:
                cell = cell.stylize("reverse" if self.has_focus else "underline")
            parts += [cell, Content(" ")]
        return Content.assemble(*parts)


def _answer(row: PhotoRow, use: PhotoUse) -> tuple[str, str]:
    if use in row.allowed:
        return "✔ yes", "$success bold"
    if use in row.answered:
        return "✗ no", "$error bold"
    return "– not asked", "$foreground 70%"
