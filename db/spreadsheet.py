"""Files for a spreadsheet program: what is in a cell is shown, never run (design, section 5)."""

from __future__ import annotations

import contextlib
import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from db.policy import Refused

# The last four are the full-width forms that some spreadsheet programs read as the first four.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int


def cell(value: Cell) -> Cell:
    """Words that a spreadsheet would read as a formula get an apostrophe in front: shown as text.

    Numbers stay numbers.
    """
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value


def write(file: Path, rows: Iterable[Sequence[Cell]]) -> int:
    """Write `rows` as CSV that Excel opens as it is (UTF-8 with a byte order mark).

    The whole file appears at once, in the place of an older one: a full disk or a pulled USB
    stick leaves no half of it. Gives the number of rows. Raises `Refused` with the reason when
    the folder is not there or nothing can be written.
    """
    file = file.expanduser()
    if os.path.isdir(file):
        raise Refused(f"{file} is a folder. Please give the name of a file.")
    if not os.path.isdir(file.parent):
        raise Refused(f"There is no folder {file.parent}.")
    beside = file.with_name(f".{file.name}.{os.getpid()}.new")
    count = 0
    try:
        with beside.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            for row in rows:
                writer.writerow([cell(value) for value in row])
                count += 1
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
        _keep_name(file.parent)
    except OSError as error:
        raise Refused(_reason(file, error)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return count


def free_name(folder: Path, words: str) -> Path:
    """A file in `folder` named after `words`, with a number where that name is taken."""
    kept = "".join(char if char.isalnum() or char in " -'&" else "_" for char in words)
    name = " ".join(kept.split())[:80] or "Points"
    file = folder / f"{name}.csv"
    number = 2
    while os.path.lexists(file):
        file = folder / f"{name} ({number}).csv"
        number += 1
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
