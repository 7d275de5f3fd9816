"""Groups side by side, as large as there is room for: everybody finds their name from afar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from db.records import Pupil
from kiosk.text import shorten
from kiosk.widgets.big_words import solid
from kiosk.widgets.lettering import LEAST_ROWS, large

COLOURS = ("$primary", "$success", "$accent", "$secondary")
GAP = 2
NARROWEST = 12

Lines = list[Content]


class Named(NamedTuple):
    """A group to show: its name and its pupils."""

    name: str
    pupils: tuple[Pupil, ...]


class GroupWall(Widget):
    """Drawn in one piece from what `show()` tells."""

    DEFAULT_CSS = """
    GroupWall { height: 1fr; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.groups: tuple[Named, ...] = ()

    def show(self, groups: Sequence[Named]) -> None:
        self.groups = tuple(groups)
        self.refresh()

    def render(self) -> Content:
        width, height = self.content_size
        if not self.groups or not width or not height:
            return Content("")
        columns = _columns(self.groups, width, height)
        rows = -(-len(self.groups) // columns)
        card_width = (width + GAP) // columns - GAP
        card_height = height // rows
        cards = _cards(self.groups, card_width, card_height)
        lines: Lines = []
        for start in range(0, len(cards), columns):
            beside = cards[start : start + columns]
            gap = Content(" " * GAP)
            lines += [gap.join(parts) for parts in zip(*beside, strict=True)]
        return Content("\n").join(lines)


def _columns(groups: Sequence[Named], width: int, height: int) -> int:
    """As many beside each other as make the names largest."""
    longest = max((len(it.name) for group in groups for it in group.pupils), default=1)
    most = max(1, *(len(group.pupils) for group in groups))

    def size(columns: int) -> tuple[bool, float]:
        rows = -(-len(groups) // columns)
        across = ((width + GAP) // columns - GAP) / (longest + 3)
        down = (height // rows - 2) / most
        return across >= 1 and down >= 1, min(across / 1.7, down) - 0.01 * (
            columns * rows - len(groups)
        )

    fitting = range(1, max(1, min(len(groups), width // NARROWEST)) + 1)
    return max(fitting, key=size)


def _cards(groups: Sequence[Named], width: int, height: int) -> list[Lines]:
    """Each card as `height` lines of `width` cells, the last of them a gap where there is room."""
    names = tuple(shorten(it.name, 40) for group in groups for it in group.pupils)
    most = max(1, *(len(group.pupils) for group in groups))
    rows = max(1, (height - 2) // most)
    letters = rows - 1 if rows > LEAST_ROWS else rows
    drawn = {it: large(it, width - 4, letters, names) for it in names}
    can_be_large = all(drawn.values())
    tall = max((len(it or "1") for it in drawn.values()), default=1) if can_be_large else 1
    each = min(rows, tall + 1)
    lead = 1 if most * each + 3 <= height else 0
    gap = 1 if height > most + 1 else 0
    cards = []
    for number, group in enumerate(groups):
        body: Lines = _blank(lead)
        for it in group.pupils:
            lines = drawn[shorten(it.name, 40)] if can_be_large else None
            if lines:
                entry = [Content("  ") + solid(line) for line in lines]
            else:
                name = shorten(it.name, max(1, width - 5))
                entry = [Content.assemble(f" {it.avatar} ", (name, "bold"))]
            body += [*entry, *_blank(min(each, len(entry) + 1) - len(entry))]
        if len(body) > height - 1:
            words = Content(", ".join(shorten(it.name, 40) for it in group.pupils))
            body = [Content(" ") + line for line in words.wrap(max(1, width - 2))]
        body = [*body, *_blank(height)][: max(0, height - 1 - gap)]
        colour = COLOURS[number % len(COLOURS)]
        title = Content(f" {shorten(group.name, width - 2)}")
        card = [
            _padded(title, width).stylize(f"bold $background on {colour}"),
            *(_padded(line, width).stylize("on $surface") for line in body),
            *[Content(" " * width)] * gap,
        ]
        cards.append(card[:height])
    return cards


def _blank(lines: int) -> Lines:
    return [Content("")] * lines


def _padded(line: Content, width: int) -> Content:
    line = line.truncate(width)
    return line.pad_right(width - line.cell_length)
