"""A page of pictures with a line of words under each; arrows go from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.widget import Widget

from kiosk.text import shorten
from kiosk.widgets.drawing import Line
from kiosk.widgets.picture import Picture

MOST = 12
NARROWEST, LOWEST = 24, 8
MOST_COLUMNS, MOST_ROWS = 4, 3
UNDER = 2  # lines under a picture
PICTURE = 8 / 3  # columns for each line of a picture of four by three


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing of the page. Where there is no `picture`, `words` stand in its place.

    `colour` is that of the `state`, as the theme names it.
    """

    id: int
    picture: Path | None
    words: str
    caption: str
    state: str
    colour: str = "$foreground"


class Shape(NamedTuple):
    columns: int
    rows: int


def shape(size: Size) -> Shape:
    """How many cards there are beside and below each other."""
    return Shape(
        max(1, min(MOST_COLUMNS, size.width // NARROWEST)),
        max(1, min(MOST_ROWS, size.height // LOWEST)),
    )


def shape_for(count: int, size: Size) -> Shape:
    """How so many cards are placed: as large as they can be for a picture that is not too long."""
    most = shape(size)
    best, largest = most, (0.0, 0)
    for columns in range(1, most.columns + 1):
        rows = -(-max(count, 1) // columns)
        width = min(size.width // columns - 3, PICTURE * (size.height // rows - UNDER - 1))
        good = width, count - columns * rows
        if rows <= most.rows and good > largest:
            best, largest = Shape(columns, rows), good
    return best


class Card(Picture):
    """One thing of the page: its picture, and two lines of words. Posts `Tapped`."""

    DEFAULT_CSS = "Card { width: 1fr; height: 1fr; background: $background; }"
    GROUND = "$foreground on $panel"
    HERE = "$background on $accent"
    GAP = "$foreground on $background"

    class Tapped(Message):
        def __init__(self, card: Card) -> None:
            super().__init__()
            self.card = card

    def __init__(self) -> None:
        super().__init__()
        self.shown: Shown | None = None
        self.is_here = False

    def show_thing(self, shown: Shown) -> None:
        if shown != self.shown:
            self.shown = shown
            self.show(shown.picture, alt=shown.words)
            self.refresh()

    def point(self, is_here: bool) -> None:
        """Whether the cursor of the keys is here."""
        if is_here != self.is_here:
            self.is_here = is_here
            self.refresh()

    @property
    def ground(self) -> str:
        return self.HERE if self.is_here else self.GROUND

    @property
    def body(self) -> Size:
        """The last column and the last line are the gap to the next card."""
        return Size(max(0, self.size.width - 1), max(0, self.size.height - 1))

    def frame(self) -> Region:
        width, height = self.body
        return Region(1, 0, max(0, width - 2), max(0, height - UNDER))

    def picture(self) -> list[Line]:
        width, height = self.body
        lines = super().picture()
        shown = self.shown
        if shown is not None and height >= UNDER:
            weight = " bold" if self.is_here else ""
            colour = self.ground if self.is_here else f"{shown.colour} on $panel"
            lines[height - 2] = [(self._under(shown.caption), self.ground + weight)]
            lines[height - 1] = [(self._under(shown.state), colour)]
        for line in lines[:height]:
            line.append((" ", self.GAP))
        for row in range(height, self.size.height):
            lines[row] = [(" " * (width + 1), self.GAP)]
        return lines

    def _under(self, words: str) -> str:
        width = self.body.width
        line = shorten(words, max(1, width - 2))
        left = (width - Content(line).cell_length) // 2
        return " " * left + line + " " * (width - left - Content(line).cell_length)

    def on_click(self) -> None:
        self.post_message(self.Tapped(self))


class _Places(Layout):
    """The cards in equal columns and rows, those shown first."""

    name = "gallery"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        columns, rows = shape_for(len(children), size)
        wide, high = size.width // columns, size.height // rows
        none = Spacing()
        return [
            WidgetPlacement(
                Region(number % columns * wide, number // columns * high, wide, high),
                Region().offset,
                none,
                child,
            )
            for number, child in enumerate(children[: columns * rows])
        ]


class Gallery(Widget, can_focus=True):
    """Shows `per_page` things at most. One stop for the Tab key.

    Posts `Chosen` for a tap or Enter, and `Turned` when one steps over the edge of the page.
    """

    BLANK = True
    DEFAULT_CSS = "Gallery { height: 1fr; width: 1fr; background: $background; overflow: hidden; }"
    BINDINGS = [
        Binding("left", "step(-1, 0)", show=False),
        Binding("right", "step(1, 0)", show=False),
        Binding("up", "step(0, -1)", show=False),
        Binding("down", "step(0, 1)", show=False),
        Binding("home", "go(0)", show=False),
        Binding("end", "go(-1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("enter,space", "choose", show=False),
    ]

    class Chosen(Message):
        def __init__(self, id: int) -> None:
            super().__init__()
            self.id = id

    class Turned(Message):
        """`pages` is 1 for what comes after, -1 for what is before."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._places = _Places()
        self._shown: tuple[Shown, ...] = ()
        self._cursor = 0

    def compose(self) -> ComposeResult:
        for _ in range(MOST):
            card = Card()
            card.display = False
            yield card

    @property
    def layout(self) -> Layout:
        return self._places

    @property
    def per_page(self) -> int:
        columns, rows = shape(self.size)
        return columns * rows

    @property
    def here(self) -> int | None:
        """The id of what the cursor is on."""
        return self._shown[self._cursor].id if self._shown else None

    @property
    def is_drawn(self) -> bool:
        """Whether every picture of the page is there, in its final sharpness."""
        return all(card.is_drawn for card in self._cards if card.display)

    def show(self, things: Sequence[Shown], *, at: int | None = None) -> None:
        """Show these. The cursor goes to the id `at`, or stays in its place."""
        self._shown = tuple(things[:MOST])
        for number, card in enumerate(self._cards):
            card.display = number < len(self._shown)
            if card.display:
                card.show_thing(self._shown[number])
        ids = [it.id for it in self._shown]
        last = max(0, len(ids) - 1)
        self._cursor = ids.index(at) if at in ids else min(self._cursor, last)
        self._point()

    @property
    def _cards(self) -> list[Card]:
        return list(self.query_children(Card))

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._point()

    def _point(self) -> None:
        for number, card in enumerate(self._cards):
            card.point(self.has_focus and number == self._cursor)

    def on_card_tapped(self, event: Card.Tapped) -> None:
        event.stop()
        self.action_go(self._cards.index(event.card))
        self.action_choose()

    def action_choose(self) -> None:
        if self.here is not None:
            self.post_message(self.Chosen(self.here))

    def action_go(self, number: int) -> None:
        if self._shown:
            self._cursor = number % len(self._shown)
            self._point()

    def action_turn(self, pages: int) -> None:
        self.post_message(self.Turned(pages))

    def action_step(self, across: int, down: int) -> None:
        """One card on; over the first or the last one, the page is turned."""
        columns = shape_for(len(self._shown), self.size).columns
        number = self._cursor + across + down * columns
        last = len(self._shown) - 1
        if 0 <= number <= last:
            self.action_go(number)
        elif down > 0 and self._cursor // columns < last // columns:
            self.action_go(last)  # the row below is short
        else:
            self.action_turn(1 if number > last else -1)
