"""Pictures for terminals that keep them by number (Kitty): sent once, then shown by signs that
stand for their cells."""

from __future__ import annotations

import sys
from itertools import count

PLACE = "\U0010eeee"
CHUNK = 4096
FIRST = 0x4B0001  # any number would do: it is the colour of the signs
NUMBERS = count(FIRST)


def _signs() -> list[str]:
    """What says which row and column of a picture a cell is: one sign for each number."""
    # The library asks the terminal when it is imported, and takes the answer from its keys.
    kept, sys.__stdout__ = sys.__stdout__, None  # type: ignore[misc]
    try:
        from textual_image.renderable import tgp  # noqa: PLC0415
    finally:
        sys.__stdout__ = kept  # type: ignore[misc]
    return [chr(it) for it in tgp._NUMBER_TO_DIACRITIC]


SIGNS = _signs()
MOST_CELLS = len(SIGNS)


def send(number: int, png: str, columns: int, rows: int) -> str:
    """What gives the terminal a picture, to be shown in so many cells."""
    parts = [png[start : start + CHUNK] for start in range(0, len(png), CHUNK)]
    sent = [
        f"\x1b_Gi={number},f=100,q=2,m={int(part is not parts[-1])};{part}\x1b\\" for part in parts
    ]
    return "".join(sent) + f"\x1b_Ga=p,U=1,i={number},c={columns},r={rows},q=2\x1b\\"


def forget(number: int) -> str:
    """What takes a picture out of the terminal's memory."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


def cells(number: int, row: int, start: int, end: int) -> str:
    """The signs for cells `start` to `end` of a row of the picture."""
    colour = f"\x1b[38;2;{number >> 16 & 255};{number >> 8 & 255};{number & 255}m"
    signs = "".join(PLACE + SIGNS[row] + SIGNS[column] for column in range(start, end))
    return f"{colour}{signs}\x1b[39m"
