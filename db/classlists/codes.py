"""Year groups and unique pupil numbers, as schools write them."""

from __future__ import annotations

import re

_YEAR = re.compile(
    r"(?:national curriculum |nc )?(?:year group|year|yr|y|grade)?[ ._-]*0*(\d{1,2})"
)
_EARLY = {
    "r": "Reception",
    "rec": "Reception",
    "yr r": "Reception",
    "year r": "Reception",
    "reception": "Reception",
    "reception class": "Reception",
    "fs2": "Reception",
    "n": "Nursery",
    "n1": "Nursery",
    "n2": "Nursery",
    "nursery": "Nursery",
    "fs1": "Nursery",
}
_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]")
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def year_group(words: str) -> str:
    """4, 04, Y4, Yr 4 and Year 4 are "Year 4"; R is "Reception"; others stay as they are."""
    plain = " ".join(words.split()).casefold()
    if plain in _EARLY:
        return _EARLY[plain]
    match = _YEAR.fullmatch(plain)
    if match is None:
        return words
    return f"Year {int(match[1])}" if int(match[1]) else "Reception"


def tidy_upn(words: str) -> str:
    """A UPN in capitals without spaces or dashes."""
    return re.sub(r"[\s-]", "", words).upper()


def plausible_upn(upn: str) -> bool:
    """Whether `upn` has the form of a unique pupil number and its check letter is right.

    A temporary number has a letter in the last place, which counts by its position.
    """
    if not _UPN.fullmatch(upn):
        return False
    total = 0
    for weight, char in enumerate(upn[1:], start=2):
        value = int(char) if char.isdigit() else _CHECK_LETTERS.index(char)
        total += weight * value
    return _CHECK_LETTERS[total % 23] == upn[0]
