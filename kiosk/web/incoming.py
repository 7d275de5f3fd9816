"""Files on their way in: a multipart body streamed to the disk, never whole into memory."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import Request

from db.policy import Refused, StorageProblem
from db.uploads import OVER
from db.words import clean
from kiosk.decoding.kinds import HEAD, format_of
from kiosk.decoding.limits import Undecodable
from kiosk.store import Store

FOLDER = "incoming"
FILES = "files"  # the name of the field
MOST_PARTS = 40
MOST_FIELD_BYTES = 16 << 10
NAME_LENGTH = 60
SLACK = 64 << 10  # bytes of a body that are no file: fields, headers, boundaries
FIRST_BLOCK = 2 * HEAD  # tells what the first file is
BLOCK = 512 << 10
NO_FORM = "This page takes photos, films, sounds and papers."
UNREADABLE = "This could not be read. Please try again."
TOO_LARGE = "This file is too large. Please send at most {} MB."
NO_ROOM = (
    "There is no room for this at school at the moment, so it was not saved. Please tell them."
)
TOO_MUCH = "This is more than can be sent at once. Please send fewer files."


@dataclass(slots=True)
class Incoming:
    """One file as it came. `wrong` is why it was not taken, and then it is not there."""

    name: str
    path: Path
    size: int = 0
    wrong: str = ""


@dataclass(slots=True)
class Sent:
    """What one form held."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[Incoming] = field(default_factory=list)


def new_folder(data: Path) -> TemporaryDirectory[str]:
    """A folder for what one request brings, gone when it is done."""
    above = data / FOLDER
    try:
        above.mkdir(mode=0o700, parents=True, exist_ok=True)
        return TemporaryDirectory(prefix=f"{os.getpid()}-", dir=above, ignore_cleanup_errors=True)
    except OSError as error:
        raise StorageProblem(NO_ROOM) from error


def clear(data: Path) -> None:
    """Remove what processes that are gone left half received."""
    for folder in (data / FOLDER).glob("*-*"):
        number = folder.name.partition("-")[0]
        if not number.isdigit() or int(number) == os.getpid() or not _runs(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


async def receive(
    request: Request,
    store: Store,
    folder: Path,
    *,
    file_bytes: int,
    most_files: int,
    free_bytes: int,
    seconds: float,
    hasty: bool = False,
) -> Sent:
    """Stream the form into `folder`. What a file may not be is noticed at its first bytes; with
    `hasty` the rest of the form is then not waited for. It may take `seconds` in all.

    Raises `HTTPException` for what is no such form (415), is broken (400) or larger than could
    be taken anyway (413), `Refused` when less than `free_bytes` of the disk would stay free or
    the time is over, and `StorageProblem` when the disk fails.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 1 <= len(boundary) <= 200:
        raise HTTPException(415, NO_FORM)
    most = file_bytes * most_files + SLACK
    too_much = TOO_LARGE.format(file_bytes >> 20) if most_files == 1 else TOO_MUCH
    if length(request) > most:
        raise HTTPException(413, too_much)
    form = _Form(folder, file_bytes, most_files)
    received, block = 0, bytearray()
    until = time.monotonic() + seconds
    try:
        parser = MultipartParser(boundary, form.callbacks())  # type: ignore[arg-type]

        def parse(piece: bytearray) -> None:
            if shutil.disk_usage(folder).free - len(piece) < free_bytes:
                raise Refused(NO_ROOM)
            parser.write(bytes(piece))

        async for piece in request.stream():
            received += len(piece)
            if received > most:
                raise HTTPException(413, too_much)
            if time.monotonic() > until:
                raise Refused(OVER)
            block += piece
            if len(block) >= (FIRST_BLOCK if received == len(block) else BLOCK):
                await store.run(parse, block)
                block = bytearray()
                if hasty and form.refused is not None:
                    return Sent({}, [form.refused])
        await store.run(parse, block)
        parser.finalize()
    except (MultipartParseError, UnicodeError) as error:
        raise HTTPException(400, UNREADABLE) from error
    except OSError as error:
        raise StorageProblem(NO_ROOM) from error
    finally:
        form.close()
    if not form.ended:
        raise HTTPException(400, UNREADABLE)
    return form.sent


def hashed(file: Incoming) -> str:
    """The SHA-256 of what came, in hex: the same file sent again has the same."""
    with file.path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def has_room(file: Incoming) -> bool:
    """Whether the disk could hold the file once more."""
    return shutil.disk_usage(file.path.parent).free > file.size


def length(request: Request) -> int:
    """How long the body says it is; 0 where it does not say."""
    said = request.headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0


class _Form:
    """Takes what the parser finds, part by part."""

    def __init__(self, folder: Path, file_bytes: int, most_files: int) -> None:
        self.sent = Sent()
        self.ended = False
        self.refused: Incoming | None = None
        self._folder, self._file_bytes, self._most_files = folder, file_bytes, most_files
        self._parts = 0
        self._header, self._value = b"", b""
        self._headers: dict[bytes, bytes] = {}
        self._field: tuple[str, bytearray] | None = None
        self._file: Incoming | None = None
        self._out: BinaryIO | None = None

    def callbacks(self) -> dict[str, Callable[..., None]]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def close(self) -> None:
        if self._out is not None:
            self._out.close()
            self._out = None

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise HTTPException(413, TOO_MUCH)
        self._headers, self._field, self._file = {}, None, None

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header, self._value = b"", b""

    def _headers_end(self) -> None:
        disposition = self._headers.get(b"content-disposition", b"")
        _, options = parse_options_header(disposition)
        name = options.get(b"name", b"").decode("latin-1")
        if b"filename" not in options:
            self._field = (name, bytearray())
            return
        self._file = Incoming(
            _file_name(options[b"filename"]), self._folder / f"file-{self._parts}"
        )
        if name == FILES and len(self.sent.files) < self._most_files:
            self._out = self._file.path.open("wb")
        else:
            self._file.wrong = TOO_MUCH

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._field is not None:
            self._field[1].extend(data[start:end])
            if len(self._field[1]) > MOST_FIELD_BYTES:
                raise HTTPException(413, TOO_MUCH)
        elif self._file is not None:
            self._file_data(self._file, memoryview(data)[start:end])

    def _file_data(self, file: Incoming, piece: memoryview) -> None:
        before = file.size
        file.size += len(piece)
        if self._out is None:
            return
        if file.size > self._file_bytes:
            self._refuse(file, TOO_LARGE.format(self._file_bytes >> 20))
            return
        self._out.write(piece)
        if before < HEAD <= file.size:
            self._out.flush()
            try:
                format_of(file.path)
            except Undecodable as reason:
                self._refuse(file, str(reason))

    def _refuse(self, file: Incoming, why: str) -> None:
        self.close()
        file.wrong = why
        self.refused = file
        file.path.unlink(missing_ok=True)

    def _end(self) -> None:
        self.close()
        if self._field is not None:
            name, held = self._field
            self.sent.fields.setdefault(name, held.decode("utf-8", "replace"))
        elif self._file is not None and (self._file.size or self._file.name):
            self.sent.files.append(self._file)

    def _finish(self) -> None:
        self.ended = True


def _file_name(said: bytes) -> str:
    """The name that the phone gives the file: only ever shown, and cleaned for that."""
    shown = clean(said.decode("utf-8", "replace").replace("\\", "/").rpartition("/")[2])
    return shown if len(shown) <= NAME_LENGTH else f"{shown[:NAME_LENGTH]}…"
