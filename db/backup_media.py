"""The photos, films and papers of a backup: members `media/<sha256>`, streamed in and out.

They are named by what they hold, so the files of two states of the school stand side by side:
restoring adds files and never takes one away. What no row names goes with the next sweep.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import IO

from db import media
from db.folder import second_name, sync_folder

CHUNK = 1 << 20
MEMBER = re.compile(rf"{media.FOLDER}/({media.NAME.pattern})")
MISSING = "The file of {}… is missing from the media folder, so it is not in the backup."
DAMAGED = "The file of {}… in the media folder is damaged, and so it is in the backup."


def hold(data: Path, folder: Path) -> None:
    """A second name in `folder` for each file of the media folder of `data`, where the file
    system knows links: what is taken back while a backup is made is still whole in it."""
    for file in _files(data):
        with suppress(OSError):
            os.link(file, place(folder, file.name))


def write(zipped: zipfile.ZipFile, data: Path, records: Path) -> tuple[dict[str, str], list[str]]:
    """Add every file that a row of the copied `records` names, from what is held beside them
    or else from `data`.

    The copy was made before: what was uploaded meanwhile is in neither. Gives the SHA-256 of
    each member as it is, and a sentence for each file that is not as its row says.
    """
    sums: dict[str, str] = {}
    lacking = []
    for name in _named(records):
        held = _place(records.parent, name)
        file = held if held.exists() else _place(data, name)
        try:
            source = file.open("rb")
        except FileNotFoundError:
            lacking.append(MISSING.format(name[:12]))
            continue
        member = f"{media.FOLDER}/{name}"
        about = zipfile.ZipInfo(member)  # stored as it is: photos and films do not shrink
        about.file_size = file.stat().st_size
        with source, zipped.open(about, "w") as out:
            sums[member] = copied(source, out)
        if sums[member] != name:
            lacking.append(DAMAGED.format(name[:12]))
    return sums, lacking


def are_members(names: Iterable[str]) -> bool:
    """Whether each is the name of a file of the media folder, and leads nowhere else."""
    return all(MEMBER.fullmatch(name) for name in names)


def place(folder: Path, member: str) -> Path:
    """Where to unpack a member into `folder`, which gets the folders it needs."""
    file = _place(folder, member.rpartition("/")[2])
    for missing in (file.parent.parent, file.parent):
        missing.mkdir(mode=0o700, exist_ok=True)
    return file


def copied(source: IO[bytes], out: IO[bytes]) -> str:
    """Copy to the end, a piece at a time; gives the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        out.write(chunk)
    return digest.hexdigest()


def set_aside(data: Path, kept: Path) -> None:
    """A second name in `kept` for each file of the media folder of `data`."""
    for file in _files(data):
        second_name(file, place(kept, file.name))
    _sync(kept)


def move_in(fresh: Path, data: Path) -> None:
    """The unpacked files to their places in `data`, on the disk when this returns."""
    for file in _files(fresh):
        with file.open("rb+") as unpacked:
            os.fsync(unpacked.fileno())
        file.replace(place(data, file.name))
    _sync(data)


def _named(records: Path) -> list[str]:
    with closing(sqlite3.connect(records)) as opened:
        rows = opened.execute("SELECT sha256 FROM media UNION SELECT poster_sha256 FROM media")
        return sorted(name for (name,) in rows if media.NAME.fullmatch(name))


def _place(folder: Path, name: str) -> Path:
    return folder / media.FOLDER / name[:2] / name


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted((folder / media.FOLDER).glob("??/*")):
        if media.NAME.fullmatch(file.name):
            yield file


def _sync(data: Path) -> None:
    store = data / media.FOLDER
    if store.is_dir():
        for folder in store.iterdir():
            if folder.is_dir():
                sync_folder(folder)
        sync_folder(store)
        sync_folder(data)
