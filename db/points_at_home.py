"""A child's points as their parents see them: what they were for, not how others did (R2, R4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from peewee import fn

from db import models
from db.clock import school_day
from db.connection import reading
from db.family_rules import rules
from db.readers import classes_of
from db.roster import AT_FRONT
from db.story_rows import time_zone

DAYS = 14
MOST = 60


@dataclass(frozen=True, slots=True)
class Given:
    """One award to the child: what for, by whom. `points` are below 0 only where the school shows
    parents what took points away."""

    id: int
    skill_name: str
    icon: str
    points: int
    staff_name: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class ChildPoints:
    """`total` is for all years; `days` are the last fourteen, each with its points, oldest first.
    `given` are the newest awards; `before` leads to those before them, None at the end."""

    total: int
    days: tuple[tuple[date, int], ...]
    given: tuple[Given, ...]
    before: int | None


def points(
    guardian_id: int, pupil_id: int, now: datetime, *, before: int | None = None, most: int = 20
) -> ChildPoints:
    """Awards that stand, newest first; needs-work ones only where the school says so (R2). Notes
    are between staff. The same few queries, whatever the years. Raises `NotFound` for a child of
    others."""
    a, s = models.Award, models.Staff
    most = max(1, min(most, MOST))
    with reading():
        classes_of(guardian_id, pupil_id)
        stands = (a.pupil == pupil_id) & a.undone_at.is_null()
        if not rules().needs_work_at_home:
            stands &= AT_FRONT
        today = school_day(now, time_zone())
        first = today - timedelta(days=DAYS - 1)
        of_days: dict[date, int] = dict(
            a.select(a.day, fn.SUM(a.points))
            .where(stands, a.day >= first, a.day <= today)
            .group_by(a.day)
            .tuples()
            .iterator()
        )
        rows = (
            a.select(a.id, a.skill_name, a.icon, a.points, s.name, a.given_at)
            .join(s, on=(a.staff == s.id))
            .where(stands)
        )
        if before is not None:
            rows = rows.where(a.id < before)
        found = [
            Given(*row) for row in rows.order_by(a.id.desc()).limit(most + 1).tuples().iterator()
        ]
        total = models.Pupil.get_by_id(pupil_id).points
    days = tuple(
        (day, of_days.get(day, 0)) for day in (first + timedelta(days=it) for it in range(DAYS))
    )
    here = found[:most]
    return ChildPoints(total, days, tuple(here), here[-1].id if len(found) > most else None)
