"""Files for a spreadsheet program: what is in a cell is shown, never run (design, section 5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from db.whole_file import whole_file

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

    The file is whole or not there, see `db/whole_file.py`. Gives the number of rows. Raises
    `Refused` with the reason when nothing can be written.
    """
    count = 0
    with whole_file(file) as raw:
        out = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        writer = csv.writer(out)
        for row in rows:
            writer.writerow([cell(value) for value in row])
            count += 1
        out.detach()
    return count
