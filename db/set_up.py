"""Set the school up: once, with its first leader."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from db import agreement, audit, classlists, models, people, skills
from db.clock import DEFAULT_TIME_ZONE
from db.connection import writing
from db.policy import Refused
from db.records import Role, School, Staff
from db.school import record
from db.words import required

if TYPE_CHECKING:
    from db.classlists import ClassList


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
        return record(row), leader
