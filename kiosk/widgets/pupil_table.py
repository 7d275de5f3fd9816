"""A class below each other, and beside each pupil a row of cells: a table drawn by line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from db.records import Pupil
from kiosk.text import shorten

NAME = 26
TALL = 40  # lines of the table from which on rows are higher, and easier to tap
Cell = tuple[str, str]
"""Words, and their style in the theme's colours."""


class PupilTable(ScrollView, can_focus=True, inherit_bindings=False):
    """A cursor for arrows and taps. Posts `Moved` for where it is, `Chosen` for Enter.

    Only what is in sight is drawn, so ninety pupils cost no more than those that fit. Columns
    that do not fit beside each other come with the cursor. What stands in it is what a table of
    its own says: `head()`, `cell()`, and how wide a column is.
    """

    DEFAULT_CSS = """
    PupilTable {
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
        Binding("enter", "choose", show=False),
    ]

    class Moved(Message):
        """The cursor is on this pupil and column."""

    class Chosen(Message):
        """Enter, or a tap on where the cursor was already."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.pupils: tuple[Pupil, ...] = ()
        self.columns = 0
        self.row = self.column = 0
        self.left = 0  # the first column in sight

    @property
    def head_lines(self) -> int:
        """Lines above the pupils."""
        return 1

    @property
    def name_cells(self) -> int:
        """How much of a line is the pupil's name."""
        return NAME

    @property
    def column_cells(self) -> int:
        """How wide a column is, its gap to the next included."""
        raise NotImplementedError

    def head(self, line: int, column: int) -> Cell:
        """What stands above a column, in one of the `head_lines`."""
        raise NotImplementedError

    def head_of_names(self, line: int) -> Cell:
        """What stands above the names."""
        return "", ""

    def cell(self, row: int, column: int) -> Cell:
        raise NotImplementedError

    def place(self, pupils: Sequence[Pupil], columns: int) -> None:
        """Show these pupils and so many columns; the cursor stays with its pupil."""
        was = self.pupils[self.row].id if self.pupils else None
        ids = [it.id for it in pupils]
        self.pupils, self.columns = tuple(pupils), columns
        self.row = ids.index(was) if was in ids else min(self.row, max(0, len(ids) - 1))
        self.column = min(self.column, max(0, columns - 1))
        self._measure()
        self.post_message(self.Moved())

    @property
    def width(self) -> int:
        """The cells of a line."""
        return self.scrollable_content_region.width

    @property
    def in_sight(self) -> range:
        """The columns for which there is room."""
        return range(self.left, min(self.columns, self.left + self._room))

    @property
    def _room(self) -> int:
        return max(1, (self.width - self.name_cells) // self.column_cells)

    @property
    def _high(self) -> int:
        return 2 if self.size.height >= TALL else 1

    def on_resize(self) -> None:
        self._measure()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        where = event.get_content_offset(self)
        if where is None:
            return
        across = (where.x - self.name_cells) // self.column_cells
        if where.y < self.head_lines:
            self.tapped_head(where.y, self.left + across if across >= 0 else None)
            return
        row = (where.y - self.head_lines + int(self.scroll_offset.y)) // self._high
        if row >= len(self.pupils):
            return
        was = self.row, self.column
        if across >= 0:
            self.column = min(self.left + across, self.columns - 1)
        self.row = row
        self._moved()
        if across >= 0 and was == (self.row, self.column):
            self.action_choose()

    def tapped_head(self, line: int, column: int | None) -> None:
        """A tap above a column, or above the names where that is None."""
        if column is not None:
            self.action_step(column - self.column, 0)

    def action_step(self, right: int, down: int) -> None:
        if self.pupils and self.columns:
            self.row = min(max(0, self.row + down), len(self.pupils) - 1)
            self.column = min(max(0, self.column + right), self.columns - 1)
            self._moved()

    def action_choose(self) -> None:
        if self.pupils and self.columns:
            self.post_message(self.Chosen())

    def render_line(self, y: int) -> Strip:
        if y < self.head_lines:
            line = self._head(y)
        else:
            line = self._cells(y - self.head_lines + int(self.scroll_offset.y))
        ground, style_of = self.visual_style, self.app.stylesheet.parse_style
        drawn = [Segment(words, (ground + style_of(it)).rich_style) for words, it in line]
        return Strip(drawn).adjust_cell_length(self.width, ground.rich_style)

    def _head(self, line: int) -> list[Cell]:
        words, style = self.head_of_names(line)
        wide = self.column_cells
        parts = [(fitted(words, self.name_cells), style)]
        for column in self.in_sight:
            words, style = self.head(line, column)
            words = shorten(words, wide - 2)
            gap = " " * (wide - 1 - cell_len(words))
            parts += [(" ", ""), (words, style), (gap, "")]
        return parts

    def _cells(self, line: int) -> list[Cell]:
        row, part = divmod(line, self._high)
        if row >= len(self.pupils):
            return []
        pupil, here, wide = self.pupils[row], row == self.row, self.column_cells
        avatar = f"{pupil.avatar} " if part == 0 else ""
        name = shorten(pupil.name, self.name_cells - 4) if part == 0 else ""
        gap = " " * max(0, self.name_cells - cell_len(avatar + name))
        parts = [(avatar, ""), (name, "bold underline" if here else "bold"), (gap, "")]
        for column in self.in_sight:
            words, style = self.cell(row, column)
            if here and column == self.column:
                style += " reverse" if self.has_focus else " underline"
            shown = fitted(words if part == 0 else "", wide - 2)
            parts += [(f" {shown}", style), (" ", "")]
        return parts

    def _moved(self) -> None:
        high, room = self._high, self.size.height - self.head_lines
        top, end, seen = self.row * high, (self.row + 1) * high, int(self.scroll_offset.y)
        if top < seen:
            self.scroll_to(y=top, animate=False)
        elif end > seen + room:
            self.scroll_to(y=end - room, animate=False)
        self._bring_column()
        self.refresh()
        self.post_message(self.Moved())

    def _bring_column(self) -> None:
        """The column of the cursor is in sight, and no room is left empty."""
        if not self.width:
            return
        last = max(0, self.columns - self._room)
        self.left = min(max(self.left, self.column - self._room + 1), self.column, last)

    def _measure(self) -> None:
        self._bring_column()
        height = len(self.pupils) * self._high + self.head_lines
        self.virtual_size = Size(self.width, height)
        self.refresh()


def fitted(words: str, cells: int) -> str:
    """`words` in just so many cells."""
    short = shorten(words, cells)
    return short + " " * max(0, cells - cell_len(short))
