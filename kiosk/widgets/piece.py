"""A row of a picture, and any part of it: it tells its picture when it goes to the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from rich.console import Console
from textual.geometry import Region
from textual.strip import Strip


class Whole(Protocol):
    """A picture whose rows are pieces; rows and columns are those of its widget."""

    def instead(self, row: int, start: int, end: int) -> tuple[str, int, int] | None:
        """What is written for the cells from `start` to `end`, if not the piece's own text;
        then the columns between which it stands. The picture now knows that they are written."""


class Piece(Strip):
    """Looks like any strip; under a dialog, where strips become one, it is no more than that."""

    __slots__ = ("_parts", "row", "start", "whole")

    def __init__(self, strip: Strip, whole: Whole, row: int, start: int = 0) -> None:
        super().__init__(strip, strip.cell_length)
        self.whole, self.row, self.start = whole, row, start
        self._parts: dict[tuple[int, int], Piece] = {}

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        ends = [cut for cut in cuts if cut <= self.cell_length]
        return [self._part(*it) for it in zip([0, *ends], ends, strict=False)]

    def crop(self, start: int, end: int | None = None) -> Strip:
        last = self.cell_length if end is None else min(self.cell_length, end)
        return self._part(max(0, start), last)

    def render(self, console: Console) -> str:
        written = self.whole.instead(self.row, self.start, self.start + self.cell_length)
        if written is None:
            return super().render(console)
        words, first, last = written
        before = super().crop(0, max(0, first - self.start)).render(console)
        after = super().crop(max(0, last - self.start)).render(console)
        return f"{before}{words}{after}"

    def _part(self, start: int, end: int) -> Strip:
        if (start, end) == (0, self.cell_length):
            return self
        if end <= start:
            return Strip([], 0)
        found = self._parts.get((start, end))
        if found is None:
            part = super().crop(start, end)
            found = self._parts[start, end] = Piece(part, self.whole, self.row, self.start + start)
        return found


def rectangles(rows: dict[int, list[tuple[int, int]]], within: Region) -> list[Region]:
    """The cells of some rows, given by their first and last columns, as few rectangles."""
    found: list[Region] = []
    for row in range(within.y, within.bottom):
        for start, end in _joined(rows.get(row, []), within):
            above = [it for it in found if (it.x, it.right, it.bottom) == (start, end, row)]
            top = above[0].y if above else row
            found = [it for it in found if it not in above]
            found.append(Region(start, top, end - start, row + 1 - top))
    return found


def _joined(spans: list[tuple[int, int]], within: Region) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(a, within.x), min(b, within.right)) for a, b in spans):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def tiles(part: Region, most: tuple[int, int]) -> list[Region]:
    """`part` in pieces of at most so many columns and rows."""
    wide, high = (max(1, it) for it in most)
    return [
        Region(x, y, min(wide, part.right - x), min(high, part.bottom - y))
        for y in range(part.y, part.bottom, high)
        for x in range(part.x, part.right, wide)
    ]
