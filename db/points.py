"""Award points and take awards back (R1–R4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from peewee import fn

from db import models
from db.clock import school_day
from db.connection import reading, writing
from db.policy import NotFound, Refused, need_staff
from db.records import Act, Kind, Staff
from db.roster import as_known, class_row, enrolled_ids
from db.words import NOTE_LENGTH, clean

FEED_LENGTH = 200
LONGEST_KEY = 64


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
        if _rows(act):
            return _act(act)
        _still_here(staff)
        skill = models.Skill.get_or_none(models.Skill.id == skill_id)
        if skill is None or skill.retired_at is not None:
            raise Refused("That skill is not in use any more. Please choose another.")
        class_row(class_id)
        if not enrolled_ids(class_id).issuperset(wanted):
            raise NotFound("One of these pupils is not in this class any more.")
        day = school_day(now, _time_zone())
        shared = {
            "act": act,
            "school_class": class_id,
            "skill": skill.id,
            "skill_name": skill.name,
            "icon": skill.icon,
            "kind": skill.kind,
            "points": skill.points,
            "note": note,
            "staff": staff.id,
            "given_at": now,
            "day": day,
        }
        models.Award.insert_many([shared | {"pupil": pupil_id} for pupil_id in wanted]).execute()
        _move_totals(class_id, wanted, skill.points)
        return _act(act)


def undo(actor: Staff | None, act: str, now: datetime) -> Act:
    """Take one of today's awards back, from everybody it was given to. Nothing is deleted (R3).

    Undoing twice changes nothing. Raises `NotFound`, or `Refused` for an award of another day.
    """
    staff = need_staff(actor)
    with writing():
        _still_here(staff)
        rows = _rows(act)
        if not rows:
            raise NotFound("That award is not there.")
        if rows[0].day != school_day(now, _time_zone()):
            raise Refused("Only awards of today can be undone.")
        if rows[0].undone_at is None:
            models.Award.update(undone_at=now, undone_by=staff.id).where(
                models.Award.act == act
            ).execute()
            _move_totals(rows[0].school_class_id, [row.pupil_id for row in rows], -rows[0].points)
        return _act(act)


def undo_last(actor: Staff | None, class_id: int, now: datetime) -> Act:
    """Take back the newest award of today that this member of staff gave in this class."""
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
            )
            .order_by(a.id.desc())
            .first()
        )
        if last is None:
            raise NotFound("There is no award of today to undo.")
        return undo(staff, last.act, now)


def feed(class_id: int, day: date, limit: int = FEED_LENGTH) -> list[Act]:
    """The awards of a day in a class, newest first; undone ones are marked so."""
    a = models.Award
    with reading():
        newest = (
            a.select(a.act, fn.MAX(a.id).alias("last"))
            .where(a.school_class == class_id, a.day == day)
            .group_by(a.act)
            .order_by(fn.MAX(a.id).desc())
            .limit(limit)
        )
        keys = [row.act for row in newest]
        return _acts(keys)


def _act(act: str) -> Act:
    return _acts([act])[0]


def _acts(keys: list[str]) -> list[Act]:
    """The acts with these keys, in this order: three queries, however many there are."""
    a, s = models.Award, models.Staff
    rows = list(
        a.select(a, s.name.alias("staff_name"))
        .join(s, on=(a.staff == s.id))
        .where(a.act.in_(keys))
        .order_by(a.id)
        .objects()
    )
    ids = {row.pupil_id for row in rows}
    known = {
        pupil.id: pupil.name
        for pupil in as_known(models.Pupil.select().where(models.Pupil.id.in_(ids)))
    }
    by_act: dict[str, list[models.Award]] = {key: [] for key in keys}
    for row in rows:
        by_act[row.act].append(row)
    return [_act_record(rows, known) for rows in by_act.values() if rows]


def _act_record(rows: list[models.Award], known: dict[int, str]) -> Act:
    first = rows[0]
    return Act(
        key=first.act,
        skill_name=first.skill_name,
        icon=first.icon,
        kind=Kind(first.kind),
        points=first.points,
        note=first.note,
        pupils=tuple(sorted((known[row.pupil_id] for row in rows), key=str.casefold)),
        staff_name=first.staff_name,
        given_at=first.given_at,
        undone=first.undone_at is not None,
    )


def _rows(act: str) -> list[models.Award]:
    return list(models.Award.select().where(models.Award.act == act))


def _still_here(staff: Staff) -> None:
    """R1: the session may be older than the staff list."""
    here = models.Staff.select().where(models.Staff.id == staff.id, models.Staff.left_on.is_null())
    if not here.exists():
        raise NotFound("You are not on the staff list any more.")


def _time_zone() -> str:
    row = models.School.select(models.School.time_zone).first()
    return row.time_zone if row else "Europe/London"


def _move_totals(class_id: int, pupil_ids: Iterable[int], points: int) -> None:
    ids = list(pupil_ids)
    models.Pupil.update(points=models.Pupil.points + points).where(
        models.Pupil.id.in_(ids)
    ).execute()
    models.SchoolClass.update(points=models.SchoolClass.points + points * len(ids)).where(
        models.SchoolClass.id == class_id
    ).execute()
