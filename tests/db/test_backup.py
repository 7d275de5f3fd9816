"""Backups: one whole file while the kiosk runs, and back again."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from db import connection, models, people, points, school, skills
from db.backup import MANIFEST, back_up, backup, restore
from db.check import check
from db.connection import FILE_NAME, reading, writing
from db.folder import LOCK_NAME, only_one
from db.policy import NotAllowed, Refused, StorageProblem
from db.records import Role
from tests.conftest import NOW, PIN, Here


def award(here: Here, key: str) -> None:
    points.award(here.leader, key, here.maple.id, here.pupil_ids[:3], skills.skills()[0].id, NOW)


def total(here: Here) -> int:
    return int(models.SchoolClass.get_by_id(here.maple.id).points)


def test_a_backup_comes_back_whole_and_the_old_records_are_kept(here: Here, tmp_path: Path) -> None:
    award(here, "before")
    made = backup(tmp_path / "safe.zip", NOW)
    award(here, "after")
    assert (made.school, total(here)) == ("Riverside Primary", 6)

    restored = restore(made.file, here.data, NOW)

    assert (total(here), restored.disagreements, check()) == (3, (), [])
    assert restored.backup == made
    assert restored.kept is not None
    with closing(sqlite3.connect(restored.kept / FILE_NAME)) as kept:
        assert kept.execute("SELECT SUM(points) FROM award").fetchone() == (6,)


def test_a_backup_goes_into_an_empty_folder(here: Here, tmp_path: Path) -> None:
    award(here, "one")
    made = backup(tmp_path / "safe.zip", NOW)
    restored = restore(made.file, tmp_path / "new", NOW)
    assert (restored.kept, total(here)) == (None, 3)
    assert not list((tmp_path / "new").glob(".*"))


def test_a_folder_gets_a_file_named_for_the_moment(here: Here, tmp_path: Path) -> None:
    sticks = tmp_path / "stick"
    sticks.mkdir()
    made = backup(sticks, NOW)
    backup(sticks, NOW + timedelta(seconds=1))
    assert made.file.name == "kiosk-2026-11-24-103000.zip"
    assert len(list(sticks.iterdir())) == 2


def test_a_backup_never_takes_the_place_of_a_file(here: Here, tmp_path: Path) -> None:
    (tmp_path / "safe.zip").write_text("something newer")
    with pytest.raises(Refused, match="exists already"):
        backup(tmp_path / "safe.zip", NOW)
    assert (tmp_path / "safe.zip").read_text() == "something newer"


def test_a_backup_is_for_its_owner_only(here: Here, tmp_path: Path) -> None:
    assert backup(tmp_path / "safe.zip", NOW).file.stat().st_mode & 0o077 == 0


def test_r26_at_the_kiosk_only_leaders_back_up_and_it_is_logged(here: Here, tmp_path: Path) -> None:
    teacher = people.add_staff("Mr Hart", Role.TEACHER, NOW, pin=PIN)
    for actor in (None, teacher):
        with pytest.raises(NotAllowed):
            back_up(actor, tmp_path / "safe.zip", NOW)
    assert not (tmp_path / "safe.zip").exists()
    back_up(here.leader, tmp_path / "safe.zip", NOW)
    assert (tmp_path / "safe.zip").exists()
    with reading():
        last = models.AuditEntry.select().order_by(models.AuditEntry.id.desc()).first()
    assert (last.action, last.staff_id) == ("backed up the records", here.leader.id)


def test_what_the_log_holds_is_in_the_backup(here: Here, tmp_path: Path) -> None:
    """Another connection keeps the write-ahead log from being folded in."""
    with closing(sqlite3.connect(here.data / FILE_NAME)) as other:
        other.execute("BEGIN")
        other.execute("SELECT 1 FROM school").fetchone()
        award(here, "in the log")
        made = backup(tmp_path / "safe.zip", NOW)
        other.rollback()
    connection.close_database()
    restore(made.file, here.data, NOW)
    assert total(here) == 3


def damage_bytes(file: Path) -> None:
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 0xFF
    file.write_bytes(held)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])


def something_else(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("holiday.jpg", b"sand")


def no_zip(file: Path) -> None:
    file.write_text("Forename,Surname\n")


def another_name(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as zipped:
        manifest = json.loads(zipped.read(MANIFEST))
    manifest["files"]["../../kiosk.sqlite3"] = ""
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr(MANIFEST, json.dumps(manifest))


def empty_records(file: Path) -> None:
    """The manifest and its checksum are right, but the records are not."""
    rewrite(file, b"not a database at all" * 100)


def rewrite(file: Path, records: bytes) -> None:
    import hashlib

    with zipfile.ZipFile(file) as zipped:
        manifest = json.loads(zipped.read(MANIFEST))
    manifest["files"] = {FILE_NAME: hashlib.sha256(records).hexdigest()}
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr(MANIFEST, json.dumps(manifest))
        zipped.writestr(FILE_NAME, records)


@pytest.mark.parametrize(
    "spoil", [damage_bytes, cut, something_else, no_zip, another_name, empty_records]
)
def test_only_a_whole_backup_is_restored(
    here: Here, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    made = backup(tmp_path / "safe.zip", NOW)
    award(here, "stays")
    spoil(made.file)
    with pytest.raises(Refused, match="backup"):
        restore(made.file, here.data, NOW)
    assert not list(here.data.glob("before-restore-*"))
    connection.open_database(here.data / FILE_NAME)
    assert (total(here), check()) == (3, [])


def test_a_newer_backup_is_refused(here: Here, tmp_path: Path) -> None:
    made = backup(tmp_path / "safe.zip", NOW)
    with zipfile.ZipFile(made.file) as zipped:
        (tmp_path / "copy").write_bytes(zipped.read(FILE_NAME))
    with closing(sqlite3.connect(tmp_path / "copy")) as newer, newer:
        newer.execute("INSERT INTO schema_migration (name, applied) VALUES ('0999_later', '')")
    rewrite(made.file, (tmp_path / "copy").read_bytes())
    with pytest.raises(StorageProblem, match="newer version"):
        restore(made.file, here.data, NOW)
    connection.open_database(here.data / FILE_NAME)
    assert school.current() is not None


def test_nothing_is_restored_under_a_running_kiosk(here: Here, tmp_path: Path) -> None:
    made = backup(tmp_path / "safe.zip", NOW)
    with only_one(here.data), pytest.raises(Refused, match="running"):
        restore(made.file, here.data, NOW)
    restore(made.file, here.data, NOW)
    assert (here.data / LOCK_NAME).exists()


def test_nothing_is_restored_under_another_command(here: Here, tmp_path: Path) -> None:
    made = backup(tmp_path / "safe.zip", NOW)
    with closing(sqlite3.connect(here.data / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT 1 FROM school").fetchone()
        with pytest.raises(Refused, match="Another program"):
            restore(made.file, here.data, NOW)


def test_damaged_records_are_kept_as_they_are_and_replaced(here: Here, tmp_path: Path) -> None:
    award(here, "one")
    made = backup(tmp_path / "safe.zip", NOW)
    connection.close_database()
    (here.data / FILE_NAME).write_bytes(b"\0" * 4096)
    restored = restore(made.file, here.data, NOW)
    assert restored.kept is not None
    assert (restored.kept / FILE_NAME).read_bytes() == b"\0" * 4096
    assert (total(here), check()) == (3, [])


def test_disagreements_in_a_backup_are_told(here: Here, tmp_path: Path) -> None:
    with writing():
        models.Pupil.update(points=7).where(models.Pupil.id == here.pupil_ids[0]).execute()
    made = backup(tmp_path / "safe.zip", NOW)
    assert len(restore(made.file, here.data, NOW).disagreements) == 1
