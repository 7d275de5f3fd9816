"""What a class list would change in the records, and changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import audit, models
from db.classlists.grown_ups import GrownUps
from db.classlists.known import KnownClass, KnownPupil, Records
from db.classlists.list import ClassList, Covers
from db.classlists.merge import Merge
from db.clock import school_day, utc_now
from db.connection import reading, writing
from db.policy import need_leader_or_office
from db.records import Staff


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list does. `notes` say what was tidied, and what a person may want to check.

    `nothing`: the records are as the list says already.
    """

    new: tuple[Line, ...] = ()
    changed: tuple[Line, ...] = ()
    moved: tuple[Line, ...] = ()
    left: tuple[Line, ...] = ()
    classes: tuple[Line, ...] = ()
    staff: tuple[Line, ...] = ()
    contacts: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    nothing: bool = False

    @property
    def summary(self) -> str:
        """How many of each, in one line."""
        if self.nothing:
            return "nothing to change"
        counts = (
            (len(self.new), "new"),
            (len(self.changed), "changed"),
            (len(self.moved), "moved class"),
            (len(self.left), "left"),
        )
        return ", ".join(f"{count} {words}" for count, words in counts)


def preview(class_list: ClassList, now: datetime | None = None) -> Changes:
    """What `apply` would do now. Raises `BadRows` where a row cannot stand beside the records."""
    with reading():
        return _merged(class_list, now or utc_now())[1]


def apply(class_list: ClassList, now: datetime, actor: Staff | None = None) -> Changes:
    """Bring the records in line with the list: all of it, or nothing. Twice changes nothing.

    Without `actor` it is the person who runs this device's commands. Raises `NotAllowed` for an
    actor who is neither leader nor office, `BadRows` where a row cannot stand beside the records.
    """
    if actor is not None:
        need_leader_or_office(actor)
    with writing():
        records, changes = _merged(class_list, now)
        if changes.nothing:
            return changes
        records.save()
        staff_id = actor.id if actor else None
        models.ImportRun.create(
            file_name=class_list.file_name,
            layout=class_list.layout.value,
            summary=changes.summary,
            staff=staff_id,
            imported_at=now,
        )
        audit.record(
            now,
            staff_id,
            "took in a class list",
            f"{class_list.file_name} ({class_list.layout.value}): {changes.summary}",
        )
        return changes


def _merged(class_list: ClassList, now: datetime) -> tuple[Records, Changes]:
    records = Records()
    merge = Merge(class_list, records, school_day(now, records.time_zone))
    GrownUps(merge)
    return records, _changes(class_list, records, merge)


def _changes(class_list: ClassList, records: Records, merge: Merge) -> Changes:
    pupils = sorted(records.pupils, key=lambda it: it.name.casefold())
    new, changed, moved, left = [], [], [], []
    for it in pupils:
        if it.here and not it.here_before:
            back = "" if it.new else "is back: "
            new.append(Line(it.name, back + _place(it.home)))
        elif it.here_before and not it.here:
            left.append(Line(it.name, _place(it.home_before)))
        elif it.here and it.home is not it.home_before:
            moved.append(Line(it.name, f"{_place(it.home_before)} → {_place(it.home)}"))
        told = [*it.told, *(_others(it) if it.here and it.here_before else ())]
        if it.here and not it.new and told:
            changed.append(Line(it.name, "; ".join(told)))
    return Changes(
        new=tuple(new),
        changed=tuple(changed),
        moved=tuple(moved),
        left=tuple(left),
        classes=_class_lines(records),
        staff=_staff_lines(records),
        contacts=_contact_lines(records),
        notes=(
            *_warnings(class_list, records, merge, len(left)),
            *class_list.notes,
            *merge.notes.lines(),
        ),
        nothing=not records.touched,
    )


def _place(where: KnownClass | None) -> str:
    return where.row.name if where else "no class"


def _others(it: KnownPupil) -> list[str]:
    joined = sorted(where.row.name for where in it.others - it.others_before)
    over = sorted(where.row.name for where in it.others_before - it.others if where is not it.home)
    return [f"joins {name}" for name in joined] + [f"leaves {name}" for name in over]


def _class_lines(records: Records) -> tuple[Line, ...]:
    counts: dict[KnownClass, int] = {}
    for pupil in records.pupils:
        if pupil.here:
            for where, place in pupil.places.items():
                if place.left_on is None:
                    counts[where] = counts.get(where, 0) + 1
    lines = []
    for it in records.classes:
        if it.new:
            lines.append(Line(it.row.name, f"new, {_pupils(counts.get(it, 0))}"))
        elif it.was_away and it.row.left_on is None:
            lines.append(Line(it.row.name, f"is used again, {_pupils(counts.get(it, 0))}"))
        elif not it.was_away and it.row.left_on is not None:
            lines.append(Line(it.row.name, "has no pupils any more and is put away"))
        elif it.row.name != it.before:
            lines.append(Line(it.row.name, f"was {it.before}"))
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def _staff_lines(records: Records) -> tuple[Line, ...]:
    lines = []
    for it in records.staff:
        told = list(it.told)
        if it.row.left_on is None:
            told += [f"works with {_place(c)}" for c in _sorted(it.teaches - it.taught_before)]
            told += [
                f"works no more with {_place(c)}" for c in _sorted(it.taught_before - it.teaches)
            ]
        if told:
            lines.append(Line(it.row.name, "; ".join(told)))
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def _sorted(classes: set[KnownClass] | frozenset[KnownClass]) -> list[KnownClass]:
    return sorted(classes, key=lambda it: it.row.name.casefold())


def _contact_lines(records: Records) -> tuple[Line, ...]:
    lines = []
    for it in records.contacts:
        what = f"{it.row.relationship or 'parent'} of {it.pupil.name}"
        if it.gone and not it.new:
            lines.append(Line(it.row.name, f"is no more named as {what}"))
        elif it.new and not it.gone:
            lines.append(Line(it.row.name, f"{what}, to be invited"))
        elif it.dirty:
            lines.append(Line(it.row.name, what))
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def _warnings(class_list: ClassList, records: Records, merge: Merge, left: int) -> list[str]:
    """What a person should look at before saying yes."""
    warnings = []
    before = sum(it.here_before for it in records.pupils)
    if left >= 5 and left * 2 > before:
        warnings.append(
            f"{left} of {before} pupils would leave. Please make sure that this is the right list."
        )
    named = class_list.school_name
    if named and records.school_name and named.casefold() != records.school_name.casefold():
        warnings.append(f"The list is of {named}; the school here is {records.school_name}.")
    unnamed = [
        f"{it.row.name} ({_pupils(it.pupils_before)})"
        for it in _sorted(set(records.classes))
        if it not in merge.named and it.row.is_home and it.row.left_on is None and it.pupils_before
    ]
    if unnamed and class_list.covers is not Covers.CHANGES:
        warnings.append(f"Not in this list, and left as they are: {', '.join(unnamed)}.")
    return warnings


def _pupils(count: int) -> str:
    return "1 pupil" if count == 1 else f"{count} pupils"
