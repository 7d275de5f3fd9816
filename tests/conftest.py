"""What every test may ask for: real records in a real SQLite file, and a school in them."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from db import connection, models, pins
from db.avatars import avatar_for
from db.connection import writing
from db.records import SchoolClass, Staff
from db.roster import school_class
from db.set_up import set_up

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
TODAY = NOW.date()
PIN = "246802"
FORENAMES = (
    "Aisha Amelia Arjun Ava Ben Callum Charlie Chloe Daisy Dylan Ella Elif Ethan Fatima Finn "
    "Freya George Grace Hana Harry Isla Jack Jasmine Kai Leo Lily Maya Mohammed Niamh Noah"
).split()


@dataclass(frozen=True)
class Here:
    """A school that stands: one leader, one class of thirty."""

    data: Path
    leader: Staff
    maple: SchoolClass
    pupil_ids: tuple[int, ...]


os.environ["KIOSK_PHONE_PORT"] = "0"  # no kiosk of a test opens a port unless it says which


@pytest.fixture(scope="session", autouse=True)
def quick_pins() -> None:
    """Argon2id as everywhere, but without the work that makes guessing slow."""
    pins._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def empty_records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records with nothing in them, made once: every test gets a copy."""
    file = tmp_path_factory.mktemp("empty") / connection.FILE_NAME
    connection.open_database(file)
    connection.close_database()
    return file


@pytest.fixture
def records(tmp_path: Path, empty_records: Path) -> Iterator[Path]:
    """An empty data folder whose database is open."""
    shutil.copyfile(empty_records, tmp_path / connection.FILE_NAME)
    connection.open_database(tmp_path / connection.FILE_NAME)
    yield tmp_path
    connection.close_database()


@pytest.fixture
def here(records: Path) -> Here:
    with writing():
        _, leader = set_up("Riverside Primary", "Mrs Rowan", PIN, NOW)
        row = models.SchoolClass.create(name="Maple", year_group="Year 2")
        ids = add_pupils(row.id, FORENAMES)
    return Here(records, leader, school_class(row.id), tuple(ids))


def add_pupils(class_id: int, names: list[str]) -> list[int]:
    """Pupils straight into the tables, for tests that are about something else."""
    ids = []
    for number, name in enumerate(names):
        pupil = models.Pupil.create(
            forename=name, surname=f"Surname{number:02}", avatar=avatar_for(number)
        )
        models.Enrolment.create(pupil=pupil, school_class=class_id)
        ids.append(pupil.id)
    return ids


@pytest.fixture(autouse=True)
def no_unexpected_errors(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """The kiosk mends itself after an error; a test must notice that it had to."""
    yield
    if request.node.get_closest_marker("breaks"):
        return
    troubles = [
        record
        for record in caplog.get_records("call")
        if record.name == "kiosk" and record.levelno >= logging.ERROR
    ]
    if troubles:
        pytest.fail(f"the kiosk logged an error:\n{logging.Formatter().format(troubles[0])}")
