"""The statements behind one tap, written out.

Peewee takes longer to put a statement together than SQLite to run it (measured: it was most of
the time of an award), and one tap at the front of the class is what must never wait. Everything
here runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from db.connection import database
from db.records import Kind


@dataclass(frozen=True, slots=True)
class Ground:
    """What an award stands on, read in one statement."""

    skill_name: str
    icon: str
    kind: Kind
    points: int
    skill_retired: bool
    time_zone: str
    staff_works_here: bool
    class_is_there: bool
    needs_work: bool


class Enrolled(NamedTuple):
    """As much of a pupil's row as `roster.as_known` reads."""

    id: int
    forename: str
    surname: str
    preferred_name: str
    avatar: str


def is_there(act: str) -> bool:
    return _one("SELECT 1 FROM award WHERE act = ? LIMIT 1", (act,)) is not None


def ground(skill_id: int, class_id: int, staff_id: int) -> Ground | None:
    """None where there is no such skill."""
    row = _one(
        "SELECT name, icon, kind, points, retired_at,"
        " (SELECT time_zone FROM school LIMIT 1), (SELECT needs_work FROM school LIMIT 1),"
        " EXISTS (SELECT 1 FROM staff WHERE id = ? AND left_on IS NULL),"
        " EXISTS (SELECT 1 FROM school_class WHERE id = ? AND left_on IS NULL)"
        " FROM skill WHERE id = ?",
        (staff_id, class_id, skill_id),
    )
    if row is None:
        return None
    name, icon, kind, points, retired_at, time_zone, needs_work, works_here, in_use = row
    return Ground(
        name,
        icon,
        Kind(kind),
        points,
        retired_at is not None,
        time_zone,
        bool(works_here),
        bool(in_use),
        bool(needs_work),
    )


def class_pupils(class_id: int) -> tuple[tuple[Any, ...], ...]:
    """Everybody who is in the class now, in the order of `Enrolled`."""
    rows = database.execute_sql(
        _sql(
            "SELECT p.id, p.forename, p.surname, p.preferred_name, p.avatar"
            " FROM enrolment e JOIN pupil p ON p.id = e.pupil_id"
            " WHERE e.school_class_id = ? AND e.left_on IS NULL AND p.left_on IS NULL"
        ),
        (class_id,),
    )
    return tuple(rows.fetchall())


def insert(
    pupil_ids: Sequence[int],
    *,
    act: str,
    class_id: int,
    skill_id: int,
    what: Ground,
    note: str,
    staff_id: int,
    now: datetime,
    day: date,
) -> None:
    """One row for each pupil, in one statement."""
    shared = (
        class_id,
        skill_id,
        what.skill_name,
        what.icon,
        what.kind.value,
        what.points,
        note,
        staff_id,
        str(now.astimezone(UTC).replace(tzinfo=None)),
        str(day),
    )
    values = [value for pupil_id in pupil_ids for value in (act, pupil_id, *shared)]
    database.execute_sql(_insert_sql(len(pupil_ids)), values)


def move_totals(class_id: int, pupil_ids: Sequence[int], points: int) -> None:
    """Add `points` to the kept total of each of these pupils, and their sum to the class."""
    database.execute_sql(
        _sql(f"UPDATE pupil SET points = points + ? WHERE id IN ({_marks(len(pupil_ids))})"),  # noqa: S608 - only marks
        (points, *pupil_ids),
    )
    database.execute_sql(
        _sql("UPDATE school_class SET points = points + ? WHERE id = ?"),
        (points * len(pupil_ids), class_id),
    )


@lru_cache(maxsize=64)
def _insert_sql(count: int) -> str:
    row = f"({_marks(12)})"
    return _sql(
        "INSERT INTO award (act, pupil_id, school_class_id, skill_id, skill_name, icon, kind,"  # noqa: S608 - only marks
        f" points, note, staff_id, given_at, day) VALUES {', '.join([row] * count)}"
    )


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _one(sql: str, values: Iterable[object]) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = database.execute_sql(_sql(sql), tuple(values)).fetchone()
    return row


def _sql(words: str) -> str:
    """With the marks that the open database's driver reads."""
    return words if database.param == "?" else words.replace("?", str(database.param))
