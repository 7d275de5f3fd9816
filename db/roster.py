"""Classes and the pupils in them, as the class knows them: in name order (R4)."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from peewee import JOIN, fn

from db import audit, models
from db.connection import reading, writing
from db.policy import NotFound, Refused, need_staff
from db.records import Goal, Kind, Mark, Pupil, PupilTile, SchoolClass, Staff
from db.words import clean, folded, required

LARGEST_GOAL = 100_000
AT_FRONT = models.Award.kind != Kind.NEEDS_WORK.value  # R2: `db/points.py` says what for


class Named(Protocol):
    """A pupil's row, or as much of it as a name takes."""

    @property
    def id(self) -> int: ...
    @property
    def forename(self) -> str: ...
    @property
    def surname(self) -> str: ...
    @property
    def preferred_name(self) -> str: ...
    @property
    def avatar(self) -> str: ...


def classes() -> list[SchoolClass]:
    """Every class with the number of its pupils; home classes first, then by name."""
    c, e = models.SchoolClass, models.Enrolment
    with reading():
        rows = (
            c.select(c, fn.COUNT(e.pupil).alias("count"))
            .join(e, JOIN.LEFT_OUTER, on=((e.school_class == c.id) & e.left_on.is_null()))
            .where(c.left_on.is_null())
            .group_by(c.id)
        )
        found = [_class_record(row, row.count) for row in rows]
    return sorted(found, key=lambda it: (not it.is_home, it.name.casefold()))


def taught_by(staff_id: int) -> frozenset[int]:
    """The ids of the classes that this member of staff teaches."""
    with reading():
        rows = models.StaffClass.select().where(models.StaffClass.staff == staff_id)
        return frozenset(row.school_class_id for row in rows)


def school_class(class_id: int) -> SchoolClass:
    """One class. Raises `NotFound`."""
    with reading():
        row = class_row(class_id)
        count = models.Enrolment.select().where(
            models.Enrolment.school_class == class_id, models.Enrolment.left_on.is_null()
        )
        return _class_record(row, count.count())


def pupils(class_id: int) -> list[Pupil]:
    """The pupils of a class in name order, namesakes told apart."""
    with reading():
        return as_known(_enrolled(class_id))


def tiles(class_id: int, day: date) -> list[PupilTile]:
    """The pupils of a class as the points screen shows them: three queries, whatever the size.

    What they were given today counts without needs-work awards (R2)."""
    with reading():
        rows = list(_enrolled(class_id))
        award, mark = models.Award, models.Attendance
        today: dict[int, int] = dict(
            award.select(award.pupil, fn.SUM(award.points))
            .where(
                award.school_class == class_id,
                award.day == day,
                award.undone_at.is_null(),
                AT_FRONT,
            )
            .group_by(award.pupil)
            .tuples()
            .iterator()
        )
        marks: dict[int, str] = dict(
            mark.select(mark.pupil, mark.mark).where(mark.day == day).tuples().iterator()
        )
        totals = {row.id: row.points for row in rows}
        return [
            PupilTile(
                pupil=pupil,
                today=today.get(pupil.id, 0),
                total=totals[pupil.id],
                mark=Mark(marks.get(pupil.id, Mark.PRESENT)),
            )
            for pupil in as_known(rows)
        ]


def set_goal(
    actor: Staff | None, class_id: int, name: str, points: int, now: datetime
) -> SchoolClass:
    """Start a new goal for the class, counted from now. `points` 0 takes the goal away."""
    staff = need_staff(actor)
    if not 0 <= points <= LARGEST_GOAL:
        raise Refused(f"A goal has 1 to {LARGEST_GOAL} points.")
    name = required(name, "what the class is saving for") if points else clean(name)
    with writing():
        row = class_row(class_id)
        row.goal_name, row.goal_points, row.goal_from = name, points, row.points
        row.save()
        audit.record(now, staff.id, "set a class goal", f"{row.name}: {name} ({points})")
        return school_class(class_id)


def as_known(rows: Iterable[Named]) -> list[Pupil]:
    """`rows` as records, in name order; `name` is the first name, with as much of the surname
    as tells namesakes apart, and a number for two of the very same name."""
    ordered = sorted(
        rows, key=lambda row: (folded(_first(row)), folded(row.surname), row.surname, row.id)
    )
    ways = (
        _first,
        lambda row: f"{_first(row)} {row.surname[:1]}".strip(),
        full_name,
    )
    names: dict[int, str] = {}
    taken: set[str] = set()
    for way in ways:
        open_rows = [row for row in ordered if row.id not in names]
        counts = Counter(way(row).casefold() for row in open_rows)
        for row in open_rows:
            name = way(row)
            if counts[name.casefold()] == 1 and name.casefold() not in taken:
                names[row.id] = name
        taken.update(counts)
    for row in ordered:
        if row.id not in names:
            full = ways[-1](row)
            numbered = (f"{full} ({number})" for number in itertools.count(1))
            names[row.id] = next(name for name in numbered if name.casefold() not in taken)
            taken.add(names[row.id].casefold())
    return [Pupil(row.id, names[row.id], _first(row), row.surname, row.avatar) for row in ordered]


def class_row(class_id: int) -> models.SchoolClass:
    """The class's row, for operations inside a transaction. Raises `NotFound`."""
    row = models.SchoolClass.get_or_none(
        models.SchoolClass.id == class_id, models.SchoolClass.left_on.is_null()
    )
    if row is None:
        raise NotFound("That class is not there any more.")
    return row


def pupil_row(pupil_id: int) -> models.Pupil:
    """The pupil's row, for operations inside a transaction. Raises `NotFound` for one who left."""
    row = models.Pupil.get_or_none(models.Pupil.id == pupil_id, models.Pupil.left_on.is_null())
    if row is None:
        raise NotFound("That pupil is not on the class list any more.")
    return row


def full_name(row: Named) -> str:
    """First name and surname."""
    return f"{_first(row)} {row.surname}".strip()


def enrolled_ids(class_id: int) -> set[int]:
    """The ids of the class's pupils, for operations inside a transaction."""
    return {row.id for row in _enrolled(class_id)}


def _enrolled(class_id: int) -> Iterable[models.Pupil]:
    p, e = models.Pupil, models.Enrolment
    rows: Iterable[models.Pupil] = (
        p.select()
        .join(e, on=(e.pupil == p.id))
        .where(e.school_class == class_id, e.left_on.is_null(), p.left_on.is_null())
    )
    return rows


def _first(row: Named) -> str:
    return str(row.preferred_name or row.forename)


def _class_record(row: models.SchoolClass, count: int) -> SchoolClass:
    goal = None
    if row.goal_points:
        goal = Goal(row.goal_name, max(0, row.points - row.goal_from), row.goal_points)
    return SchoolClass(row.id, row.name, row.year_group, row.is_home, count, row.points, goal)
