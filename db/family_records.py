"""What the outside sees of families: frozen, loaded whole, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.records import Pupil


class Asked(StrEnum):
    """Where a parent's wish to be connected to a child stands (R21)."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Connection(StrEnum):
    """How far a pupil's family is, furthest first (R22)."""

    CONNECTED = "connected"
    WAITING = "waiting"
    INVITED = "invited"
    NOT_INVITED = "not invited"


class InvitationState(StrEnum):
    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    ENDED = "ended"


class PhotoUse(StrEnum):
    """Where a photo of a pupil may be shown (R7)."""

    PORTFOLIO = "portfolio"
    CLASS_STORY = "class story"
    SCHOOL_STORY = "school story"


@dataclass(frozen=True, slots=True)
class Invited:
    """A code for one child, readable only now. `code` is without dashes."""

    id: int
    code: str
    pupil: Pupil
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent or carer as staff see them; `asked` is waiting or confirmed."""

    guardian_id: int
    name: str
    relationship: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody whom the class list names, to invite."""

    name: str
    relationship: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A pupil on the class's Join screen. `invited_until` is when the last open code ends."""

    pupil: Pupil
    connection: Connection
    parents: tuple[Parent, ...]
    invited_until: datetime | None
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who used a code and waits for staff (R21)."""

    guardian_id: int
    name: str
    relationship: str
    pupil: Pupil
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A parent of a pupil whose access a leader ended (R23). `reason` is empty for who may not
    read it."""

    name: str
    relationship: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a code shows before it is used: never anything of the child (R21).

    `another_phone`: it is a second phone of a known parent, who is not asked for a name again.
    """

    school_name: str
    another_phone: bool


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """A code for another phone of one parent, readable only now. `code` is without dashes."""

    id: int
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose phone it is. `children` are those staff confirmed; `waiting` is whether more may come.

    Where the school withdrew access (R23) `withdrawn` is true and there is nothing else.
    `phone_id` is the phone itself: once that is signed out, nobody sees or sends anything by it.
    """

    guardian_id: int
    name: str
    children: tuple[Pupil, ...]
    waiting: bool
    withdrawn: bool
    phone_id: int = 0


@dataclass(frozen=True, slots=True)
class PhotoAnswer:
    """One answer about photos of a pupil: what for, who recorded it, when."""

    use: PhotoUse
    allowed: bool
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A pupil and the uses that are allowed now; everything else is not (R7)."""

    pupil: Pupil
    allowed: frozenset[PhotoUse]
    answered: frozenset[PhotoUse]
