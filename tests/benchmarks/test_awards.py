"""An award against bare sqlite3."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import connection, points, skills
from tests.benchmarks.bare import Sqlite, Statement, recorded
from tests.benchmarks.conftest import Race
from tests.conftest import NOW, Here

ROUNDS = 300
WRITES = ("INSERT", "UPDATE")


@pytest.fixture
def bare(here: Here, tmp_path: Path) -> Iterator[Sqlite]:
    """The same school in another file of the same folder."""
    connection.close_database()
    copy = tmp_path / "bare.sqlite3"
    shutil.copy(here.data / connection.FILE_NAME, copy)
    opened = Sqlite(copy)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("count", "whom", "goal"), [(1, "one pupil", 3.0), (30, "a class of 30", 1.5)]
)
@pytest.mark.parametrize("only_writes", [False, True], ids=["same", "writes"])
def test_award(
    race: Race, here: Here, bare: Sqlite, count: int, whom: str, goal: float, only_writes: bool
) -> None:
    ids = here.pupil_ids[:count]
    skill_id = skills.skills()[0].id
    with recorded() as statements:
        points.award(here.leader, "first", here.maple.id, ids, skill_id, NOW)
    if only_writes:
        statements = [it for it in statements if it[0].lstrip().upper().startswith(WRITES)]
    assert statements

    def ours() -> None:
        points.award(here.leader, uuid.uuid4().hex, here.maple.id, ids, skill_id, NOW)

    def renamed(act: str) -> list[Statement]:
        return [
            (sql, [act if it == "first" else it for it in params]) for sql, params in statements
        ]

    todo: list[Statement] = []

    def between() -> None:
        todo[:] = renamed(uuid.uuid4().hex)

    against = (
        "bare sqlite3, only what is written" if only_writes else "bare sqlite3, same statements"
    )
    race(
        f"award to {whom}",
        ours,
        against,
        lambda: bare.run(todo),
        goal=goal,
        rounds=ROUNDS,
        between=between,
        warm_up=10,
    )
