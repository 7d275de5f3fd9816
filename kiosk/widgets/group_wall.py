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
    """Each card as `height` lines of `width` cells, the last of them empty where there is room."""
    names = tuple(shorten(it.name, 40) for group in groups for it in group.pupils)
    most = max(1, *(len(group.pupils) for group in groups))
    rows = max(1, (height - 2) // most)
    letters = rows - 1 if rows > LEAST_ROWS else rows
    can_be_large = all(large(it, width - 3, letters, names) for it in names)
    cards = []
    for number, group in enumerate(groups):
        colour = COLOURS[number % len(COLOURS)]
        title = shorten(group.name, width - 2)
        card = [_padded(Content(f" {title}"), width).stylize(f"bold $background on {colour}")]
        body: Lines = []
        for it in group.pupils:
            drawn = large(shorten(it.name, 40), width - 3, letters, names) if can_be_large else None
            if drawn:
                body += [Content("  ") + solid(line) for line in drawn]
                body += [Content("")] * (rows - len(drawn))
            else:
                line = Content(f" {it.avatar} {shorten(it.name, width - 5)}")
                body += [line, *[Content("")] * (min(rows, 2) - 1)]
        if len(body) > height - 1:
            words = ", ".join(it.name for it in group.pupils)
            body = [
                Content(f" {line.plain}") for line in Content(shorten(words, 999)).wrap(width - 2)
            ]
        body = body[: height - 1] if len(body) >= height else body
        room = height - 1 - len(body)
        body += [Content("")] * (room - (height > most + 1 and room > 0))
        card += [_padded(line, width).stylize("on $surface") for line in body]
        card += [Content(" " * width)] * (height - len(card))
        cards.append(card)
    return cards


def _padded(line: Content, width: int) -> Content:
    return line.pad_right(max(0, width - line.cell_length))
