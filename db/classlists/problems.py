"""What can be wrong with a class list, and what has to be asked before it can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.classlists.headings import NEEDED, WORDS
from db.classlists.list import Where
from db.policy import Refused

SHOWN = 10


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken. `row` counts as a spreadsheet does, the first row is 1."""

    file: str
    row: int
    reason: str
    what: str = "row"

    def __str__(self) -> str:
        return f"{self.file}, {self.what} {self.row}: {self.reason}"


@dataclass(frozen=True, slots=True)
class SchoolChoice:
    id: str
    name: str


class BadRows(Refused):
    """Some rows cannot be taken, so nothing of the file is."""

    def __init__(self, rows: Sequence[BadRow]) -> None:
        self.rows = tuple(rows)
        many = len(self.rows) > 1
        lines = [str(row) for row in self.rows[:SHOWN]]
        if len(self.rows) > SHOWN:
            lines.append(f"and {len(self.rows) - SHOWN} more")
        super().__init__(
            f"{f'{len(self.rows)} rows' if many else 'One row'} of this list cannot be read, "
            "so nothing was imported.\n" + "\n".join(lines)
        )


class ColumnsUnknown(Refused):
    """Which column is which has to be asked.

    `headings` are as the file has them, `first_rows` a few rows below them with as many cells,
    `guesses` the fields whose heading is known, `missing` the fields to ask for, `needed` those
    of them without which there is no list. Answer with `read(path, columns={field: heading})`
    and `remember_columns`: an empty heading says that the list has no such column, and the same
    one for forename and surname that it holds both.
    """

    def __init__(
        self,
        headings: Sequence[str],
        first_rows: Sequence[Sequence[str]],
        guesses: Mapping[str, str],
        missing: Sequence[str],
    ) -> None:
        self.headings = tuple(headings)
        self.first_rows = tuple(tuple(row) for row in first_rows)
        self.guesses = dict(guesses)
        self.missing = tuple(missing)
        self.needed = tuple(field for field in self.missing if field in NEEDED)
        asked = " and the ".join(WORDS[it] for it in self.missing)
        super().__init__(
            f"The list does not say which column is the {asked}. "
            f"Its headings are: {', '.join(filter(None, self.headings))}."
        )


class WhichSchool(Refused):
    """Several schools are in the file. Answer with `read(path, school=id)`; a name does too."""

    def __init__(self, schools: Sequence[SchoolChoice]) -> None:
        self.schools = tuple(schools)
        names = ", ".join(f"{school.name} ({school.id})" for school in self.schools)
        super().__init__(f"There are several schools in this list. Please choose one: {names}.")


class Troubles:
    """Gathers every bad row with all its reasons, so that a person mends them at once."""

    def __init__(self) -> None:
        self._reasons: dict[Where, dict[str, None]] = {}

    def add(self, where: Where, reason: str) -> None:
        self._reasons.setdefault(where, {})[reason] = None

    def raise_any(self) -> None:
        """Raises `BadRows` when there are any, in the order of files and rows."""
        if self._reasons:
            raise BadRows(
                [
                    BadRow(it.file, it.row, "; ".join(self._reasons[it]), it.what)
                    for it in sorted(self._reasons, key=lambda it: (it.file.casefold(), it.row))
                ]
            )


class Notes:
    """Gathers lines on what was tidied; the same thing in many rows is one line."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, int]] = {}

    def say(self, sentence: str) -> None:
        self._seen[sentence] = (sentence, 1)

    def count(self, one: str, many: str) -> None:
        """The line is `one` if it happens once, otherwise `many`, with how often for `#`."""
        first, times = self._seen.get(many, (one, 0))
        self._seen[many] = (first, times + 1)

    def lines(self) -> tuple[str, ...]:
        return tuple(
            one if times == 1 else many.replace("#", str(times), 1)
            for many, (one, times) in self._seen.items()
        )
