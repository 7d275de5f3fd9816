"""Letters as large as there is room for, made of quarter blocks: to be read from the back."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONT = Path(__file__).parent.parent / "fonts" / "DejaVuSans-Bold.ttf"
LEAST_ROWS = 4
SMOOTH_ROWS = 9  # lower letters are drawn point by point, as the font's makers tuned them
WORTH_A_CUT = 1.3  # so much larger must two lines be than one
CRISP_SIZES = range(16, 8, -1)
FINE = 4  # points drawn for the width of a quarter block; twice as many for its height
PROBE = 200  # the font size at which words are measured
INKED = 110  # of 255: from where a quarter block counts as ink

# Which quarters are ink: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
HALVES = " ▀▄█"


@lru_cache(maxsize=512)
def large(
    words: str, width: int, height: int, like: tuple[str, ...] = ()
) -> tuple[str, ...] | None:
    """`words` drawn with block characters in at most `width` × `height` cells.

    On one line, or on two where that makes them larger. Every line of the answer is equally
    wide. With `like` they are drawn on one line in the size and the place in which all of those
    would fit: a clock's digits do not jump about, and names in a list are equally large.

    None when there are fewer than `LEAST_ROWS` rows or too little width for the smallest letters,
    or when the font lacks one of them: then they are better shown as they are.
    """
    if not words.strip() or width < LEAST_ROWS or height < LEAST_ROWS or not _drawable(words):
        return None
    if like:
        like = tuple(it for it in like if it.strip())
        return tuple(_lines([words], width, height, like)) or None
    best: list[str] = []
    rows = 0.0
    for lines in _ways(words):
        drawn = _lines(lines, width, height // len(lines), tuple(lines))
        if len(drawn) / len(lines) > rows * WORTH_A_CUT:
            best, rows = drawn, len(drawn) / len(lines)
    return tuple(best) or None


def _ways(words: str) -> list[list[str]]:
    """On one line, and cut at each space or hyphen into two."""
    cuts = [place for place, char in enumerate(words) if char in " -"]
    return [
        [words],
        *(
            [words[: cut + 1].strip(), words[cut + 1 :].strip()]
            for cut in cuts
            if words[: cut + 1].strip() and words[cut + 1 :].strip()
        ),
    ]


def _lines(lines: list[str], width: int, rows: int, like: tuple[str, ...]) -> list[str]:
    """`lines` one below the other, each as large as all of `like` can be; empty if too small."""
    if rows < LEAST_ROWS:
        return []
    size = _size_for(like, width, rows)
    drawn = [_smooth(line, size, like) for line in lines]
    if len(drawn[0]) < SMOOTH_ROWS:
        drawn = [_crisp(line, width, rows, like) for line in lines]
    return _stack(drawn) if all(drawn) else []


def _stack(drawn: list[list[str]]) -> list[str]:
    width = max(len(line) for part in drawn for line in part)
    return [line.center(width) for part in drawn for line in part]


def _size_for(lines: tuple[str, ...], width: int, rows: int) -> int:
    """The largest font size at which the ink of each of `lines` surely fits."""
    left, top, right, bottom = _box(lines, PROBE)
    by_width = (width * 2 - 1) * FINE / max(1, right - left)
    by_height = (rows * 2 - 1) * 2 * FINE / max(1, bottom - top)
    return max(1, int(PROBE * min(by_width, by_height)))


def _box(lines: tuple[str, ...], size: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the ink of all of `lines`, put one over the other."""
    boxes = [_font(size).getbbox(line) for line in lines]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _smooth(line: str, size: int, like: tuple[str, ...]) -> list[str]:
    # Opened with the first big word: the kiosk's start does not wait for it.
    from PIL import Image, ImageDraw  # noqa: PLC0415

    left, top, right, bottom = _box(like, size)
    across, down = -(-(right - left) // (2 * FINE)), -(-(bottom - top) // (4 * FINE))
    image = Image.new("L", (int(across) * 2 * FINE, int(down) * 4 * FINE), 0)
    ImageDraw.Draw(image).text((-left, -top), line, font=_font(size), fill=255)
    small = image.resize((int(across) * 2, int(down) * 2), Image.Resampling.BOX)
    ink = [value > INKED for value in small.tobytes()]
    wide = int(across) * 2
    return [
        "".join(
            QUARTERS[
                ink[2 * y * wide + 2 * x]
                + 2 * ink[2 * y * wide + 2 * x + 1]
                + 4 * ink[(2 * y + 1) * wide + 2 * x]
                + 8 * ink[(2 * y + 1) * wide + 2 * x + 1]
            ]
            for x in range(int(across))
        )
        for y in range(int(down))
    ]


def _crisp(line: str, width: int, rows: int, like: tuple[str, ...]) -> list[str]:
    """In square points of half a cell each, at the largest size for which the font has hints."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    for size in CRISP_SIZES:
        image = Image.new("1", (width + 2 * size, 2 * rows + 2 * size), 0)
        draw = ImageDraw.Draw(image)
        draw.fontmode = "1"
        for words in like:
            draw.text((size, size), words, font=_font(size), fill=1)
        left, top, right, bottom = image.getbbox() or (0, 0, 0, 0)
        if right - left > width or bottom - top > 2 * rows or right == image.width:
            continue
        image.paste(0, (0, 0, *image.size))
        draw.text((size, size), line, font=_font(size), fill=1)
        down = -(-(bottom - top) // 2)
        ink = [
            [value > 0 for value in image.crop((left, y, right, y + 1)).convert("L").tobytes()]
            for y in range(top, top + 2 * down)
        ]
        return [
            "".join(
                HALVES[upper + 2 * lower]
                for upper, lower in zip(ink[2 * y], ink[2 * y + 1], strict=True)
            )
            for y in range(down)
        ]
    return []


@lru_cache(maxsize=64)
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def _drawable(words: str) -> bool:
    missing = bytes(_font(20).getmask("\uffff"))
    return all(
        char.isspace()
        or (unicodedata.category(char)[0] in "LMNPS" and bytes(_font(20).getmask(char)) != missing)
        for char in words
    )
