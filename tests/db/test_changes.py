"""What anybody commits is noticed, once; what nobody commits is not."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import connection, models
from db.changes import Watcher
from db.connection import FILE_NAME, reading, writing
from db.policy import Refused, StorageProblem
from tests.conftest import Here


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    made = Watcher()
    yield made
    made.close()


def test_nothing_changed_at_first_nor_by_reading(here: Here, watcher: Watcher) -> None:
    assert not watcher.changed()
    with reading():
        assert models.Pupil.select().count() == 30
    assert not watcher.changed()


def test_a_commit_here_is_noticed_once(here: Here, watcher: Watcher) -> None:
    watcher.changed()
    with writing():
        models.SchoolClass.create(name="Oak")
        assert not watcher.changed()
    assert watcher.changed()
    assert not watcher.changed()


def _change_and_fail() -> None:
    with writing():
        models.SchoolClass.create(name="Oak")
        raise Refused("no")


def test_what_was_rolled_back_is_no_change(here: Here, watcher: Watcher) -> None:
    watcher.changed()
    with pytest.raises(Refused):
        _change_and_fail()
    assert not watcher.changed()


def test_another_process_is_noticed(here: Here, watcher: Watcher) -> None:
    watcher.changed()
    code = (
        "import sys, pathlib; from db import connection, models\n"
        "connection.open_database(pathlib.Path(sys.argv[1]))\n"
        "with connection.writing(): models.SchoolClass.create(name='Oak')"
    )
    file = str(here.data / FILE_NAME)
    subprocess.run([sys.executable, "-c", code, file], check=True)
    assert watcher.changed()
    assert not watcher.changed()


def test_other_records_are_a_change(here: Here, watcher: Watcher, tmp_path: Path) -> None:
    watcher.changed()
    connection.open_database(tmp_path / "other" / FILE_NAME)
    assert watcher.changed()
    assert not watcher.changed()


def test_records_that_are_gone_are_said_to_be_and_not_made(here: Here, watcher: Watcher) -> None:
    connection.close_database()
    (here.data / FILE_NAME).unlink()
    with pytest.raises(StorageProblem):
        watcher.changed()
    assert not (here.data / FILE_NAME).exists()


def test_it_goes_on_after_it_was_closed(here: Here, watcher: Watcher) -> None:
    watcher.changed()
    watcher.close()
    assert watcher.changed()  # somebody may have
    assert not watcher.changed()


def test_it_keeps_nobody_from_writing(here: Here, watcher: Watcher) -> None:
    watcher.changed()
    with closing(sqlite3.connect(here.data / FILE_NAME, timeout=0)) as other:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE school SET name = 'Hill'")
        watcher.changed()
        other.execute("COMMIT")
        assert watcher.changed()
        assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def test_records_on_a_server_are_not_watched_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.changes.database", type("Proxy", (), {"obj": object()}))
    assert not Watcher().changed()
