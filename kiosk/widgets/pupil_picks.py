"""The class to tick names in: for a group's members, or who is kept apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from db.records import Pupil
from kiosk.text import shorten

NARROWEST = 16
WIDEST = 36
TALL = 4  # lines of a row that a finger hits easily, its gap included


class PupilPicks(ScrollView, can_focus=True):
    """Names side by side, drawn in one piece. A tap or the space bar posts `Toggled`.

    Arrows move, and typing goes to the next name that starts so. What is ticked is told by
    `show()`: the widget itself decides nothing.
    """

    DEFAULT_CSS = """
    PupilPicks {
        height: 1fr;
        background: $background;
        overflow-x: hidden;
        & > .pupil-picks--one { background: $panel; color: $foreground; }
        & > .pupil-picks--chosen { background: $primary; color: $background; text-style: bold; }
        & > .pupil-picks--cursor { background: $accent; color: $background; text-style: bold; }
        & > .pupil-picks--quiet { color: $text-muted; }
    }
    """
    COMPONENT_CLASSES = {
        "pupil-picks--one",
        "pupil-picks--chosen",
        "pupil-picks--cursor",
        "pupil-picks--quiet",
    }
    BINDINGS = [
        Binding("left", "move(-1,0)", show=False),
        Binding("right", "move(1,0)", show=False),
        Binding("up", "move(0,-1)", show=False),
        Binding("down", "move(0,1)", show=False),
        Binding("home", "go(0)", show=False),
        Binding("end", "go(-1)", show=False),
        Binding("space,enter", "tick", show=False),
    ]

    class Toggled(Message):
        def __init__(self, pupil_id: int) -> None:
            super().__init__()
            self.pupil_id = pupil_id

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._pupils: tuple[Pupil, ...] = ()
        self._chosen: frozenset[int] = frozenset()
        self._empty = empty
        self._at = 0

    def show(self, pupils: Sequence[Pupil], chosen: Collection[int]) -> None:
        self._pupils, self._chosen = tuple(pupils), frozenset(chosen)
        self._at = max(0, min(self._at, len(self._pupils) - 1))
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    @property
    def _columns(self) -> int:
        """As few as leave everybody in sight in tall rows; else as many as fit."""
        width, height = self.scrollable_content_region.size
        most = max(1, (width + 1) // (NARROWEST + 1))
        for columns in range(max(1, width // (WIDEST + 1)), most):
            if -(-len(self._pupils) // columns) * TALL <= height:
                return columns
        return most

    @property
    def _cell_width(self) -> int:
        return max(4, (self.scrollable_content_region.width + 1) // self._columns - 1)

    @property
    def _rows(self) -> int:
        return -(-len(self._pupils) // self._columns)

    @property
    def _row_height(self) -> int:
        """Lines of one row with the gap below it: as tall as lets everybody be seen at once."""
        room = self.scrollable_content_region.height // max(1, self._rows)
        return max(1, min(TALL + 1, room))

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        self.virtual_size = Size(width, self._rows * self._row_height)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        ground = self.visual_style.rich_style
        if not self._pupils:
            words = shorten(self._empty, width) if y == 0 else ""
            style = self.get_component_rich_style("pupil-picks--quiet")
            return Strip([Segment(words, style)]).adjust_cell_length(width, ground)
        row, line = divmod(y + self.scroll_offset.y, self._row_height)
        first = row * self._columns
        segments: list[Segment] = []
        tile_height = max(1, self._row_height - 1)
        for index in range(first, min(first + self._columns, len(self._pupils))):
            if line < tile_height:
                segments += self._tile(index, named=line == (tile_height - 1) // 2)
                segments.append(Segment(" ", ground))
        return Strip(segments).adjust_cell_length(width, ground)

    def _tile(self, index: int, *, named: bool) -> list[Segment]:
        pupil = self._pupils[index]
        style = self.get_component_rich_style(f"pupil-picks--{self.look_of(pupil)}")
        edge = style
        if self.has_focus and index == self._at:
            cursor = self.get_component_rich_style("pupil-picks--cursor")
            edge, style = cursor, style + RichStyle(bold=True, underline=named)
        width = self._cell_width
        if not named:
            return [Segment(" ", edge), Segment(" " * (width - 1), style)]
        sign = self.sign_of(pupil)
        taken = Content(sign).cell_length
        words = shorten(f"{pupil.avatar} {pupil.name}", max(1, width - 2 - taken - bool(sign)))
        gap = width - 1 - Content(words).cell_length - taken
        return [
            Segment(
                "▸" if edge is not style and self.has_focus and index == self._at else " ", edge
            ),
            Segment(words, style),
            Segment(" " * max(0, gap - bool(sign)), style + RichStyle(underline=False)),
            Segment(f"{sign} " if sign else "", style + RichStyle(underline=False)),
        ]

    def look_of(self, pupil: Pupil) -> str:
        """Which of the component classes a name is drawn by."""
        return "chosen" if pupil.id in self._chosen else "one"

    def sign_of(self, pupil: Pupil) -> str:
        """What stands at the end of a name."""
        return "✔" if pupil.id in self._chosen else ""

    def on_click(self, event: events.Click) -> None:
        where = event.get_content_offset(self)
        if where is None:
            return
        column = where.x // (self._cell_width + 1)
        row = (where.y + self.scroll_offset.y) // self._row_height
        index = row * self._columns + column
        if column < self._columns and index < len(self._pupils):
            self._at = index
            self.action_tick()

    def on_key(self, event: events.Key) -> None:
        """Typing goes to the next name that starts so, after the one that stands there."""
        if event.character is None or not event.character.isalpha():
            return
        start = event.character.casefold()
        places = [*range(self._at + 1, len(self._pupils)), *range(self._at + 1)]
        for place in places:
            if place < len(self._pupils) and self._pupils[place].name.casefold().startswith(start):
                self.action_go(place)
                event.stop()
                event.prevent_default()
                return

    def action_move(self, across: int, down: int) -> None:
        place = self._at + across + down * self._columns
        if 0 <= place < len(self._pupils):
            self.action_go(place)

    def action_go(self, place: int) -> None:
        if self._pupils:
            self._at = place % len(self._pupils)
            top = self._at // self._columns * self._row_height
            self.scroll_to_region(Region(0, top, 1, self._row_height), animate=False)
            self.refresh()

    def action_tick(self) -> None:
        if self._pupils:
            self.refresh()
            self.post_message(self.Toggled(self._pupils[self._at].id))
