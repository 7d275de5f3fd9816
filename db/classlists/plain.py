"""A plain class list: one pupil a row under headings that school systems export."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date

from db.classlists.by_year import by_year, together
from db.classlists.checks import check_birth, check_name, check_upn
from db.classlists.codes import year_group
from db.classlists.headings import FIELDS, NEEDED, NOT_USED, WORDS, plain_heading, recognise
from db.classlists.list import (
    ClassList,
    Covers,
    Layout,
    ListedClass,
    ListedEnrolment,
    ListedPupil,
    Where,
)
from db.classlists.problems import ColumnsUnknown, Notes, Troubles
from db.classlists.remembered import answers, fingerprint
from db.classlists.rows import Row, Sheet
from db.policy import Refused
from db.words import NAME_LENGTH, clean

ROWS_LOOKED_AT = 30
ROWS_SHOWN = 5
_NOT_A_PUPIL = re.compile(r"\d|total|printed|page|report|generated|produced|count|end of", re.I)


@dataclass(frozen=True)
class Header:
    """The row of a sheet that holds the headings, and the place of each field in it."""

    at: int
    row: Row
    places: dict[str, int]
    told: Mapping[str, str] = default(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """What has to be asked. Without a class column a heading that is not known could be it."""
        missing = [field for field in NEEDED if field not in self.places]
        asks = missing or self._unknown()
        if "class" not in self.places and "class" not in self.told and asks:
            missing.append("class")
        return missing

    def _unknown(self) -> bool:
        used = set(self.places.values())
        return any(
            plain_heading(cell) not in NOT_USED
            for place, cell in enumerate(self.row.cells)
            if place not in used and plain_heading(cell) and not _other_heading(cell)
        )


def read(
    name: str, sheets: Sequence[Sheet], columns: Mapping[str, str] | None, today: date
) -> ClassList:
    """The class list in `sheets`. `columns` says which heading is which field; an empty heading
    says that the list has no such column.

    Raises `ColumnsUnknown`, `BadRows`, or `Refused` for a list without pupils.
    """
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise Refused(f"{name} is empty.")
    headers = [(sheet, _find_header(sheet, columns)) for sheet in sheets]
    readable = [(sheet, header) for sheet, header in headers if not header.missing]
    if not readable:
        _ask(*max(headers, key=lambda it: len(it[1].places)))
    reading = _Reading(name, today)
    for sheet, header in headers:
        if header.missing:
            reading.notes.say(f"{sheet.name} has no headings of a class list and is not used.")
        else:
            reading.sheet(sheet, header)
    return reading.class_list()


def _find_header(sheet: Sheet, columns: Mapping[str, str] | None) -> Header:
    top = sheet.rows[:ROWS_LOOKED_AT]
    if columns:
        return _told_header(sheet, top, columns)
    remembered = answers()
    for at, row in enumerate(top):
        told = remembered.get(fingerprint(row.cells))
        places = None if told is None else _places(row, told)
        if told is not None and places is not None:
            return Header(at, row, places, told)
    known = [recognise(row.cells) for row in top]
    at = max(range(len(top)), key=lambda it: (len(known[it]), -it))
    if not known[at]:
        widths = [sum(bool(cell.strip()) for cell in row.cells) for row in top]
        at = next(it for it, width in enumerate(widths) if width >= max(widths) * 0.6)
    return Header(at, top[at], known[at])


def _told_header(sheet: Sheet, top: Sequence[Row], columns: Mapping[str, str]) -> Header:
    unknown = [field for field in columns if field not in FIELDS]
    if unknown:
        raise Refused(f"There is no field {unknown[0]}. The fields are: {', '.join(FIELDS)}.")
    for at, row in enumerate(top):
        places = _places(row, columns)
        if places is not None:
            return Header(at, row, places, columns)
    wanted = ", ".join(filter(None, columns.values()))
    raise Refused(f"{sheet.name} has no row of headings with {wanted}.")


def _places(row: Row, columns: Mapping[str, str]) -> dict[str, int] | None:
    """The fields of a row whose headings include all that were told; else None."""
    plain = [plain_heading(cell) or cell.strip() for cell in row.cells]
    places = recognise(row.cells)
    told: dict[str, int] = {}
    for field, heading in columns.items():
        places.pop(field, None)
        if not heading.strip():
            continue
        wanted = plain_heading(heading) or heading.strip()
        if wanted not in plain:
            return None
        told[field] = plain.index(wanted)
    kept = {field: place for field, place in places.items() if place not in told.values()}
    return kept | told


def _ask(sheet: Sheet, header: Header) -> None:
    headings = [clean(cell) for cell in header.row.cells]
    below = sheet.rows[header.at + 1 : header.at + 1 + ROWS_SHOWN]
    raise ColumnsUnknown(
        headings=headings,
        first_rows=[
            [clean(cell) for cell in (*row.cells, *[""] * len(headings))[: len(headings)]]
            for row in below
        ],
        guesses={field: headings[place] for field, place in header.places.items()},
        missing=header.missing,
    )


def _other_heading(cell: str) -> bool:
    """Another heading of a field that was found already: Legal Surname beside Surname."""
    return bool(recognise([cell]))


class _Reading:
    def __init__(self, name: str, today: date) -> None:
        self.name, self.today = name, today
        self.notes, self.troubles = Notes(), Troubles()
        self.pupils: dict[str, ListedPupil] = {}
        self.classes: dict[str, ListedClass] = {}
        self.enrolments: list[ListedEnrolment] = []
        self.unplaced: list[ListedPupil] = []
        self.seen: dict[tuple[object, ...], Where] = {}
        self.by_class = False

    def sheet(self, sheet: Sheet, header: Header) -> None:
        self._note_header(sheet, header)
        self.by_class |= "class" in header.places
        for row in sheet.rows[header.at + 1 :]:
            if self._is_pupil(sheet, header, row):
                self._row(sheet, header, row)

    def class_list(self) -> ClassList:
        if not self.pupils:
            self.troubles.raise_any()
            raise Refused(f"There are no pupils in {self.name}.")
        self.troubles.raise_any()
        placed, places = by_year(self.unplaced)
        if self.unplaced:
            self.notes.say("The list names no classes, so new pupils are put together by year.")
        years: dict[str, list[str]] = {}
        for it in self.enrolments:
            years.setdefault(it.school_class, []).append(self.pupils[it.pupil].year_group)
        classes = [
            ListedClass(it.key, it.name, it.where, together(years[it.key]), True)
            for it in self.classes.values()
        ]
        return ClassList(
            layout=Layout.PLAIN,
            file_name=self.name,
            covers=Covers.ITS_CLASSES if self.by_class else Covers.CHANGES,
            classes=(*classes, *(it for it in placed if it.key not in self.classes)),
            pupils=tuple(self.pupils.values()),
            enrolments=(*self.enrolments, *places),
            notes=self.notes.lines(),
        )

    def _note_header(self, sheet: Sheet, header: Header) -> None:
        if header.at:
            self.notes.say(
                f"The headings stand in row {header.row.number}; what is above is not used."
            )
        if header.told:
            named = ", ".join(
                f"{WORDS[field]} from {clean(header.row.cells[place])}"
                for field, place in header.places.items()
            )
            self.notes.say(f"The columns are read as answered: {named}.")
        used = set(header.places.values())
        rest = [clean(it) for place, it in enumerate(header.row.cells) if place not in used]
        if rest := list(filter(None, rest)):
            self.notes.say(f"Columns that are not used: {', '.join(rest)}.")

    def _is_pupil(self, sheet: Sheet, header: Header, row: Row) -> bool:
        if fingerprint(row.cells) == fingerprint(header.row.cells):
            self.notes.say("The headings stand in the list more than once.")
            return False
        filled = [cell for cell in row.cells if cell.strip()]
        if len(filled) == 1 < len(header.places) and _NOT_A_PUPIL.search(filled[0]):
            self.notes.say(f"Row {row.number} is no pupil and is passed over: {clean(filled[0])}.")
            return False
        return True

    def _row(self, sheet: Sheet, header: Header, row: Row) -> None:
        where = Where(sheet.name, row.number)
        cells = {
            field: clean(row.cells[place]) if place < len(row.cells) else ""
            for field, place in header.places.items()
        }
        if header.places["forename"] == header.places["surname"]:
            cells["forename"], cells["surname"] = _split(cells["forename"])
        if any(cell.strip() for cell in row.cells[len(header.row.cells) :]):
            self.troubles.add(where, "there are more cells than headings")
        pupil = self._pupil(where, cells)
        if not self._is_new(pupil, cells):
            return
        self.pupils[pupil.key] = pupil
        if "class" not in cells:
            self.unplaced.append(pupil)
            return
        name = cells["class"]
        if not name:
            self.troubles.add(where, "the pupil has no class")
        elif len(name) > NAME_LENGTH:
            self.troubles.add(where, f"the class is longer than {NAME_LENGTH} characters")
        key = name.casefold()
        self.classes.setdefault(key, ListedClass(key, name, where))
        self.enrolments.append(ListedEnrolment(pupil.key, key, where))

    def _pupil(self, where: Where, cells: Mapping[str, str]) -> ListedPupil:
        preferred = cells.get("preferred", "")
        forename = cells["forename"] or preferred
        surname = check_name(forename, cells["surname"], preferred, where, self.troubles)
        born = cells.get("born", "")
        return ListedPupil(
            key=f"{where.file}:{where.row}",
            forename=forename,
            surname=surname,
            where=where,
            preferred_name=preferred if preferred != forename else "",
            year_group=year_group(cells.get("year", "")),
            upn=check_upn(cells.get("upn", ""), f"{forename} {surname}", self.notes),
            born_on=check_birth(born, self.today, where, self.notes, self.troubles),
        )

    def _is_new(self, pupil: ListedPupil, cells: Mapping[str, str]) -> bool:
        """Twice the same row is one; two rows for one pupil that differ are bad."""
        whole = ("row", *sorted(cells.items()))
        if whole in self.seen:
            self.notes.count(
                f"Row {pupil.where.row} stands in row {self.seen[whole].row} already.",
                "# rows stand in the list twice.",
            )
            return False
        self.seen[whole] = pupil.where
        name = (pupil.forename.casefold(), pupil.surname.casefold())
        marks: list[tuple[tuple[object, ...], str]] = [
            (("upn", pupil.upn), f"UPN {pupil.upn}") if pupil.upn else ((), ""),
            (("born", *name, pupil.born_on, pupil.upn), "name and date of birth")
            if pupil.born_on
            else ((), ""),
            (("name", *name, cells.get("class", "").casefold()), "name in the same class")
            if not pupil.upn and not pupil.born_on
            else ((), ""),
        ]
        for mark, what in marks:
            if mark and self.seen.setdefault(mark, pupil.where) != pupil.where:
                self.troubles.add(
                    pupil.where, f"row {self.seen[mark].row} has the same {what} already"
                )
        return True


def _split(name: str) -> tuple[str, str]:
    """A whole name in one column: "Surname, Forename", or the forename first."""
    before, comma, after = name.partition(",")
    if comma:
        return after.strip(), before.strip()
    forename, _, surname = name.partition(" ")
    return forename, surname
