"""A picture made ready for a terminal: coloured half blocks, and Sixels for any part of it.

All of it is work for a thread; nothing here knows a widget.
"""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps
from textual.geometry import Region
from textual_image._sixel import SixelOptions, image_to_sixels

PAPER = (255, 255, 255)
UPPER_HALF = "▀"
PALETTE_SIDE = 120  # pixels
# To define a colour is not yet to choose it, say foot and xterm; the library takes it for both.
DEFINED = re.compile(r"#(\d+);2;\d+;\d+;\d+")
Colour = tuple[int, int, int]


class Ask(NamedTuple):
    """What to draw: in at most `room` cells, each `cell` pixels wide and high.

    Pixels are kept where `sharp`, in so many `colours`; else half blocks are all there is.
    """

    path: Path
    room: tuple[int, int]
    cell: tuple[int, int]
    sharp: bool
    colours: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """`halves` are two rows of colours for each row of cells."""

    columns: int
    rows: int
    cell: tuple[int, int]
    halves: tuple[tuple[Colour, ...], ...]
    pixels: Image.Image | None

    def sixels(self, part: Region) -> str:
        """The cells of `part` as a Sixel picture; takes a tenth of a second for a large one."""
        width, height = self.cell
        if self.pixels is None or not part:
            return ""
        edges = (part.x * width, part.y * height, part.right * width, part.bottom * height)
        sixels = image_to_sixels(self.pixels.crop(edges), SixelOptions())
        return DEFINED.sub(r"\g<0>#\1", sixels)

    def png(self) -> str:
        """The whole picture as PNG, in letters."""
        out = io.BytesIO()
        if self.pixels is not None:
            self.pixels.save(out, "PNG", compress_level=1)
        return base64.b64encode(out.getvalue()).decode("ascii")


def draw(ask: Ask) -> Sketch | None:
    """The picture, as large as there is room, in its proportions; None if it cannot be read."""
    try:
        with Image.open(ask.path) as opened:
            room = (ask.room[0] * ask.cell[0], ask.room[1] * ask.cell[1])
            opened.draft("RGB", room)
            whole = _on_paper(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    columns, rows = fit(whole.size, ask.room, ask.cell)
    small = whole.resize((columns, rows * 2), Image.Resampling.BOX)
    pixels = None
    if ask.sharp:
        size = (columns * ask.cell[0], rows * ask.cell[1])
        pixels = whole.resize(size, Image.Resampling.LANCZOS)
        if ask.colours:
            pixels = _in_few_colours(pixels, ask.colours)
    return Sketch(columns, rows, ask.cell, _rows_of(small), pixels)


def fit(picture: tuple[int, int], room: tuple[int, int], cell: tuple[int, int]) -> tuple[int, int]:
    """Columns and rows of cells for a picture of these pixels; at least one of each."""
    wide, high = picture[0] * cell[1], picture[1] * cell[0]
    scale = min(room[0] / wide, room[1] / high)
    return (
        max(1, min(room[0], round(wide * scale))),
        max(1, min(room[1], round(high * scale))),
    )


def _on_paper(opened: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(opened) or opened
    if not turned.has_transparency_data:
        return turned.convert("RGB")
    paper = Image.new("RGB", turned.size, PAPER)
    through = turned.convert("RGBA")
    paper.paste(through, mask=through)
    return paper


def _in_few_colours(pixels: Image.Image, colours: int) -> Image.Image:
    """The colours are found in a small copy: in a large one that takes half a second."""
    small = pixels.copy()
    small.thumbnail((PALETTE_SIDE, PALETTE_SIDE), Image.Resampling.NEAREST)
    palette = small.quantize(colours, method=Image.Quantize.MEDIANCUT)
    return pixels.quantize(palette=palette, dither=Image.Dither.NONE)


def _rows_of(small: Image.Image) -> tuple[tuple[Colour, ...], ...]:
    bytes_ = small.tobytes()
    triples = list(zip(bytes_[::3], bytes_[1::3], bytes_[2::3], strict=True))
    return tuple(
        tuple(triples[start : start + small.width]) for start in range(0, len(triples), small.width)
    )
