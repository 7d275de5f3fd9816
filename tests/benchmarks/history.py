"""A school of fourteen classes, with five years of awards or with none."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from db import connection, models, points, skills
from db.connection import writing
from db.records import Staff
from db.set_up import set_up
from tests.conftest import FORENAMES, NOW, PIN, TODAY, add_pupils

CLASSES = 14
AWARDS = 1_000_000
TODAYS_AWARDS = 40
DAYS = [
    day
    for day in (TODAY - timedelta(days=number) for number in range(1, 5 * 365))
    if day.weekday() < 5 and day.month != 8
]


def build(file: Path, awards: int) -> Staff:
    """Make the school in `file`; `awards` of the past, and the same day today in either case."""
    connection.open_database(file)
    _, leader = set_up("Riverside Primary", "Mrs Rowan", PIN, NOW)
    with writing():
        for number in range(CLASSES):
            row = models.SchoolClass.create(name=f"Class {number + 1:02}", year_group="Year 3")
            add_pupils(row.id, FORENAMES)
    if awards:
        _fill(file, awards)
    chance = random.Random(2)
    found = skills.skills()
    ids = list(range(1, 31))
    for number in range(TODAYS_AWARDS):
        whom = chance.sample(ids, chance.choice([1, 1, 1, 3]))
        points.award(leader, f"today{number}", 1, whom, chance.choice(found).id, NOW)
    connection.close_database()
    return leader


def _fill(file: Path, awards: int) -> None:
    """Straight into the table, spread evenly over days and classes, and then the kept totals."""
    chance = random.Random(1)
    found = skills.skills()

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(awards):
            day: date = DAYS[-1 - number * len(DAYS) // awards]
            school_class = 1 + number % CLASSES
            pupil = (school_class - 1) * len(FORENAMES) + chance.randint(1, len(FORENAMES))
            skill = found[chance.randrange(len(found))]
            moment = datetime(day.year, day.month, day.day, 9 + number % 6, number % 60)  # noqa: DTZ001
            yield (
                f"past{number}", pupil, school_class, skill.id, skill.name, skill.icon,
                skill.kind.value, skill.points, "", 1, str(moment), str(day),
            )  # fmt: skip

    with sqlite3.connect(file) as opened:
        opened.execute("PRAGMA synchronous = OFF")
        opened.executemany(
            "INSERT INTO award (act, pupil_id, school_class_id, skill_id, skill_name, icon, kind,"
            " points, note, staff_id, given_at, day) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            rows(),
        )
        for table, column in (("pupil", "pupil_id"), ("school_class", "school_class_id")):
            opened.execute(
                f"UPDATE {table} SET points = (SELECT COALESCE(SUM(points), 0) FROM award"
                f" WHERE {column} = {table}.id)"
            )
    opened.close()
