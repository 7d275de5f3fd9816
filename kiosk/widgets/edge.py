"""How far down one is, at the right edge of what is scrolled."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size

THUMB = "▐"


def edge(size: Size, first: int, last: int, everything: int) -> Content:
    """A thumb where the things from `first` to `last` are, counted from one, of `everything`."""
    top, length = thumb(size.height, first, last, everything)
    blank = Content(" " * max(0, size.width - 1))
    mark = Content.assemble(blank, (THUMB, "$primary 60%"))
    rows = range(size.height)
    return Content("\n").join([mark if top <= row < top + length else blank for row in rows])


def thumb(height: int, first: int, last: int, everything: int) -> tuple[int, int]:
    """Its first row and its length; no rows where everything is in sight."""
    seen = last - first + 1
    if seen >= everything:
        return 0, 0
    length = max(1, round(height * seen / everything))
    way = (first - 1) / (everything - seen)
    return round(min(1.0, way) * (height - length)), length
