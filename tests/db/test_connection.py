"""Opening the records, and the ways into them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from db import connection, models
from db.connection import database, looking, reading, writing
from db.policy import StorageProblem
from kiosk.cli import main
from tests.conftest import Here


def pragma(name: str) -> object:
    return database.execute_sql(f"PRAGMA {name}").fetchone()[0]


def test_every_connection_is_durable_and_minds_its_keys(records: Path) -> None:
    def look() -> tuple[object, ...]:
        with reading():
            return pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")

    with ThreadPoolExecutor(4) as threads:
        seen = {threads.submit(look).result() for _ in range(8)}
    assert seen == {("wal", 2, 1)}


def test_all_of_a_transaction_or_nothing(here: Here) -> None:
    def half() -> None:
        with writing():
            models.Staff.create(name="Ghost", role="teacher")
            with writing():
                models.Staff.create(name="Ghost of a ghost", role="teacher")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with reading():
        assert [row.name for row in models.Staff.select()] == ["Mrs Rowan"]


def test_a_reading_belongs_to_one_moment(here: Here) -> None:
    def arrive() -> None:
        with writing():
            models.Staff.create(name="Mr Ash", role="teacher")

    with ThreadPoolExecutor(1) as other, reading():
        assert models.Staff.select().count() == 1
        other.submit(arrive).result()
        assert models.Staff.select().count() == 1
    with reading():
        assert models.Staff.select().count() == 2


def test_a_locked_database_is_said_in_a_sentence(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close_database()
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    monkeypatch.setitem(connection.PRAGMAS, "busy_timeout", 100)
    connection.open_database(here.data / connection.FILE_NAME)
    other = sqlite3.connect(here.data / connection.FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StorageProblem, match="busy"), writing():
            pass
    finally:
        other.close()
    with writing():
        models.Staff.create(name="Mr Ash", role="teacher")


def test_a_damaged_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / connection.FILE_NAME
    file.write_bytes(b"this is no database" * 1000)
    with pytest.raises(StorageProblem, match="damaged"):
        connection.open_database(file)


def test_a_newer_data_folder_is_refused(records: Path) -> None:
    with writing():
        database.execute_sql(
            "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')"
        )
    connection.close_database()
    before = (records / connection.FILE_NAME).read_bytes()
    with pytest.raises(StorageProblem, match="newer version"):
        connection.open_database(records / connection.FILE_NAME)
    connection.close_database()
    for arguments in (["run"], ["check"], ["import", __file__]):
        ran = CliRunner().invoke(main, ["--data", str(records), *arguments])
        assert ran.exit_code == 1, ran.output
        assert "newer version of the kiosk" in ran.output
        assert "Traceback" not in ran.output
    assert (records / connection.FILE_NAME).read_bytes() == before


def test_opening_twice_changes_nothing(records: Path) -> None:
    connection.close_database()
    connection.open_database(records / connection.FILE_NAME)
    assert connection.bring_up_to_date() == []


def test_two_programs_that_start_at_once_on_an_empty_folder(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys; from db import connection;"
        "connection.open_database(pathlib.Path(sys.argv[1]))"
    )
    file = str(tmp_path / "new" / connection.FILE_NAME)
    programs = [
        subprocess.Popen([sys.executable, "-c", script, file], stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [(it.wait(30), it.stderr.read() if it.stderr else "") for it in programs] == [
        (0, "")
    ] * 4


def test_a_look_joins_what_is_open_and_leaves_it_open(here: Here) -> None:
    with writing():
        models.School.update(name="Hilltop").execute()
        with looking():
            assert models.School.get().name == "Hilltop"
        assert database.in_transaction()
    with looking():
        with looking():
            assert models.School.get().name == "Hilltop"
        assert not database.is_closed()
    assert database.is_closed()
