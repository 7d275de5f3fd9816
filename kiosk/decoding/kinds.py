"""What a file is, by its own first bytes. Names and headers are only what somebody says."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from kiosk.decoding.limits import Undecodable

UNKNOWN = (
    "This kind of file cannot be taken. Please send a photo, a PDF, a film or a sound recording."
)
TWO_AT_ONCE = "This file is two kinds of file in one, so it was not taken."
EMPTY = "This file is empty."

HEAD = 4096
ZIP_END = 22 + 65535  # the longest that a zip's end record with its comment can be


class Format(Enum):
    """A form of file that is taken; the value is (kind, the decoder's name for it)."""

    JPEG = ("photo", "JPEG")
    PNG = ("photo", "PNG")
    WEBP = ("photo", "WEBP")
    GIF = ("photo", "GIF")
    AVIF = ("photo", "AVIF")
    HEIC = ("photo", "HEIF")
    PDF = ("pdf", "pdf")
    MP4 = ("stream", "mov")
    WEBM = ("stream", "matroska")
    MP3 = ("stream", "mp3")
    WAV = ("stream", "wav")
    OGG = ("stream", "ogg")


AVIF_BRANDS = {b"avif", b"avis"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
STILL_BRANDS = HEIC_BRANDS | AVIF_BRANDS | {b"mif1", b"mif2", b"msf1"}
FILM_BRANDS = (b"iso", b"mp4", b"avc", b"qt ", b"3g", b"M4A", b"M4B", b"M4V", b"MSNV", b"dash")
OLD_FILM_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip"}
OTHERS_IN_HEAD = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?php")


def format_of(path: Path) -> Format:
    """The form of the file `path`.

    Raises `Undecodable` for a form that is not taken, and for a file that other programs could
    take for something else: a page, a program or an archive under a picture's skin.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        size = file.seek(0, 2)
        file.seek(max(0, size - ZIP_END))
        tail = file.read()
    if not head:
        raise Undecodable(EMPTY)
    found = _by_head(head)
    if found is None:
        raise Undecodable(UNKNOWN)
    if _is_also_something_else(found, head, tail):
        raise Undecodable(TWO_AT_ONCE)
    return found


def _by_head(head: bytes) -> Format | None:
    for magic, form in (
        (b"\xff\xd8\xff", Format.JPEG),
        (b"\x89PNG\r\n\x1a\n", Format.PNG),
        (b"GIF87a", Format.GIF),
        (b"GIF89a", Format.GIF),
        (b"%PDF-", Format.PDF),
        (b"OggS\x00", Format.OGG),
        (b"ID3", Format.MP3),
    ):
        if head.startswith(magic):
            return form
    if head[:4] == b"RIFF":
        return {b"WEBP": Format.WEBP, b"WAVE": Format.WAV}.get(head[8:12])
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return Format.WEBM if b"\x42\x82\x84webm" in head[:64] else None
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 < 0xF0:
        return Format.MP3  # a frame of layer III
    return _by_boxes(head)


def _by_boxes(head: bytes) -> Format | None:
    if head[4:8] in OLD_FILM_BOXES:
        return Format.MP4
    if head[4:8] != b"ftyp":
        return None
    length = int.from_bytes(head[:4], "big")
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(length, HEAD), 4))]
    if brands[0] in STILL_BRANDS:
        if brands[0] in AVIF_BRANDS or AVIF_BRANDS & set(brands):
            return Format.AVIF
        return Format.HEIC
    return Format.MP4 if brands[0].startswith(FILM_BRANDS) else None


def _is_also_something_else(form: Format, head: bytes, tail: bytes) -> bool:
    start = head[:1024].lower()  # where readers of PDF and of pages still look for a beginning
    if form is not Format.PDF and b"%pdf-" in start:
        return True
    if any(sign in start for sign in OTHERS_IN_HEAD):
        return True
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return False
    return at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail)
