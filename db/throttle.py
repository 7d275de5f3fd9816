"""Guessing is slowed down, person by person, and a restart resets nothing (design, section 5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from db import audit, models
from db.connection import reading, writing
from db.policy import TryLater, need_leader
from db.records import Staff

STAFF = "staff"
PUPIL = "pupil"

FREE_TRIES = 3
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=2)


def charge(person_kind: str, person_id: int, now: datetime) -> None:
    """Count a try as wrong before it is looked at, so that cutting the power wins nothing.

    Raises `TryLater` while the person's wait lasts. The first three tries are free, then the
    wait doubles from ten seconds to two minutes: a pupil cannot lock a teacher out for long.
    """
    with writing():
        row = _row(person_kind, person_id)
        seconds = _seconds(row.wait_until, now) if row and row.wait_until else 0
        if seconds:
            raise TryLater(
                f"Too many wrong tries. Please wait {seconds} "
                f"second{'' if seconds == 1 else 's'}, or ask a school leader.",
                seconds,
            )
        failures = (row.failures if row else 0) + 1
        wait = None
        if failures >= FREE_TRIES:
            doublings = min(failures - FREE_TRIES, 10)
            wait = now + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
        models.SignInThrottle.replace(
            person_kind=person_kind, person_id=person_id, failures=failures, wait_until=wait
        ).execute()


def forget(person_kind: str, person_id: int) -> None:
    """The right PIN or code was given: the count starts anew."""
    with writing():
        models.SignInThrottle.delete().where(
            models.SignInThrottle.person_kind == person_kind,
            models.SignInThrottle.person_id == person_id,
        ).execute()


def waiting(person_kind: str, now: datetime) -> dict[int, int]:
    """Who has to wait: person id to seconds left."""
    table = models.SignInThrottle
    with reading():
        rows = table.select().where(table.person_kind == person_kind, table.wait_until > now)
        seconds = {row.person_id: _seconds(row.wait_until, now) for row in rows}
        return {person: left for person, left in seconds.items() if left}


def lift(actor: Staff | None, person_kind: str, person_id: int, now: datetime) -> None:
    """A leader ends somebody's wait."""
    leader = need_leader(actor)
    with writing():
        forget(person_kind, person_id)
        audit.record(now, leader.id, "lifted a wait", f"{person_kind} {person_id}")


def _seconds(wait_until: datetime, now: datetime) -> int:
    """Until the wait is over. One that is longer than any we set comes from a clock that was
    wrong then: it must not keep somebody out for years."""
    left = wait_until - now
    return ceil(left.total_seconds()) if timedelta(0) < left <= LONGEST_WAIT else 0


def _row(person_kind: str, person_id: int) -> models.SignInThrottle | None:
    return models.SignInThrottle.get_or_none(
        models.SignInThrottle.person_kind == person_kind,
        models.SignInThrottle.person_id == person_id,
    )
