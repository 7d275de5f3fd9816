"""Award points and take awards back (R1–R4).

R2, what never shows at the front of the class: an award of a needs-work skill is a row like any
other, for staff to read in reports, but it is in no feed, in no tile's count of today
(`roster.tiles`) and in no kept total of a pupil or a class, so that a falling total cannot show
it either. `AT_FRONT` is the one place that says which awards those are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from peewee import fn

from db import award_rows, models
from db.clock import DEFAULT_TIME_ZONE, school_day
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused, need_staff
from db.records import Act, Kind, Staff
from db.roster import AT_FRONT, as_known
from db.words import NOTE_LENGTH, clean

FEED_LENGTH = 200
LONGEST_KEY = 64
GONE = "You are not on the staff list any more."
SWITCHED_OFF = "Skills that take points away are switched off in this school."


def award(
    actor: Staff | None,
    act: str,
    class_id: int,
    pupil_ids: Collection[int],
    skill_id: int,
    now: datetime,
    note: str = "",
) -> Act:
    """Give a skill's points to pupils of a class, committed when this returns.

    `act` is a key that the caller makes once for one tap: given again, it changes nothing and
    answers what stands. Totals of pupils and class move in the same transaction.

    Raises `NotAllowed` without a member of staff who works here (R1), `Refused` for nobody
    chosen, a retired skill or too long a note, `NotFound` for a pupil outside the class.
    """
    staff = need_staff(actor)
    note = clean(note)
    if len(note) > NOTE_LENGTH:
        raise Refused(f"A note has at most {NOTE_LENGTH} characters.")
    if not 0 < len(act) <= LONGEST_KEY:
        raise Refused(f"An award's key has 1 to {LONGEST_KEY} characters.")
    wanted = sorted(set(pupil_ids))
    if not wanted:
        raise Refused("Please choose at least one pupil.")
    with writing():
        if award_rows.is_there(act):
            return _act(act)
        what = award_rows.ground(skill_id, class_id, staff.id)
        if what is None or what.skill_retired:
            raise Refused("That skill is not in use any more. Please choose another.")
        if what.kind is Kind.NEEDS_WORK and not what.needs_work:
            raise Refused(SWITCHED_OFF)
        if not what.staff_works_here:
            raise NotAllowed(GONE)
        if not what.class_is_there:
            raise NotFound("That class is not there any more.")
        known = _known(award_rows.class_pupils(class_id))
        if not known.keys() >= set(wanted):
            raise NotFound("One of these pupils is not in this class any more.")
        award_rows.insert(
            wanted,
            act=act,
            class_id=class_id,
            skill_id=skill_id,
            what=what,
            note=note,
            staff_id=staff.id,
            now=now,
            day=school_day(now, what.time_zone),
        )
        _move_totals(class_id, wanted, what.kind, what.points)
    ids = [pupil_id for pupil_id in known if pupil_id in set(wanted)]
    return Act(
        key=act,
        skill_name=what.skill_name,
        icon=what.icon,
        kind=what.kind,
        points=what.points,
        note=note,
        pupils=tuple(known[pupil_id] for pupil_id in ids),
        pupil_ids=tuple(ids),
        staff_name=staff.name,
        given_at=now,
    )


def undo(actor: Staff | None, act: str, now: datetime) -> Act:
    """Take one of today's awards back, from everybody it was given to. Nothing is deleted (R3).

    Undoing twice changes nothing. Raises `NotAllowed` (R1), `NotFound`, or `Refused` for an
    award of another day.
    """
    staff = need_staff(actor)
    with writing():
        _still_here(staff)
        rows = list(models.Award.select().where(models.Award.act == act))
        if not rows:
            raise NotFound("That award is not there.")
        first = rows[0]
        if first.day != school_day(now, _time_zone()):
            raise Refused("Only awards of today can be undone.")
        if first.undone_at is None:
            models.Award.update(undone_at=now, undone_by=staff.id).where(
                models.Award.act == act
            ).execute()
            ids = [row.pupil_id for row in rows]
            _move_totals(first.school_class_id, ids, Kind(first.kind), -first.points)
        return _act(act)


def undo_last(actor: Staff | None, class_id: int, now: datetime) -> Act:
    """Take back the newest award of today that this member of staff gave in this class, of those
    that show at the front. Raises `NotAllowed` (R1), `NotFound` where there is none."""
    staff = need_staff(actor)
    a = models.Award
    with writing():
        last = (
            a.select(a.act)
            .where(
                a.school_class == class_id,
                a.day == school_day(now, _time_zone()),
                a.staff == staff.id,
                a.undone_at.is_null(),
                AT_FRONT,
            )
            .order_by(a.id.desc())
            .first()
        )
        if last is None:
            raise NotFound("There is no award of today to undo.")
        return undo(staff, last.act, now)


def feed(class_id: int, day: date, limit: int = FEED_LENGTH) -> list[Act]:
    """What a class was given on a day, newest first; undone awards are marked so.

    It is for the front of the class: needs-work awards are not in it (R2). Two queries.
    """
    a = models.Award
    with reading():
        newest = (
            a.select(a.act, fn.MAX(a.id).alias("last"))
            .where(a.school_class == class_id, a.day == day, AT_FRONT)
            .group_by(a.act)
            .order_by(fn.MAX(a.id).desc())
            .limit(limit)
        )
        return _acts([row.act for row in newest])


def _act(act: str) -> Act:
    return _acts([act])[0]


def _acts(keys: Sequence[str]) -> list[Act]:
    """The acts with these keys, in this order: two queries, however many there are."""
    if not keys:
        return []
    a, s = models.Award, models.Staff
    rows = list(
        a.select(a, s.name.alias("staff_name"))
        .join(s, on=(a.staff == s.id))
        .where(a.act.in_(keys))
        .order_by(a.id)
        .objects()
    )
    known = _names({row.pupil_id for row in rows}, {row.school_class_id for row in rows})
    by_act: dict[str, list[models.Award]] = {key: [] for key in keys}
    for row in rows:
        by_act[row.act].append(row)
    return [_act_record(rows, known) for rows in by_act.values() if rows]


def _names(pupil_ids: set[int], class_ids: set[int]) -> dict[int, str]:
    """What these pupils are called in their class, in name order; who has left it included."""
    p, e = models.Pupil, models.Enrolment
    in_class = e.select(e.pupil).where(e.school_class.in_(class_ids), e.left_on.is_null())
    rows = p.select().where(p.id.in_(pupil_ids) | p.id.in_(in_class))
    return {pupil.id: pupil.name for pupil in as_known(rows)}


def _act_record(rows: list[models.Award], known: dict[int, str]) -> Act:
    first = rows[0]
    given = {row.pupil_id for row in rows}
    ids = tuple(pupil_id for pupil_id in known if pupil_id in given)
    return Act(
        key=first.act,
        skill_name=first.skill_name,
        icon=first.icon,
        kind=Kind(first.kind),
        points=first.points,
        note=first.note,
        pupils=tuple(known[pupil_id] for pupil_id in ids),
        pupil_ids=ids,
        staff_name=first.staff_name,
        given_at=first.given_at,
        undone=first.undone_at is not None,
    )


def _still_here(staff: Staff) -> None:
    """R1: the session may be older than the staff list."""
    here = models.Staff.select().where(models.Staff.id == staff.id, models.Staff.left_on.is_null())
    if not here.exists():
        raise NotAllowed(GONE)


def _time_zone() -> str:
    row = models.School.select(models.School.time_zone).first()
    return row.time_zone if row else DEFAULT_TIME_ZONE


@lru_cache(maxsize=64)
def _known(rows: tuple[tuple[Any, ...], ...]) -> Mapping[int, str]:
    """How the class knows them. The rows are read for each award; telling namesakes apart anew
    each time, when nobody has come or gone, was a third of an award."""
    return MappingProxyType(
        {it.id: it.name for it in as_known(award_rows.Enrolled._make(row) for row in rows)}
    )


def _move_totals(class_id: int, pupil_ids: Sequence[int], kind: Kind, points: int) -> None:
    """R2: a needs-work award moves no total that the class can see."""
    if kind is not Kind.NEEDS_WORK:
        award_rows.move_totals(class_id, pupil_ids, points)
