"""How the terminal draws pictures: what it is asked, and what its answers mean."""

from __future__ import annotations

import fcntl
import re
import struct
import sys
import termios
from dataclasses import dataclass
from enum import StrEnum

AUTO = "auto"
MOST_COLOURS = 256
KITTY_SINCE = (0, 28)  # before it, its place holders are drawn as they are: rubbish
USUAL_CELL = (10, 20)
HALF_BLOCKS = (1, 2)

# For Sixel: as many colours as there can be, how many there are, how large a picture may be. Then
# the terminal's name, and what it is able to do: every terminal answers that one.
QUESTION = f"\x1b[?1;3;{MOST_COLOURS}S\x1b[?1;1;0S\x1b[?2;1;0S\x1b[>0q\x1b[c"
COLOURS = re.compile(r"\x1b\[\?1;0;(\d+)S")
LARGEST = re.compile(r"\x1b\[\?2;0;(\d+);(\d+)S")
KITTY = re.compile(r"\x1bP>\|kitty\((\d+)\.(\d+)")
ABLE = re.compile(r"\x1b\[\?([\d;]*)c")
SIXEL = "4"


class Kind(StrEnum):
    BLOCKS = "blocks"
    SIXEL = "sixel"
    KITTY = "kitty"


SETTINGS = (AUTO, *Kind)


@dataclass(frozen=True, slots=True)
class Graphics:
    """`largest` is the width and height in pixels of the largest Sixel picture."""

    kind: Kind = Kind.BLOCKS
    colours: int = MOST_COLOURS
    largest: tuple[int, int] = (1000, 600)


BLOCKS = Graphics()


def is_whole(answers: str) -> bool:
    """Whether nothing more is to come."""
    return ABLE.search(answers) is not None


def understood(answers: str, setting: str = AUTO) -> Graphics:
    """What the answers to `QUESTION` mean; a kind that is set is not up to the terminal."""
    colours, largest = COLOURS.findall(answers), LARGEST.search(answers)
    return Graphics(
        _kind(answers) if setting == AUTO else Kind(setting),
        min(MOST_COLOURS, int(colours[-1])) if colours else MOST_COLOURS,
        (int(largest[1]), int(largest[2])) if largest else Graphics().largest,
    )


def _kind(answers: str) -> Kind:
    able, kitty = ABLE.search(answers), KITTY.search(answers)
    if able and SIXEL in able[1].split(";")[1:] and cell_pixels() is not None:
        return Kind.SIXEL
    if kitty and (int(kitty[1]), int(kitty[2])) >= KITTY_SINCE:
        return Kind.KITTY
    return Kind.BLOCKS


def cell_pixels() -> tuple[int, int] | None:
    """Width and height of one cell now; None where the terminal does not tell."""
    for stream in (sys.__stderr__, sys.__stdout__, sys.__stdin__):
        try:
            told = fcntl.ioctl(stream.fileno(), termios.TIOCGWINSZ, bytes(8)) if stream else b""
        except (OSError, ValueError):
            continue
        rows, columns, width, height = struct.unpack("HHHH", told or bytes(8))
        if rows and columns and width >= columns and height >= rows:
            return width // columns, height // rows
    return None
