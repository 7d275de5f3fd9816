"""Files to take away: whole or not there at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from db.policy import Refused


@contextmanager
def whole_file(file: Path) -> Iterator[BinaryIO]:
    """Write into what is given; at the end the whole file appears at once, in the place of an
    older one. A full disk or a pulled USB stick leaves no half of it.

    Raises `Refused` with the reason when the folder is not there or nothing can be written.
    """
    file = file.expanduser()
    if os.path.isdir(file):
        raise Refused(f"{file} is a folder. Please give the name of a file.")
    if not os.path.isdir(file.parent):
        raise Refused(f"There is no folder {file.parent}.")
    beside = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
        _keep_name(file.parent)
    except OSError as error:
        raise Refused(_reason(file, error)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def free_name(folder: Path, words: str, suffix: str) -> Path:
    """A file in `folder` named after `words`, with a number where that name is taken."""
    kept = "".join(char if char.isalnum() or char in " -'&" else "_" for char in words)
    name = " ".join(kept.split())[:80] or "Kiosk"
    file = folder / f"{name}{suffix}"
    number = 2
    while os.path.lexists(file):
        file = folder / f"{name} ({number}){suffix}"
        number += 1
    return file


def write_new(folder: Path, words: str, suffix: str, data: bytes) -> Path:
    """Put `data` into a new file of `folder`, named by `free_name()`; gives the file.

    Raises `Refused` as `whole_file()` does.
    """
    file = free_name(folder, words, suffix)
    with whole_file(file) as out:
        out.write(data)
    return file


def _keep_name(folder: Path) -> None:
    """Have the new name on the disk too; some memory sticks cannot, and keep it all the same."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(file: Path, error: OSError) -> str:
    why = (error.strerror or str(error)).lower()
    if "space" in why or "quota" in why:
        return f"There is no room left in {file.parent}. Nothing was written."
    if "permission" in why or "read-only" in why or "not permitted" in why:
        return f"Nothing can be written in {file.parent}. Please choose another folder."
    return f"{file} could not be written ({why}). Nothing was changed there."
