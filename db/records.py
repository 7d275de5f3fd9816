"""What the outside sees of the school's records: frozen, loaded whole, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    TEACHER = "teacher"
    LEADER = "leader"
    OFFICE = "office"


class Kind(StrEnum):
    """What a point is for (R2). `NEEDS_WORK` exists only where the school switched it on."""

    EFFORT = "effort"
    VALUE = "value"
    ACHIEVEMENT = "achievement"
    NEEDS_WORK = "needs work"


class Mark(StrEnum):
    """Attendance of one day."""

    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class School:
    name: str
    time_zone: str
    is_demo: bool
    needs_work: bool
    office_phone: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    id: int
    name: str
    role: Role
    has_pin: bool = True


@dataclass(frozen=True, slots=True)
class Goal:
    """What the class saves its points for; `have` and `want` are points, `have` never below 0."""

    name: str
    have: int
    want: int

    @property
    def reached(self) -> bool:
        return self.have >= self.want


@dataclass(frozen=True, slots=True)
class SchoolClass:
    id: int
    name: str
    year_group: str
    is_home: bool
    pupils: int
    points: int
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil as the class knows them. `name` is what to show, told apart from namesakes."""

    id: int
    name: str
    forename: str
    surname: str
    avatar: str

    @property
    def full_name(self) -> str:
        return f"{self.forename} {self.surname}".strip()


@dataclass(frozen=True, slots=True)
class PupilTile:
    """A pupil on the points screen."""

    pupil: Pupil
    today: int
    total: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Skill:
    id: int
    name: str
    icon: str
    key: str
    kind: Kind
    points: int
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One act of awarding: one skill, to one pupil or many, at one moment.

    `pupils` are names in name order, and `pupil_ids` theirs in the same order.
    """

    key: str
    skill_name: str
    icon: str
    kind: Kind
    points: int
    note: str
    pupils: tuple[str, ...]
    pupil_ids: tuple[int, ...]
    staff_name: str
    given_at: datetime
    undone: bool = False


@dataclass(frozen=True, slots=True)
class PupilGroup:
    id: int
    name: str
    pupil_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One wording of the agreement (R18, R19). `closing` is the line under the promises."""

    version: int
    promises: tuple[Promise, ...]
    closing: str
    made_at: datetime


Strokes = tuple[tuple[tuple[float, float], ...], ...]
"""What was drawn: lines of (x, y) points, each from 0 to 1 of the pad's width and height."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One pupil's name under one wording: typed, or drawn as `strokes`."""

    pupil_name: str
    school_name: str
    version: int
    typed_name: str
    strokes: Strokes
    signed_at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class AgreementTile:
    """A pupil on the agreement screen; `signed` is whether they signed the current wording."""

    pupil: Pupil
    signed: bool


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A pupil for staff: their newest signature, and whether it is under the current wording."""

    pupil: Pupil
    signature: Signature | None
    up_to_date: bool


@dataclass(frozen=True, slots=True)
class SignedAgreement:
    """A signature with the very words it stands under."""

    signature: Signature
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Picture:
    icon: str
    name: str


@dataclass(frozen=True, slots=True)
class PupilCode:
    """A pupil's picture code, as places in `db.pupils.PICTURES`; empty when none is set.

    `wait` is how many seconds the pupil must wait before another try, 0 for none.
    """

    pupil: Pupil
    code: tuple[int, ...]
    wait: int
