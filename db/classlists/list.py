"""What a class list says, whatever layout it came in: people and classes, no records yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.records import Role


class Layout(StrEnum):
    """What kind of file it was, in the words of the summary."""

    ONEROSTER = "OneRoster"
    SCHOOL_DATA_SYNC = "School Data Sync"
    CTF = "Common Transfer File"
    PLAIN = "class list"


class Covers(StrEnum):
    """Who has left when the list does not name them."""

    SCHOOL = "the whole school"
    ITS_CLASSES = "the classes it names"
    CHANGES = "only what changed"


@dataclass(frozen=True, slots=True)
class Where:
    """A row as a spreadsheet numbers it, or the nth pupil of a file without rows."""

    file: str
    row: int
    what: str = "row"


@dataclass(frozen=True, slots=True)
class ListedClass:
    """`is_home` None leaves it as the records have it. `gone`: the list says it is no more."""

    key: str
    name: str
    where: Where
    year_group: str = ""
    is_home: bool | None = None
    source_id: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class ListedPupil:
    """What is empty here leaves the records as they are.

    `only_known`: the list does not say whether this is a pupil, so only one who is a pupil
    already is meant. `gone`: the list says that they left.
    """

    key: str
    forename: str
    surname: str
    where: Where
    preferred_name: str = ""
    year_group: str = ""
    upn: str = ""
    born_on: date | None = None
    source_id: str | None = None
    gone: bool = False
    only_known: bool = False


@dataclass(frozen=True, slots=True)
class ListedEnrolment:
    """A pupil is in a class, or with `ended` is so no more.

    `home` None: as the class is in the records. `weak`: a place only for a pupil who has no
    home class, because the list names none (a transfer file).
    """

    pupil: str
    school_class: str
    where: Where
    home: bool | None = True
    ended: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class ListedStaff:
    key: str
    name: str
    where: Where
    role: Role = Role.TEACHER
    source_id: str | None = None
    gone: bool = False
    only_known: bool = False


@dataclass(frozen=True, slots=True)
class ListedTeaching:
    """A member of staff works with a class, or with `ended` does so no more."""

    staff: str
    school_class: str
    where: Where
    ended: bool = False


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A parent or carer to invite; connected to nothing."""

    pupil: str
    name: str
    where: Where
    relationship: str = ""
    source_id: str | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class ClassList:
    """A list that was read and understood, with `notes` of what was tidied on the way.

    `all_enrolments` and `all_staff`: what the list does not say about its pupils' classes and
    about the staff is over. `source` stands before every source id, so that the numbers of two
    systems never meet; it is empty for lists without such numbers.
    """

    layout: Layout
    file_name: str
    covers: Covers
    source: str = ""
    school_name: str = ""
    classes: tuple[ListedClass, ...] = ()
    pupils: tuple[ListedPupil, ...] = ()
    enrolments: tuple[ListedEnrolment, ...] = ()
    staff: tuple[ListedStaff, ...] = ()
    teaching: tuple[ListedTeaching, ...] = ()
    contacts: tuple[ListedContact, ...] = ()
    all_enrolments: bool = False
    all_staff: bool = False
    notes: tuple[str, ...] = ()
