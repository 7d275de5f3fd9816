"""The data folder: one kiosk at a time stands on it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.connection import storage_sentences
from db.policy import Refused

LOCK_NAME = "kiosk.lock"
TAKEN = (
    "A kiosk is running with these records already. Please leave that one first, "
    "or choose another folder with --data."
)


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the folder `data`, made when missing, until the end or until this process dies.

    The operating system lets go of the lock when the process ends in whatever way: a file that
    a power cut left behind holds nothing.

    Raises `Refused` while another process holds it, `StorageProblem` when it cannot be written.
    """
    with storage_sentences():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(data / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(TAKEN) from None
        yield
    finally:
        os.close(held)


def sync_folder(folder: Path) -> None:
    """Make names just given or taken away in `folder` outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def second_name(old: Path, new: Path) -> None:
    """Give the file `old` another name, or copy it where the file system knows no links."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)
        with new.open("rb+") as copied:
            os.fsync(copied.fileno())
