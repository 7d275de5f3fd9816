"""The school itself and its settings."""

from __future__ import annotations

from datetime import datetime

from db import audit, models
from db.connection import reading, writing
from db.policy import need_leader, need_staff
from db.records import School, Staff
from db.words import clean

PHONE_LENGTH = 40
HOURS = "from 8.30 to 16.30 on school days"  # R11


def current() -> School | None:
    """The school, or None on a device that nobody has set up."""
    with reading():
        row = models.School.select().first()
        return None if row is None else record(row)


def switch_needs_work(actor: Staff | None, on: bool, now: datetime) -> School:
    """R2: a leader switches skills that take points away on or off for the school."""
    leader = need_leader(actor)
    with writing():
        row = models.School.get()
        row.needs_work = on
        row.save()
        audit.record(now, leader.id, "switched needs-work skills", "on" if on else "off")
        return record(row)


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
        return record(row)


def record(row: models.School) -> School:
    """What the outside sees of the school."""
    return School(row.name, row.time_zone, row.is_demo, row.needs_work, row.office_phone)
