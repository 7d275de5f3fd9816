"""The squares of a QR code, and the link that makes them few."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import qrcode

QUIET = 4  # light squares on every side; phones look for them

Squares = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=8)
def squares(words: str) -> Squares:
    """The QR code of `words`, row by row, True for dark, with its quiet zone.

    Error correction M: a seventh of it may be hidden. Capitals, digits and `:/.-` need fewer
    squares than small letters. Raises `ValueError` for words that no code can hold.
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET)
    code.add_data(words)
    code.make(fit=True)
    return tuple(tuple(bool(it) for it in row) for row in code.get_matrix())


def link(public_url: str, place: str, code: str) -> str:
    """The address of `code` as a QR code says it: `HTTP://192.168.1.20:8080/J/ABC…`.

    In capitals, which make fewer and so larger squares: scheme and host know no case, and the
    phone pages take the place and the code in either. `place` is one letter, as in `/j/`.
    """
    return f"{public_url}/{place}/{code}".upper()


def in_capitals(address: str) -> str:
    """The same address with its scheme and host in capitals: fewer squares. What comes behind
    them may be told apart by its letters, and stays as it is."""
    parts = urlsplit(address)
    begins = f"{parts.scheme}://{parts.netloc}"
    if not address.startswith(begins) or not begins.isascii():
        return address
    return begins.upper() + address.removeprefix(begins)
