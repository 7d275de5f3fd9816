"""The skills to give points for: a strip of three lines, or a list by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.widget import Widget

from db.records import Kind, Skill
from kiosk.text import plain, shorten
from kiosk.widgets.drawing import Drawn, Line, cells

KIND_WORDS = {
    Kind.EFFORT: "For effort",
    Kind.VALUE: "For our values",
    Kind.ACHIEVEMENT: "For achievements",
    Kind.NEEDS_WORK: "Needs work",
}
KIND_COLOURS = {
    Kind.EFFORT: "$primary",
    Kind.VALUE: "$success",
    Kind.ACHIEVEMENT: "$accent",
    Kind.NEEDS_WORK: "$error",
}
STRIP_LINES = 3
TALLEST = 3
NARROWEST_STRIP = 19


class SkillTile(Drawn):
    """One skill: its key, icon, name and weight. The colour of the key says the kind."""

    DEFAULT_CSS = "SkillTile { background: $background; }"

    def __init__(self, skill: Skill) -> None:
        super().__init__()
        self.skill = skill
        self.here = False
        self._words = plain(skill.name)

    def point(self, here: bool) -> None:
        if here != self.here:
            self.here = here
            self.refresh()

    def on_click(self) -> None:
        self.post_message(SkillPalette.Chosen(self.skill))

    def picture(self) -> list[Line]:
        width, height = self.size
        skill = self.skill
        colour = KIND_COLOURS[skill.kind]
        on = " on $foreground" if self.here else " on $panel"
        words = "$panel bold underline" if self.here else "$foreground"
        weight = f" {skill.points:+d} "
        head = f" {skill.icon} "
        name = shorten(self._words, width - 3 - cell_len(head) - len(weight))
        line: Line = [
            (f" {skill.key.upper() or ' '} ", f"bold $background on {colour}"),
            (head, f"$foreground{on}"),
            (name, words + on),
        ]
        room = max(0, width - cells(line) - len(weight))
        worth = "$panel" if self.here else colour
        line += [(" " * room, "$foreground" + on), (weight, f"bold {worth}{on}")]
        if height < 2:
            return [line]
        above: list[Line] = [[(" " * width, "$foreground on $panel")]] * ((height - 1) // 2)
        below: Line = [("▀" * width, "$panel on $background")]
        return [*above, line, *([below] if height > 1 else [])]


class MoreTile(Widget):
    """The last place of a strip that has no room for all skills."""

    DEFAULT_CSS = "MoreTile { background: $panel; color: $primary; text-style: bold; }"

    def on_click(self) -> None:
        self.post_message(SkillPalette.MoreWanted())

    def render(self) -> Content:
        return Content(shorten(" ⋯ All skills (Ins)", self.size.width))


class Heading(Widget):
    DEFAULT_CSS = "Heading { text-style: bold; }"

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.kind = kind

    def render(self) -> Content:
        return Content.styled(KIND_WORDS[self.kind], KIND_COLOURS[self.kind])


class Plan(NamedTuple):
    """How many skills fit a strip, in how many columns."""

    columns: int
    shown: int


def strip_plan(skills: int, width: int) -> Plan:
    """A strip fills up column by column of three; what does not fit is behind "All skills"."""
    most = max(1, width // NARROWEST_STRIP)
    columns = max(1, min(most, -(-skills // STRIP_LINES)))
    places = columns * STRIP_LINES
    return Plan(columns, skills if skills <= places else places - 1)


def tile_height(skills: int, headings: int, lines: int) -> int:
    """How tall each skill of a list can be."""
    return min(TALLEST, max(1, (lines - headings) // max(1, skills)))


class PaletteLayout(Layout):
    """A strip when it is low and wide, else a list under headings, as tall as there is room."""

    name = "palette"

    def __init__(self) -> None:
        self.columns = 1

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        skills = [it for it in children if isinstance(it, SkillTile)]
        if size.height <= STRIP_LINES:
            more = [it for it in children if isinstance(it, MoreTile)]
            return self._strip(skills, more, size)
        return self._list([it for it in children if not isinstance(it, MoreTile)], skills, size)

    def _strip(self, skills: list[SkillTile], more: list[MoreTile], size: Size) -> ArrangeResult:
        plan = strip_plan(len(skills), size.width)
        self.columns = plan.columns
        shown: list[Widget] = [*skills[: plan.shown]]
        if plan.shown < len(skills):
            shown += more
        placed = []
        for number, child in enumerate(shown):
            row, column = divmod(number, plan.columns)
            left = column * size.width // plan.columns
            right = (column + 1) * size.width // plan.columns
            placed.append(_placed(child, Region(left, row, right - left - 1, 1)))
        return placed

    def _list(self, children: list[Widget], skills: list[SkillTile], size: Size) -> ArrangeResult:
        self.columns = 1
        headings = len(children) - len(skills)
        each = tile_height(len(skills), headings, size.height)
        placed, y = [], 0
        for child in children:
            height = each if isinstance(child, SkillTile) else 1
            placed.append(_placed(child, Region(0, y, size.width, height)))
            y += height
        return placed


def _placed(widget: Widget, region: Region) -> WidgetPlacement:
    return WidgetPlacement(region, Region().offset, Spacing(), widget)


class SkillPalette(ScrollableContainer, can_focus=True, inherit_bindings=False):
    """Posts `Chosen` for a tap, for Enter, and, while it has the focus, for a skill's own key."""

    BLANK = True  # nothing of its own to draw: one line stands for all
    DEFAULT_CSS = """
    SkillPalette { overflow: hidden auto; scrollbar-size-vertical: 1; }
    """

    BINDINGS = [
        Binding("left", "step(-1, 0)", show=False),
        Binding("right", "step(1, 0)", show=False),
        Binding("up", "step(0, -1)", show=False),
        Binding("down", "step(0, 1)", show=False),
        Binding("enter,space", "choose", show=False),
    ]

    class Chosen(Message):
        def __init__(self, skill: Skill) -> None:
            super().__init__()
            self.skill = skill

    class MoreWanted(Message):
        """There are skills that the strip has no room for, and somebody wants to see them."""

    def __init__(self, skills: Sequence[Skill] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._palette_layout = PaletteLayout()
        self._skills = tuple(skills)
        self._tiles = [SkillTile(skill) for skill in skills]
        self._cursor = 0

    def compose(self) -> ComposeResult:
        last: Kind | None = None
        for tile in self._tiles:
            if tile.skill.kind is not last:
                last = tile.skill.kind
                yield Heading(last)
            yield tile
        yield MoreTile()

    @property
    def layout(self) -> Layout:
        return self._palette_layout

    def height_of_list(self, most: int) -> int:
        """The lines that a list of these skills takes, with tiles as tall as `most` allows."""
        headings = len({it.skill.kind for it in self._tiles})
        return min(
            most, headings + len(self._tiles) * tile_height(len(self._tiles), headings, most)
        )

    async def show(self, skills: Sequence[Skill]) -> None:
        """Show these, in this order: kind after kind."""
        if tuple(skills) == self._skills:
            return
        self._skills = tuple(skills)
        self._tiles = [SkillTile(skill) for skill in skills]
        self._cursor = 0
        await self.recompose()
        self.screen.refresh(layout=True)

    def with_key(self, key: str) -> Skill | None:
        """The skill that this key chooses."""
        return next((it for it in self._skills if it.key and it.key == key.lower()), None)

    def on_key(self, event: events.Key) -> None:
        skill = self.with_key(event.character or "")
        if skill is not None:
            event.stop()
            event.prevent_default()
            self.post_message(self.Chosen(skill))

    def on_focus(self) -> None:
        self._point(True)

    def on_blur(self) -> None:
        self._point(False)

    def action_choose(self) -> None:
        if self._tiles:
            self.post_message(self.Chosen(self._tiles[self._cursor].skill))

    def action_step(self, across: int, down: int) -> None:
        if not self._tiles:
            return
        columns = self._palette_layout.columns
        self._point(False)
        if across and columns == 1:
            down, across = across, 0
        self._cursor = (self._cursor + across + down * columns) % len(self._tiles)
        self._point(True)
        self.scroll_to_widget(self._tiles[self._cursor], animate=False)

    def _point(self, here: bool) -> None:
        if self._tiles:
            self._tiles[self._cursor].point(here)
