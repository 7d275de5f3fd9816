"""Rows of a CSV file, whatever stands between its cells, numbered as a spreadsheet does."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from db.classlists.encodings import decode
from db.classlists.headings import plain_heading, recognise
from db.classlists.list import Where
from db.classlists.problems import BadRow, BadRows, Troubles
from db.policy import Refused
from db.words import clean

MOST_ROWS = 50_000
MOST_CELLS = 1000
DELIMITERS = ",;\t|"
_LOOKED_AT = 60
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?[ \t]*(?:\r\n|\r|\n)", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """Rows with something in them. `name` is for people; `title` could be a class's name."""

    name: str
    title: str
    rows: tuple[Row, ...]


def csv_sheet(name: str, data: bytes) -> Sheet:
    """Raises `Refused` for what is no text, `BadRows` where a quotation mark is not closed."""
    text = decode(data, name)
    delimiter = None
    if match := _SEPARATOR_LINE.match(text):  # Excel's own hint, and no row of its sheet
        delimiter, text = match[1], text[match.end() :]
    delimiter = delimiter or _delimiter(text)
    rows: list[Row] = []
    number = 0
    try:
        for number, cells in enumerate(_parse(text, delimiter), start=1):
            if number > MOST_ROWS or len(cells) > MOST_CELLS:
                raise Refused(f"{name} is far larger than a class list, so it was not read.")
            if any(cell.strip() for cell in cells):
                rows.append(Row(number, tuple(cells)))
    except csv.Error as error:
        reason = "a quotation mark is not closed, or stands where it should not"
        raise BadRows([BadRow(name, number + 1, reason)]) from error
    return Sheet(name, PurePath(name).stem, tuple(rows))


def _parse(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )


def _delimiter(text: str) -> str:
    """The one that makes the most known headings; else the most even table."""
    return max(DELIMITERS, key=lambda it: _evenness(text, it))


def _evenness(text: str, delimiter: str) -> tuple[int, float]:
    rows: list[list[str]] = []
    try:
        for cells in itertools.islice(_parse(text, delimiter), _LOOKED_AT):
            if any(cell.strip() for cell in cells):
                rows.append(cells)
    except csv.Error:
        pass
    if not rows:
        return (0, 0.0)
    widths = Counter(len(cells) for cells in rows)
    width, times = max(widths.items(), key=lambda it: (it[0] > 1, it[1], it[0]))
    known = max(len(recognise(cells)) for cells in rows)
    return (known, (width - 1) * times / len(rows))


class Entry:
    """A row of a table, whose cells are asked for by heading."""

    __slots__ = ("_cells", "_places", "where")

    def __init__(self, where: Where, cells: tuple[str, ...], places: dict[str, int]) -> None:
        self.where = where
        self._cells = cells
        self._places = places

    def __getitem__(self, heading: str) -> str:
        """The cell's words, cleaned; empty without such a column. `heading` is a plain one."""
        place = self._places.get(heading)
        return clean(self._cells[place]) if place is not None and place < len(self._cells) else ""

    def first(self, *headings: str) -> str:
        """The first of these cells that is not empty."""
        return next(filter(None, (self[heading] for heading in headings)), "")

    def listed(self, heading: str) -> list[str]:
        """A cell that holds several things with commas (or, after Excel, semicolons) between."""
        return [it.strip() for it in re.split(r"[,;]", self[heading]) if it.strip()]


@dataclass(frozen=True)
class Table:
    """A file whose first row is its headings, as OneRoster and School Data Sync have them."""

    name: str
    headings: tuple[str, ...]
    entries: tuple[Entry, ...]

    def has(self, *plain: str) -> bool:
        return {plain_heading(it) for it in self.headings}.issuperset(plain)

    def need(self, headings: Collection[str]) -> None:
        """Raises `Refused` when one of these columns is not there."""
        present = {plain_heading(it) for it in self.headings}
        missing = [it for it in headings if plain_heading(it) not in present]
        if missing:
            raise Refused(
                f"{self.name} has no column {' and no column '.join(missing)}, "
                "so it cannot be read. Please export it again."
            )


def table(name: str, data: bytes, troubles: Troubles) -> Table:
    """Read a file whose headings stand in its first row; rows too wide for them are bad."""
    return table_of(csv_sheet(name, data), troubles)


def table_of(sheet: Sheet, troubles: Troubles, header: int = 0) -> Table:
    """The rows below the `header`th of a sheet."""
    if header >= len(sheet.rows):
        return Table(sheet.name, (), ())
    headings = tuple(clean(cell) for cell in sheet.rows[header].cells)
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        places.setdefault(plain_heading(heading), place)
    entries = []
    for row in sheet.rows[header + 1 :]:
        where = Where(sheet.name, row.number)
        if any(cell.strip() for cell in row.cells[len(headings) :]):
            troubles.add(
                where,
                f"there are {len(row.cells)} cells for {len(headings)} headings; "
                "perhaps a comma inside a name needs quotation marks",
            )
        entries.append(Entry(where, row.cells, places))
    return Table(sheet.name, headings, tuple(entries))
