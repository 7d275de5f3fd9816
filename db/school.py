"""The school itself: set up once, then its settings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from db import agreement, audit, classlists, models, people, skills
from db.clock import DEFAULT_TIME_ZONE
from db.connection import reading, writing
from db.policy import Refused, need_leader, need_staff
from db.records import Role, School, Staff
from db.words import clean, required

if TYPE_CHECKING:
    from db.classlists import ClassList

PHONE_LENGTH = 40
HOURS = "from 8.30 to 16.30 on school days"  # R11


def current() -> School | None:
    """The school, or None on a device that nobody has set up."""
    with reading():
        row = models.School.select().first()
        return None if row is None else _record(row)


def set_up(
    name: str,
    leader_name: str,
    pin: str,
    now: datetime,
    *,
    is_demo: bool = False,
    class_list: ClassList | None = None,
) -> tuple[School, Staff]:
    """Make the school with its first leader, the skills to start with and the agreement, and take
    its class list in when there is one: all of it, or nothing.

    There is no default PIN: `pin` must pass `people.check_pin`. Raises `Refused`.
    """
    name = required(name, "the name of the school")
    people.check_pin(pin)
    with writing():
        if models.School.select().exists():
            raise Refused("This device belongs to a school already.")
        row = models.School.create(
            name=name, time_zone=DEFAULT_TIME_ZONE, is_demo=is_demo, created_at=now
        )
        leader = people.add_staff(leader_name, Role.LEADER, now, pin=pin)
        skills.start(now)
        agreement.start(now)
        audit.record(now, leader.id, "set up the school", name)
        if class_list is not None:
            classlists.apply(class_list, now, leader)
        return _record(row), leader


def switch_needs_work(actor: Staff | None, on: bool, now: datetime) -> School:
    """R2: a leader switches skills that take points away on or off for the school."""
    leader = need_leader(actor)
    with writing():
        row = models.School.get()
        row.needs_work = on
        row.save()
        audit.record(now, leader.id, "switched needs-work skills", "on" if on else "off")
        return _record(row)


def set_office_phone(actor: Staff | None, number: str, now: datetime) -> School:
    """The telephone number of the office, which letters and phone pages name; empty for none."""
    staff = need_staff(actor)
    number = clean(number)[:PHONE_LENGTH]
    with writing():
        row = models.School.get()
        if row.office_phone != number:
            row.office_phone = number
            row.save()
            audit.record(now, staff.id, "set the office's telephone number", number)
        return _record(row)


def _record(row: models.School) -> School:
    return School(row.name, row.time_zone, row.is_demo, row.needs_work, row.office_phone)
