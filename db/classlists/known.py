"""The records as an import needs them: loaded once, changed in memory, saved in batches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db import models
from db.clock import DEFAULT_TIME_ZONE

BATCH = 200


@dataclass(eq=False)
class KnownClass:
    row: models.SchoolClass
    new: bool = False
    dirty: bool = False
    before: str = ""
    was_away: bool = False
    pupils_before: int = 0

    def set(self, name: str, value: object) -> bool:
        return _set(self, name, value)


@dataclass
class Place:
    """A pupil's enrolment; `left_on` None while it lasts."""

    is_home: bool
    left_on: date | None = None
    dirty: bool = False


@dataclass(eq=False)
class KnownPupil:
    row: models.Pupil
    new: bool = False
    dirty: bool = False
    places: dict[KnownClass, Place] = field(default_factory=dict)
    home_before: KnownClass | None = None
    others_before: frozenset[KnownClass] = frozenset()
    here_before: bool = False
    told: list[str] = field(default_factory=list)

    def set(self, name: str, value: object) -> bool:
        return _set(self, name, value)

    @property
    def name(self) -> str:
        return f"{self.row.forename} {self.row.surname}".strip()

    @property
    def here(self) -> bool:
        return self.row.left_on is None

    @property
    def home(self) -> KnownClass | None:
        lasting = (it for it, place in self.places.items() if not place.left_on and place.is_home)
        return next(lasting, None)

    @property
    def others(self) -> frozenset[KnownClass]:
        return frozenset(
            it for it, place in self.places.items() if not place.left_on and not place.is_home
        )

    def put(self, where: KnownClass, is_home: bool) -> None:
        """Enrol, or go on being enrolled."""
        place = self.places.get(where)
        if place is None or place.left_on is not None or place.is_home != is_home:
            self.places[where] = Place(is_home, dirty=True)

    def take_out(self, where: KnownClass, today: date) -> None:
        place = self.places.get(where)
        if place is not None and place.left_on is None:
            self.places[where] = Place(place.is_home, today, dirty=True)


@dataclass(eq=False)
class KnownStaff:
    row: models.Staff
    new: bool = False
    dirty: bool = False
    teaches: set[KnownClass] = field(default_factory=set)
    taught_before: frozenset[KnownClass] = frozenset()
    told: list[str] = field(default_factory=list)

    def set(self, name: str, value: object) -> bool:
        return _set(self, name, value)


@dataclass(eq=False)
class KnownContact:
    row: models.GuardianContact
    pupil: KnownPupil
    new: bool = False
    dirty: bool = False
    gone: bool = False

    def set(self, name: str, value: object) -> bool:
        return _set(self, name, value)


def _set(known: Any, name: str, value: object) -> bool:
    """Whether this changed anything."""
    if getattr(known.row, name) == value:
        return False
    setattr(known.row, name, value)
    known.dirty = True
    return True


class Records:
    """Everything that a class list may touch: seven queries, however many pupils."""

    def __init__(self) -> None:
        classes = {
            row.id: KnownClass(row, before=row.name, was_away=row.left_on is not None)
            for row in models.SchoolClass.select()
        }
        pupils = {
            row.id: KnownPupil(row) for row in models.Pupil.select().order_by(models.Pupil.id)
        }
        for row in models.Enrolment.select():
            pupils[row.pupil_id].places[classes[row.school_class_id]] = Place(
                row.is_home, row.left_on
            )
        for it in pupils.values():
            it.here_before = it.here
            it.home_before = it.home if it.here else None
            it.others_before = it.others if it.here else frozenset()
            for where in (it.home_before, *it.others_before):
                if where is not None:
                    where.pupils_before += 1
        staff = {row.id: KnownStaff(row) for row in models.Staff.select()}
        for link in models.StaffClass.select():
            staff[link.staff_id].teaches.add(classes[link.school_class_id])
        for person in staff.values():
            person.taught_before = frozenset(person.teaches)
        school = models.School.select().first()
        self.school_name = str(school.name) if school else ""
        self.time_zone = str(school.time_zone) if school else DEFAULT_TIME_ZONE
        self.classes = list(classes.values())
        self.pupils = list(pupils.values())
        self.staff = list(staff.values())
        self.contacts = [
            KnownContact(row, pupils[row.pupil_id])
            for row in models.GuardianContact.select().where(
                models.GuardianContact.source_id.is_null(False)
            )
        ]

    def add_class(self, **values: object) -> KnownClass:
        known = KnownClass(models.SchoolClass(**values), new=True)
        self.classes.append(known)
        return known

    def add_pupil(self, **values: object) -> KnownPupil:
        known = KnownPupil(models.Pupil(**values), new=True)
        self.pupils.append(known)
        return known

    def add_staff(self, **values: object) -> KnownStaff:
        known = KnownStaff(models.Staff(**values), new=True)
        self.staff.append(known)
        return known

    def add_contact(self, pupil: KnownPupil, **values: object) -> KnownContact:
        known = KnownContact(models.GuardianContact(**values), pupil, new=True)
        self.contacts.append(known)
        return known

    @property
    def touched(self) -> bool:
        """Whether there is anything to save."""
        rows: Iterable[Any] = (*self.classes, *self.pupils, *self.staff, *self.contacts)
        return (
            any(it.new or it.dirty for it in rows)
            or any(place.dirty for it in self.pupils for place in it.places.values())
            or any(it.teaches != it.taught_before for it in self.staff)
            or any(it.gone for it in self.contacts)
        )

    def save(self) -> None:
        """Write what was changed, inside the transaction of the import."""
        _save(models.SchoolClass, self.classes, unique="source_id")
        _save(models.Pupil, self.pupils, unique="source_id", also_unique="upn")
        _save(models.Staff, self.staff, unique="source_id")
        self._save_places()
        self._save_teaching()
        self._save_contacts()

    def _save_places(self) -> None:
        rows = [
            {
                "pupil": it.row.id,
                "school_class": where.row.id,
                "is_home": place.is_home,
                "left_on": place.left_on,
            }
            for it in self.pupils
            for where, place in it.places.items()
            if place.dirty
        ]
        e = models.Enrolment
        for batch in _batches(rows):
            e.insert_many(batch).on_conflict(
                conflict_target=[e.pupil, e.school_class], preserve=[e.is_home, e.left_on]
            ).execute()

    def _save_teaching(self) -> None:
        table = models.StaffClass
        added, over = [], []
        for it in self.staff:
            added += [
                {"staff": it.row.id, "school_class": where.row.id}
                for where in it.teaches - it.taught_before
            ]
            if gone := [where.row.id for where in it.taught_before - it.teaches]:
                over.append((table.staff == it.row.id) & table.school_class.in_(gone))
        for batch in _batches(added):
            table.insert_many(batch).execute()
        for condition in over:
            table.delete().where(condition).execute()

    def _save_contacts(self) -> None:
        table = models.GuardianContact
        gone = [it.row.id for it in self.contacts if it.gone and not it.new]
        for batch in _batches(gone):
            table.delete().where(table.id.in_(batch)).execute()
        lasting = [it for it in self.contacts if not it.gone]
        for it in lasting:
            it.row.pupil = it.pupil.row.id
        _save(table, lasting)


def _save(table: Any, known: list[Any], *, unique: str = "", also_unique: str = "") -> None:
    """Insert the new rows, which get their ids, and update the changed ones.

    Unique columns are emptied first, so that two rows may exchange what they hold.
    """
    fields = [it for it in table._meta.sorted_fields if not it.primary_key]
    changed = [it.row for it in known if it.dirty and not it.new]
    names = [it for it in (unique, also_unique) if it]
    for batch in _batches([row.id for row in changed]):
        if names:
            table.update(dict.fromkeys(names)).where(table.id.in_(batch)).execute()
    for rows in _batches(changed):
        table.bulk_update(rows, fields=fields)
    new = [it.row for it in known if it.new]
    highest = table.select(table.id).order_by(table.id.desc()).limit(1).scalar() or 0
    for rows in _batches(new):
        table.insert_many(
            [{it.name: row.__data__.get(it.name) for it in fields} for row in rows]
        ).execute()
    if new:
        made = table.select(table.id).where(table.id > highest).order_by(table.id)
        for row, saved in zip(new, made, strict=True):
            row.id = saved.id


def _batches(rows: list[Any]) -> Iterable[list[Any]]:
    return (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))
