"""Who is here today."""

from __future__ import annotations

from datetime import date, datetime

from db import models, school
from db.clock import school_day
from db.connection import reading, writing
from db.policy import NotFound, need_staff
from db.records import Mark, Pupil, Staff
from db.roster import enrolled_ids, pupils


def present(class_id: int, now: datetime) -> list[Pupil]:
    """The pupils of a class who are here on the school day of `now`, in name order.

    Who is late is here.
    """
    table = models.Attendance
    with reading():
        here = school.current()
        day = school_day(now, here.time_zone) if here else school_day(now)
        absent = table.select(table.pupil).where(table.day == day, table.mark == Mark.ABSENT.value)
        away = {row.pupil_id for row in absent}
        return [pupil for pupil in pupils(class_id) if pupil.id not in away]


def mark(
    actor: Staff | None, class_id: int, pupil_id: int, day: date, mark: Mark, now: datetime
) -> None:
    """Mark a pupil of the class for one day. It holds in all of the pupil's classes."""
    staff = need_staff(actor)
    table = models.Attendance
    with writing():
        if pupil_id not in enrolled_ids(class_id):
            raise NotFound("This pupil is not in this class any more.")
        if mark is Mark.PRESENT:
            table.delete().where(table.pupil == pupil_id, table.day == day).execute()
        else:
            table.replace(
                pupil=pupil_id, day=day, mark=mark.value, staff=staff.id, marked_at=now
            ).execute()


def mark_all_present(actor: Staff | None, class_id: int, day: date) -> None:
    """Everybody of the class is here: the day's absences and late marks of the class go."""
    need_staff(actor)
    table = models.Attendance
    with writing():
        table.delete().where(
            table.day == day, table.pupil.in_(list(enrolled_ids(class_id)))
        ).execute()
