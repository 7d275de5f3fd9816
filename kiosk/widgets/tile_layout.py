"""Tiles of one size in rows: how many columns there are follows from the room."""

from __future__ import annotations

from typing import NamedTuple

from textual.geometry import Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

NARROWEST = 13
COMFORTABLE = 16
LOWEST = 3
HIGHEST = 9
BEST_SHAPE = 3.2  # cells wide for each line: about as wide as an index card lies


class Fit(NamedTuple):
    """Columns of tiles; `width` and `height` of one tile in cells, with the gap that it draws.

    `whole` says whether all of them are in sight without scrolling.
    """

    columns: int
    width: int
    height: int
    whole: bool


def fit(count: int, size: Size) -> Fit:
    """The best way to show `count` tiles in `size`: all in sight if at all possible, and then in
    the shape that reads best; otherwise comfortable tiles that scroll."""
    width, height = size
    best: Fit | None = None
    for columns in range(1, max(1, width // NARROWEST) + 1):
        rows = -(-max(count, 1) // columns)
        tile_height = min(HIGHEST, height // rows)
        if tile_height < LOWEST:
            continue
        found = Fit(columns, width // columns, tile_height, True)
        if best is None or _worth(found, rows, height) > _worth(best, -(-count // best[0]), height):
            best = found
    if best is not None:
        return best
    columns = max(1, (width - 1) // COMFORTABLE)
    return Fit(columns, (width - 1) // columns, LOWEST, False)


def _worth(found: Fit, rows: int, height: int) -> tuple[bool, float]:
    shape = found.width / found.height
    off = max(shape, BEST_SHAPE) / min(shape, BEST_SHAPE)
    unused = 1 - rows * found.height / max(height, 1)
    return found.width >= COMFORTABLE - 1, -(off + unused)


class TileLayout(Layout):
    """Places every child as `fit()` says, without asking any of them for its size.

    Tiles touch and draw the gap between them themselves: each edge inside the screen is one more
    cut through every line of everything that lies behind.
    """

    name = "tiles"

    def __init__(self) -> None:
        self.fit = Fit(1, COMFORTABLE, LOWEST, True)

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        self.fit = fit(len(children), size)
        columns, width, height, _ = self.fit
        spare = size.width - columns * width if self.fit.whole else 0
        none = Spacing()
        placements = []
        for number, child in enumerate(children):
            row, column = divmod(number, columns)
            # Cells that do not divide evenly go to the first columns, one each.
            x = column * width + min(column, spare)
            wide = width + (column < spare)
            region = Region(x, row * height, wide, height)
            placements.append(WidgetPlacement(region, none_offset, none, child))
        return placements


none_offset = Region().offset
