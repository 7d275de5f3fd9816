"""Killed at any moment: what was called done is there, once, and the totals are right."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import connection, media, models, points, skills
from db.backup import backup, restore
from db.check import check
from db.connection import FILE_NAME
from tests.conftest import NOW, Here
from tests.faults.conftest import KILLS, LONGEST, child, lines_until_killed

WORDY = 400


@pytest.fixture
def data(here: Here) -> Iterator[Path]:
    """A school's folder that nobody has open."""
    connection.close_database()
    yield here.data
    connection.close_database()


def test_r3_no_award_is_lost_or_doubled(data: Path, chance: random.Random) -> None:
    awarded: dict[str, int] = {}
    asked: set[str] = set()
    undone: set[str] = set()
    for kill in range(KILLS):
        with child("award", data, f"k{kill}", chance.random()) as process:
            said = lines_until_killed(process, chance.uniform(0, 0.3))
        for sign, key, *count in (line.split() for line in said):
            if sign == "+":
                awarded[key] = int(count[0])
            else:
                (asked if sign == "?" else undone).add(key)

        connection.open_database(data / FILE_NAME)
        a = models.Award
        stands: dict[str, list[bool]] = {}
        for key, gone in a.select(a.act, a.undone_at).tuples():
            stands.setdefault(key, []).append(gone is None)
        for key, count in awarded.items():
            assert len(stands.get(key, [])) == count, f"{key} after kill {kill}"
            if key not in asked:
                assert all(stands[key]), f"{key} was never undone; kill {kill}"
        for key in undone:
            assert not any(stands[key]), f"{key} was undone; kill {kill}"
        assert check() == []
        connection.close_database()
    assert len(awarded) > KILLS, "the children awarded too little to prove anything"


def big_list(folder: Path) -> Path:
    file = folder / "list.csv"
    rows = [f"Forename{number},Surname{number},Oak" for number in range(WORDY)]
    file.write_text("\n".join(["Forename,Surname,Class", *rows]))
    return file


def test_an_import_is_all_there_or_not_at_all(
    data: Path, tmp_path: Path, chance: random.Random
) -> None:
    file = big_list(tmp_path)
    outcomes, longest = [], 0.0
    for kill in range(KILLS + 1):
        fresh = tmp_path / "fresh"
        shutil.copytree(data, fresh, ignore=shutil.ignore_patterns("fresh"))
        with child("import", fresh, file) as process:
            if kill == 0:  # how long it takes, so that the others die in the middle
                begun = time.monotonic()
                process.communicate(timeout=LONGEST)
                longest = time.monotonic() - begun
                assert process.returncode == 0
                said = ["done"]
            else:
                said = lines_until_killed(process, chance.uniform(0, longest))
        connection.open_database(fresh / FILE_NAME)
        there = models.Pupil.select().count() - 30
        assert there in (0, WORDY)
        if "done" in said:
            assert there == WORDY
        assert check() == []
        outcomes.append(there)
        connection.close_database()
        shutil.rmtree(fresh)
    assert 0 in outcomes


def keep_photo(folder: Path, held: bytes) -> None:
    photo = folder / "photo.jpg"
    photo.write_bytes(held)
    media.keep(photo, None, media.Facts("photo", "image/jpeg"), NOW)


def awards_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(opened.execute("SELECT COUNT(*) FROM award").fetchone()[0])


def test_a_backup_is_there_whole_or_not_at_all(
    data: Path, tmp_path: Path, chance: random.Random
) -> None:
    connection.open_database(data / FILE_NAME)
    for number in range(20):
        keep_photo(tmp_path, str(number).encode() * 100_000)
    connection.close_database()
    for kill in range(KILLS):
        file = tmp_path / f"{kill}.zip"
        with child("backup", data, file) as process:
            said = lines_until_killed(process, chance.uniform(0, 0.08))
        if "done" in said:
            assert file.exists()
        if file.exists():
            with zipfile.ZipFile(file) as zipped:
                assert zipped.testzip() is None
            restore(file, tmp_path / f"restored-{kill}", NOW)
            assert check() + media.check(every_byte=True) == []
            connection.close_database()


def test_a_restore_leaves_the_old_or_the_new_whichever_move_it_dies_at(
    here: Here, tmp_path: Path
) -> None:
    """Dead just before each change of a name on the disk, one after the other."""
    skill = skills.skills()[0].id
    points.award(here.leader, "new", here.maple.id, here.pupil_ids[:1], skill, NOW)
    keep_photo(tmp_path, b"on both sides")
    keep_photo(tmp_path, b"taken back later")
    made = backup(tmp_path / "safe.zip", NOW)
    models.Media.delete().where(models.Media.size == len(b"taken back later")).execute()
    media.sweep(NOW)
    keep_photo(tmp_path, b"came afterwards, and is longer")
    points.award(here.leader, "old", here.maple.id, here.pupil_ids[:9], skill, NOW)
    connection.close_database()
    seen = set()
    for move in range(1, 100):
        fresh = tmp_path / "fresh"
        shutil.copytree(here.data, fresh, ignore=shutil.ignore_patterns("fresh"))
        with child("restore", fresh, made.file, move) as process:
            said, _ = process.communicate(timeout=LONGEST)
        there = awards_in(fresh / FILE_NAME)
        assert there in (1, 10)
        kept = [awards_in(it / FILE_NAME) for it in fresh.glob("before-*") if any(it.iterdir())]
        if there == 1:
            assert kept == [10]
            for old in fresh.glob("before-*"):
                connection.open_database(old / FILE_NAME)
                assert media.check(every_byte=True) == []
                connection.close_database()
        connection.open_database(fresh / FILE_NAME)
        assert check() + media.check(every_byte=True) == []
        connection.close_database()
        # And whatever it left behind is in nobody's way.
        restore(made.file, fresh, NOW)
        assert awards_in(fresh / FILE_NAME) == 1
        connection.close_database()
        shutil.rmtree(fresh)
        seen.add(there)
        if process.returncode != -signal.SIGKILL:
            break
    assert (said, seen) == ("done\n", {1, 10})


def test_every_connection_writes_through_to_the_disk(here: Here) -> None:
    """A commit waits for the disk: what is called done outlives the power."""
    with connection.database.connection_context():
        assert connection.database.pragma("synchronous") == 2
        assert connection.database.pragma("journal_mode") == "wal"
        assert connection.database.pragma("foreign_keys") == 1
