"""What reports are made of: whom they are about, and the lines that the awards add up to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from db import models
from db.policy import NotFound
from db.records import Kind, Pupil
from db.roster import AT_FRONT, as_known, class_row, enrolled_ids
from db.terms import Period

NEWEST_AWARDS = 300

_KIND_ORDER = list(Kind)


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a report is about: the class; one of its groups; or one pupil, in all their classes."""

    class_id: int
    group_id: int | None = None
    pupil_id: int | None = None


@dataclass(frozen=True, slots=True)
class SkillPoints:
    """`times` is how often somebody got it. The words are those of the day (R3)."""

    name: str
    icon: str
    kind: Kind
    times: int
    points: int


@dataclass(frozen=True, slots=True)
class DayPoints:
    day: date
    points: int


@dataclass(frozen=True, slots=True)
class PupilPoints:
    """One line of the table. `total` is without what needs work, as everywhere; `here` is false
    for somebody who is not in the class any more."""

    pupil: Pupil
    by_kind: dict[Kind, int]
    total: int
    here: bool


@dataclass(frozen=True, slots=True)
class Given:
    """One award of a pupil."""

    day: date
    skill_name: str
    icon: str
    kind: Kind
    points: int
    note: str
    staff_name: str
    class_name: str


def members(whom: Whom) -> tuple[str, set[int], set[int]]:
    """What to call them, the pupils chosen by name, and those who are in the class now."""
    if whom.pupil_id is not None:
        pupil = models.Pupil.get_or_none(models.Pupil.id == whom.pupil_id)
        if pupil is None:
            raise NotFound("That pupil is not there any more.")
        (known,) = as_known([pupil])
        return known.full_name, {pupil.id}, {pupil.id}
    school_class = class_row(whom.class_id)
    enrolled = enrolled_ids(whom.class_id)
    if whom.group_id is None:
        return school_class.name, enrolled, enrolled
    g, m = models.PupilGroup, models.GroupMember
    group = g.get_or_none(g.id == whom.group_id, g.school_class == whom.class_id)
    if group is None:
        raise NotFound("That group is not there any more.")
    ids = {row.pupil_id for row in m.select(m.pupil).where(m.group == group.id)}
    return group.name, ids, ids & enrolled


def chosen(whom: Whom, ids: set[int], period: Period, *, needs_work: bool) -> list[Any]:
    """Conditions that the indexes (school_class, day) and (pupil, day) answer."""
    a = models.Award
    chosen: list[Any] = [a.day.between(period.first, period.last), a.undone_at.is_null()]
    if not needs_work:
        chosen.append(AT_FRONT)
    if whom.pupil_id is None:
        chosen.append(a.school_class == whom.class_id)
    if whom.pupil_id is not None or whom.group_id is not None:
        chosen.append(a.pupil.in_(sorted(ids)))
    return chosen


def skills(chosen: list[Any]) -> tuple[SkillPoints, ...]:
    """One for each skill's name and kind, with the icon that it had last."""
    a = models.Award
    rows: Any = (
        a.select(a.skill_name, a.icon, a.kind, fn.COUNT(a.id), fn.SUM(a.points))
        .where(*chosen)
        .group_by(a.skill_name, a.icon, a.kind)
        .order_by(fn.MAX(a.id))
        .tuples()
    )
    found: dict[tuple[str, str], SkillPoints] = {}
    for name, icon, kind, times, points in rows:
        before = found.get((name, kind), SkillPoints(name, icon, Kind(kind), 0, 0))
        found[name, kind] = SkillPoints(
            name, icon, Kind(kind), before.times + times, before.points + points
        )
    return tuple(
        sorted(found.values(), key=lambda it: (_KIND_ORDER.index(it.kind), it.name.casefold()))
    )


def days(chosen: list[Any]) -> tuple[DayPoints, ...]:
    """The days with points, in order."""
    a = models.Award
    rows: Any = (
        a.select(a.day, fn.SUM(a.points)).where(*chosen).group_by(a.day).order_by(a.day).tuples()
    )
    return tuple(DayPoints(day, points) for day, points in rows)


def pupils(chosen: list[Any], ids: set[int], here: set[int]) -> tuple[PupilPoints, ...]:
    """The pupils with these ids, and whoever else was awarded, in name order (R4)."""
    a = models.Award
    rows: Any = (
        a.select(a.pupil, a.kind, fn.SUM(a.points))
        .where(*chosen)
        .group_by(a.pupil, a.kind)
        .tuples()
    )
    sums: dict[int, dict[Kind, int]] = {id: {} for id in ids}
    for id, kind, points in rows:
        sums.setdefault(id, {})[Kind(kind)] = points
    known = as_known(models.Pupil.select().where(models.Pupil.id.in_(sorted(sums))))
    return tuple(PupilPoints(it, sums[it.id], _total(sums[it.id]), it.id in here) for it in known)


def _total(by_kind: dict[Kind, int]) -> int:
    return sum(points for kind, points in by_kind.items() if kind is not Kind.NEEDS_WORK)


def awards(chosen: list[Any]) -> Iterator[Any]:
    """Each award with the names it points to, oldest first, a few at a time."""
    a = models.Award
    rows: Iterator[Any] = _named(chosen).order_by(a.day, a.id).iterator()
    return rows


def newest(chosen: list[Any]) -> tuple[Given, ...]:
    """The newest `NEWEST_AWARDS` awards, newest first."""
    a = models.Award
    rows = _named(chosen).order_by(a.day.desc(), a.id.desc()).limit(NEWEST_AWARDS)
    return tuple(
        Given(
            row.day,
            row.skill_name,
            row.icon,
            Kind(row.kind),
            row.points,
            row.note,
            row.staff_name,
            row.class_name,
        )
        for row in rows
    )


def _named(chosen: list[Any]) -> Any:
    a, s, c, p = models.Award, models.Staff, models.SchoolClass, models.Pupil
    return (
        a.select(a, s.name.alias("staff_name"), c.name.alias("class_name"), p.forename, p.surname)
        .join(s, on=(a.staff == s.id))
        .join(c, on=(a.school_class == c.id))
        .join(p, on=(a.pupil == p.id))
        .where(*chosen)
        .objects()
    )
