"""A picture from a file, as sharp as the terminal can draw it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol, TypeVar, cast

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import work
from textual.content import Content
from textual.dom import NoScreen
from textual.errors import NoWidget
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.graphics import BLOCKS, HALF_BLOCKS, USUAL_CELL, Graphics, Kind, cell_pixels
from kiosk.text import safe
from kiosk.widgets import kitty, sketch
from kiosk.widgets.drawing import Drawn, Line
from kiosk.widgets.piece import Piece, rectangles, tiles
from kiosk.widgets.sketch import Ask, Colour, Sketch

T = TypeVar("T")

# One after the other: several at a time would only take turns, and hold the screen up more.
HANDS = ThreadPoolExecutor(1, thread_name_prefix="pictures")
MOST_KEPT = 16
NOT_READABLE = "This picture cannot be shown."


class Easel(Protocol):
    """What a picture needs of its app."""

    graphics: Graphics
    to_paint: dict[Picture, None]

    def write_to_terminal(self, sequence: str) -> None: ...


class Picture(Drawn):
    """Draws a file in the middle of its `frame()`, whole and in its proportions.

    First come half blocks, a moment later what is sharper. Files are read and drawn in a thread.
    Where there is no file, or none that can be read, `alt` stands there in words.
    """

    DEFAULT_CSS = "Picture { width: 1fr; height: 1fr; background: $background; }"
    GROUND = "$foreground on $background"

    def __init__(self, path: Path | None = None, *, alt: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._path, self._alt = path, alt
        self._asked: Ask | None = None
        self._sketch: Sketch | None = None
        self._is_bad = False
        self._number = 0
        self._written: dict[int, list[tuple[int, int]]] = {}
        self._sixels: dict[Region, str] = {}
        self._wanted: dict[Region, None] = {}
        self._place: tuple[Region, Region] | None = None

    def show(self, path: Path | None, *, alt: str = "") -> None:
        """Show this file from now on; None for words alone."""
        if (path, alt) != (self._path, self._alt):
            self._path, self._alt = path, alt
            self.refresh()

    @property
    def is_drawn(self) -> bool:
        """Whether the picture is there, in its final sharpness."""
        if self._path is None or self._is_bad:
            return True
        kind = self._easel.graphics.kind
        return self._sketch is not None and (kind is not Kind.SIXEL or bool(self._sixels))

    @property
    def ground(self) -> str:
        """The colours of what is around the picture."""
        return self.GROUND

    @property
    def body(self) -> Size:
        """How much of the widget has this ground, from its upper left corner."""
        return self.size

    def frame(self) -> Region:
        """Where in the widget the picture may be."""
        return self.size.region

    def picture(self) -> list[Line]:
        """What is around the picture, and the words where there is none."""
        frame, ground = self.frame(), self.ground
        lines: list[Line] = [[(" " * self.body.width, ground)] for _ in range(self.size.height)]
        if not self._stands:
            for row, words in enumerate(self._words(frame), start=frame.y):
                lines[row] = [(words, ground)]
        return lines

    def strips(self) -> list[Strip]:
        self._look()
        strips, drawn = super().strips(), self._sketch
        if drawn is None or not self._stands:
            return strips
        area = self._area(drawn)
        for row, halves in zip(range(area.y, area.bottom), _pairs(drawn.halves), strict=True):
            middle = Strip([Segment(sketch.UPPER_HALF, _style(*it)) for it in halves], area.width)
            around = strips[row]
            joined = Strip.join([around.crop(0, area.x), middle, around.crop(area.right)])
            strips[row] = Piece(joined, self, row)
        return strips

    @property
    def _easel(self) -> Easel:
        return cast(Easel, self.app)

    @property
    def _graphics(self) -> Graphics:
        return getattr(self.app, "graphics", BLOCKS)

    @property
    def _stands(self) -> bool:
        """Whether what is drawn is what is to be shown, and fits where it is to be shown."""
        drawn, frame, asked = self._sketch, self.frame(), self._asked
        if drawn is None or asked is None or asked.path != self._path:
            return False
        return drawn.columns <= frame.width and drawn.rows <= frame.height

    def _words(self, frame: Region) -> list[str]:
        """Lines as wide as the body with the words in the middle of the frame."""
        words = NOT_READABLE if self._is_bad and not self._alt else self._alt
        if self._path is not None and not self._is_bad:
            words = "…"  # it is on its way
        if not words or not frame.width or not frame.height:
            return []
        wrapped = safe(words).wrap(max(1, frame.width - 2))[: frame.height]
        above = [Content("")] * ((frame.height - len(wrapped)) // 2)
        lines = []
        for line in [*above, *wrapped]:
            plain = line.truncate(frame.width, ellipsis=True)
            left = frame.x + (frame.width - plain.cell_length) // 2
            right = self.body.width - left - plain.cell_length
            lines.append(" " * left + plain.plain + " " * max(0, right))
        return lines

    def _area(self, drawn: Sketch) -> Region:
        frame = self.frame()
        return Region(
            frame.x + (frame.width - drawn.columns) // 2,
            frame.y + (frame.height - drawn.rows) // 2,
            drawn.columns,
            drawn.rows,
        )

    def _look(self) -> None:
        """Ask for a drawing where the one that is there is not what is wanted now."""
        frame, graphics = self.frame(), self._graphics
        ask = None
        if self._path is not None and frame:
            sharp = graphics.kind is not Kind.BLOCKS
            cell = (cell_pixels() or USUAL_CELL) if sharp else HALF_BLOCKS
            room = frame.width, frame.height
            if graphics.kind is Kind.KITTY:
                room = min(room[0], kitty.MOST_CELLS), min(room[1], kitty.MOST_CELLS)
            colours = graphics.colours if graphics.kind is Kind.SIXEL else 0
            ask = Ask(self._path, room, cell, sharp, colours)
        if ask != self._asked:
            self._asked, self._is_bad = ask, False
            if ask is None:
                self._take(None)
            else:
                self.call_later(self._draw)

    @work(group="picture", exclusive=True, exit_on_error=False)
    async def _draw(self) -> None:
        ask = self._asked
        if ask is None:
            return
        drawn = await in_hand(sketch.draw, ask)
        png = ""
        if drawn is not None and self._graphics.kind is Kind.KITTY:
            png = await in_hand(drawn.png)
        if ask is not self._asked:
            return
        self._is_bad = drawn is None
        self._take(drawn)
        if png and drawn is not None:
            self._number = next(kitty.NUMBERS)
            self._easel.write_to_terminal(kitty.send(self._number, png, drawn.columns, drawn.rows))
        self.refresh()

    def _take(self, drawn: Sketch | None) -> None:
        self._sketch = drawn
        self._sixels.clear()
        self._wanted.clear()
        self._forget()

    def _forget(self) -> None:
        if self._number:
            self._easel.write_to_terminal(kitty.forget(self._number))
            self._number = 0

    def on_unmount(self) -> None:
        self._forget()

    def instead(self, row: int, start: int, end: int) -> tuple[str, int, int] | None:
        """See `Whole`: Kitty's signs; what a Sixel picture covers is painted after the frame."""
        drawn, kind = self._sketch, self._graphics.kind
        if drawn is None or kind is Kind.BLOCKS:
            return None
        if kind is Kind.SIXEL:
            self._written.setdefault(row, []).append((start, end))
            self._easel.to_paint[self] = None
            return None
        area = self._area(drawn)
        first, last = max(start, area.x), min(end, area.right)
        if not self._number or last <= first:
            return None
        signs = kitty.cells(self._number, row - area.y, first - area.x, last - area.x)
        return signs, first, last

    def paint(self) -> str:
        """The Sixels over what was written of the picture in this frame, as far as they are
        ready; the others are made, and come with a frame of their own."""
        written, self._written = self._written, {}
        drawn, graphics = self._sketch, self._graphics
        if drawn is None or drawn.pixels is None or graphics.kind is not Kind.SIXEL:
            return ""
        try:
            found = self.screen.find_widget(self)
        except (NoScreen, NoWidget):
            return ""
        if (found.region, found.clip) != self._place:
            self._place = found.region, found.clip
            self._wanted.clear()
        area = self._area(drawn)
        # Below a picture that ends in the last line some terminals scroll everything up.
        floor = self.screen.size.height - 1 - found.region.y
        within = area.intersection(Region(0, 0, self.size.width, max(0, floor)))
        most = graphics.largest[0] // drawn.cell[0], graphics.largest[1] // drawn.cell[1]
        painted: list[str] = []
        missing = False
        for part in rectangles(written, within):
            for tile in tiles(part.translate(-area.offset), most):
                sixels = self._sixels.get(tile)
                if sixels is None:
                    self._wanted[tile] = None
                    missing = True
                else:
                    at = tile.offset + area.offset + found.region.offset
                    painted.append(f"\x1b[{at.y + 1};{at.x + 1}H{sixels}")
        if missing:
            self.call_later(self._make_sixels)
        return "".join(painted)

    @work(group="sixels", exclusive=True, exit_on_error=False)
    async def _make_sixels(self) -> None:
        drawn = self._sketch
        while self._wanted and drawn is not None:
            tile = next(reversed(self._wanted))
            sixels = await in_hand(drawn.sixels, tile)
            if drawn is not self._sketch:
                return
            if tile in self._wanted:
                del self._wanted[tile]
                if len(self._sixels) >= MOST_KEPT:
                    del self._sixels[next(iter(self._sixels))]
                self._sixels[tile] = sixels
                Widget.refresh(self, tile.translate(self._area(drawn).offset))


async def in_hand(job: Callable[..., T], *given: object) -> T:
    """Do the job in the thread for pictures, after those before it."""
    return await asyncio.get_running_loop().run_in_executor(HANDS, partial(job, *given))


def _pairs(
    halves: tuple[tuple[Colour, ...], ...],
) -> list[list[tuple[Colour, Colour]]]:
    """For each row of cells: its upper and lower colours."""
    return [
        list(zip(upper, lower, strict=True))
        for upper, lower in zip(halves[::2], halves[1::2], strict=True)
    ]


@lru_cache(maxsize=8192)
def _style(upper: Colour, lower: Colour) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))
