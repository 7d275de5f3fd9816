"""Bytes of a text file into words, whichever of the usual encodings they are in."""

from __future__ import annotations

import codecs

from db.policy import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT = 4096


def decode(data: bytes, file: str) -> str:
    """The text of `data`: UTF-8 or UTF-16 with or without a byte order mark, or Windows-1252.

    `file` is its name, for the sentence of `Refused` when this is no text at all.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, file)
    wide = _utf16_without_mark(data)
    if wide is not None:
        return _strictly(data, wide, file)
    if b"\x00" in data:
        raise Refused(f"{file} is not a text file, so it cannot be read as a class list.")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")  # five bytes mean nothing in Windows-1252; they are cleaned away


def _strictly(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(
            f"{file} is damaged: its text breaks off or is mixed up. Please export it again."
        ) from error


def _utf16_without_mark(data: bytes) -> str | None:
    """Names and commas are mostly Latin, so one half of the bytes is mostly zero."""
    sample = data[:_LOOKED_AT]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > half * 0.6 and sample[0::2].count(0) == 0:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.6 and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None
