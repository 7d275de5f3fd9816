"""Finding the class list's file: the device's folders and USB sticks, as a person looks for it.

Plain functions that read the disk; screens call them through the store, never on the event loop.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from db.clock import utc_now
from db.policy import Refused

MOUNTS = (Path("/media"), Path("/run/media"), Path("/mnt"))
SUFFIXES = {".zip", ".csv", ".tsv", ".txt", ".xml", ".xlsx", ".ctf"}
INSIDE = {"users.csv", "student.csv"}
LIKELY_WORDS = (
    "class", "pupil", "student", "roster", "onerost", "sds", "ctf", "enrol", "register", "school",
    "list",
)  # fmt: skip
MOST_LIKELY = 12
MOST_SHOWN = 400
MOST_LOOKED_AT = 3000


class What(Enum):
    FILE = "file"
    FOLDER = "folder"
    LIST_FOLDER = "a folder whose files are one class list"
    STICK = "USB stick"
    HOME = "home folder"
    UP = "the folder above"


@dataclass(frozen=True, slots=True)
class Found:
    """Something to choose. `size` is in bytes, for files only."""

    path: Path
    name: str
    what: What
    size: int = 0
    changed: datetime | None = None

    @property
    def is_list(self) -> bool:
        return self.what in (What.FILE, What.LIST_FOLDER)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be seen for what was typed; `completed` is that with its certain rest."""

    found: tuple[Found, ...]
    completed: str
    more: int = 0


def start() -> Sight:
    """Where to begin: likely class lists, newest first, then USB sticks and the home folder."""
    home = Path.home()
    folders = [*_sticks(), *(home / name for name in ("Downloads", "Documents", "Desktop")), home]
    likely = [found for folder in folders for found in _lists_in(folder)]
    likely.sort(key=lambda it: it.changed or utc_now(), reverse=True)
    return Sight((*likely[:MOST_LIKELY], *places()), "")


def places() -> list[Found]:
    """USB sticks, and the home folder after them."""
    sticks = [Found(path, path.name, What.STICK) for path in _sticks()]
    return [*sticks, Found(Path.home(), "Home folder", What.HOME)]


def look(typed: str) -> Sight:
    """What `typed` leads to: what is in a folder, or what begins like it.

    Raises `Refused` with a sentence for a folder that is not there or cannot be read.
    """
    if not typed.strip():
        return start()
    path = resolve(typed)
    if typed.endswith(os.sep) or (path.is_dir() and typed.strip() in ("~", ".", "..")):
        folder, begins = path, ""
    else:
        folder, begins = path.parent, path.name
    entries = [it for it in _entries(folder) if it.name.casefold().startswith(begins.casefold())]
    found = sorted(entries, key=lambda it: (it.what is What.FILE, it.name.casefold()))
    completed = typed
    if found:
        common = _common([it.name for it in found])
        if len(common) > len(begins):
            completed = str(folder / common)
        if len(found) == 1 and found[0].what is not What.FILE:
            completed = str(found[0].path) + os.sep
    first = []
    if not begins:
        first = [Found(folder.parent, "The folder above", What.UP)]
        if _is_list_folder(folder):
            first.insert(0, Found(folder, f"All of “{folder.name}”", What.LIST_FOLDER))
    shown = (*first, *found[:MOST_SHOWN])
    return Sight(shown, completed, max(0, len(found) - MOST_SHOWN))


def chosen(typed: str) -> Path | None:
    """The file or class-list folder that `typed` names; None for a folder to look into.

    Raises `Refused` when nothing is there.
    """
    path = resolve(typed)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise Refused("There is no such file. Choose one below, or type another path.") from error
    if stat.S_ISDIR(mode):
        return path if _is_list_folder(path) else None
    if not stat.S_ISREG(mode):
        raise Refused("That is not a file with a class list.")
    return path


def resolve(typed: str) -> Path:
    """The path as typed: without quotes around it, `~` for home, else from the home folder."""
    text = typed.strip().strip("'\"").removeprefix("file://").replace("\0", "")
    try:
        return Path.home() / Path(text).expanduser()
    except RuntimeError:
        return Path.home() / text


def _sticks() -> list[Path]:
    """Mounted sticks: /media/STICK, or /media/PERSON/STICK."""
    found = []
    for base in MOUNTS:
        for child in _folders_in(base):
            if child.is_mount():
                found.append(child)
            else:
                found += [it for it in _folders_in(child) if it.is_mount()]
    return found


def _folders_in(folder: Path) -> list[Path]:
    try:
        return sorted(it for it in folder.iterdir() if it.is_dir())
    except OSError:
        return []


def _lists_in(folder: Path) -> Iterator[Found]:
    """Files straight in `folder` whose names sound like a class list."""
    try:
        for found in _entries(folder):
            sounds = any(word in found.name.casefold() for word in LIKELY_WORDS)
            if found.is_list and (sounds or found.what is What.LIST_FOLDER):
                yield found
    except Refused:
        return


def _entries(folder: Path) -> list[Found]:
    """Folders, and files that may be a class list; left out are hidden ones and names that
    nobody could type."""
    found = []
    try:
        with os.scandir(folder) as scan:
            for place, entry in enumerate(scan):
                if place >= MOST_LOOKED_AT:
                    break
                if entry.name.isprintable() and not entry.name.startswith("."):
                    found += _entry(entry)
    except (OSError, ValueError) as error:
        raise Refused("That folder is not there, or it cannot be opened.") from error
    return found


def _entry(entry: os.DirEntry[str]) -> list[Found]:
    path = Path(entry.path)
    try:
        if entry.is_dir():
            what = What.LIST_FOLDER if _is_list_folder(path) else What.FOLDER
            return [Found(path, entry.name, what)]
        if path.suffix.casefold() not in SUFFIXES or not entry.is_file():
            return []
        facts = entry.stat()
    except OSError:
        return []
    changed = datetime.fromtimestamp(facts.st_mtime, tz=utc_now().tzinfo)
    return [Found(path, entry.name, What.FILE, facts.st_size, changed)]


def _is_list_folder(folder: Path) -> bool:
    """OneRoster and School Data Sync also come as a folder of CSV files."""
    try:
        return any(name.casefold() in INSIDE for name in os.listdir(folder)[:MOST_LOOKED_AT])
    except OSError:
        return False


def _common(names: Iterable[str]) -> str:
    """What all names begin with, whatever their case; spelt as in the first."""
    first, *others = names
    length = len(first)
    for other in others:
        same = 0
        for mine, its in zip(first[:length], other, strict=False):
            if mine.casefold() != its.casefold():
                break
            same += 1
        length = min(length, same)
    return first[:length]
