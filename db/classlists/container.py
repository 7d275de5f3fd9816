"""What stands at a path: a folder or zip of files, a workbook, an XML file, a text file.

Nothing is ever unpacked to the disk, and a zip can neither fill the memory nor name a file
outside itself.
"""

from __future__ import annotations

import io
import itertools
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePosixPath

from db.policy import NotFound, Refused

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_TOGETHER = 256 * 1024 * 1024
MOST_FILES = 2000
ENDINGS = (".csv", ".xlsx", ".xml", ".txt", ".tsv")
READ_AT_ONCE = 1024 * 1024

_BREAKS = (  # what the standard library says of a zip whose bytes were changed
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_TOO_LARGE = "{file} is far larger than a class list, so it was not opened."
_DAMAGED = "{file} is damaged: it is not a whole zip file. Please export it again."


@dataclass(frozen=True)
class NamedFile:
    name: str
    data: bytes


class Shape(Enum):
    TEXT = auto()
    XML = auto()
    WORKBOOK = auto()
    FILES = auto()


@dataclass(frozen=True)
class Found:
    """`data` is the one file of TEXT, XML and WORKBOOK; `files` are those of FILES, by name."""

    name: str
    shape: Shape
    data: bytes = b""
    files: tuple[NamedFile, ...] = ()


def open_path(path: Path) -> Found:
    """Raises `NotFound` or, with what is wrong in a sentence, `Refused`."""
    if path.is_dir():
        return Found(path.name, Shape.FILES, files=_folder(path))
    if not path.is_file():
        raise NotFound(f"There is no file {path.name}.")
    if path.stat().st_size > LARGEST_FILE:
        raise Refused(_TOO_LARGE.format(file=path.name))
    return open_bytes(path.name, path.read_bytes())


def open_bytes(name: str, data: bytes) -> Found:
    """The same for a file whose bytes are at hand."""
    if not data.strip(b"\x00 \r\n\t"):
        raise Refused(f"{name} is empty.")
    if data.startswith(b"PK"):
        return _zip(name, data)
    if data.startswith(_OLD_OFFICE):
        raise Refused(
            f"{name} is an old Excel file or has a password. "
            "Please save it as an Excel workbook (.xlsx) without a password, or as CSV."
        )
    if data.startswith(b"%PDF"):
        raise Refused(f"{name} is a PDF. Please export the class list as CSV or Excel.")
    if _looks_like_xml(data):
        return Found(name, Shape.XML, data)
    return Found(name, Shape.TEXT, data)


def _looks_like_xml(data: bytes) -> bool:
    start = data[:400].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    return start.startswith(b"<")


def _folder(path: Path) -> tuple[NamedFile, ...]:
    inside = [
        it
        for it in itertools.islice(path.rglob("*"), MOST_FILES + 1)
        if it.suffix.lower() in ENDINGS
        and not _hidden(it.relative_to(path).as_posix())
        and it.is_file()
    ]
    if len(inside) > MOST_FILES or sum(it.stat().st_size for it in inside) > LARGEST_TOGETHER:
        raise Refused(_TOO_LARGE.format(file=f"The folder {path.name}"))
    return _one_place([(it.relative_to(path).as_posix(), it.read_bytes) for it in sorted(inside)])


def _zip(name: str, data: bytes) -> Found:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [it for it in archive.infolist() if not it.is_dir()]
            if len(entries) > MOST_FILES:
                raise Refused(_TOO_LARGE.format(file=name))
            if any(it.flag_bits & 1 for it in entries):
                raise Refused(f"{name} has a password. Please export it without one.")
            if any(it.filename == "[Content_Types].xml" for it in entries):
                for entry in entries:
                    _measure(archive, entry, name)
                return Found(name, Shape.WORKBOOK, data)
            budget = _Budget(name)
            wanted = [it for it in entries if not _hidden(it.filename)]
            files = _one_place(
                [(it.filename, _reader(archive, it, budget)) for it in wanted if _listed(it)]
            )
    except _BREAKS as error:
        raise Refused(_DAMAGED.format(file=name)) from error
    return Found(name, Shape.FILES, files=files)


def _listed(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(ENDINGS)


class _Budget:
    """What all files of one zip may come to, counted while reading: headers can lie."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.left = LARGEST_TOGETHER

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Refused(_TOO_LARGE.format(file=self.name))


def _reader(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget
) -> Callable[[], bytes]:
    def read() -> bytes:
        whole = bytearray()
        with archive.open(entry) as file:
            while part := file.read(READ_AT_ONCE):
                whole += part
                budget.spend(len(part))
                if len(whole) > LARGEST_FILE:
                    raise Refused(_TOO_LARGE.format(file=budget.name))
        return bytes(whole)

    return read


def _measure(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Unpack to nowhere: a workbook's parts are read again by its own library."""
    budget = _Budget(name)
    budget.left = LARGEST_FILE
    with archive.open(entry) as file:
        while part := file.read(READ_AT_ONCE):
            budget.spend(len(part))


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)


def _one_place(inside: list[tuple[str, Callable[[], bytes]]]) -> tuple[NamedFile, ...]:
    """The files of the one folder that holds most of them; only the last part of a name counts."""
    by_folder: dict[str, dict[str, Callable[[], bytes]]] = {}
    for name, read in inside:
        path = PurePosixPath(name.replace("\\", "/"))
        by_folder.setdefault(str(path.parent), {}).setdefault(path.name, read)
    if not by_folder:
        return ()
    most = max(len(files) for files in by_folder.values())
    fullest = [files for files in by_folder.values() if len(files) == most]
    if len(fullest) > 1:
        raise Refused(
            "There are several folders with class list files here. Please choose one of them."
        )
    return tuple(NamedFile(name, read()) for name, read in fullest[0].items())
