"""Everything the school has in one file, and back again.

A backup is a zip: the records as one SQLite file, what the device remembers, the files of the
media folder (`db/backup_media.py`), and a manifest with the SHA-256 of each.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from peewee import SqliteDatabase

from db import audit, backup_media, connection, media, models
from db.check import check
from db.connection import FILE_NAME, database, reading, storage_sentences, writing
from db.folder import only_one, second_name, sync_folder
from db.policy import Refused, need_leader
from db.records import Staff

MANIFEST = "manifest.json"
FORMAT = "classroom-kiosk-backup-2"
WITHOUT_MEDIA = "classroom-kiosk-backup-1"
BESIDE = ("device.json",)
RECORDS = frozenset((FILE_NAME, *BESIDE))
_BACKING_UP, _RESTORING = ".backup-", ".restore-"
LEFT_OVER = timedelta(days=1)
NO_BACKUP = "{} is not a backup of this kiosk."
DAMAGED = "{} is damaged, so nothing was restored. Please use another backup."
IN_USE = "Another program is using these records. Please end it and try again."


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that stands whole on the disk.

    `lacking` is a sentence for each photo or film that was missing or damaged already.
    """

    file: Path
    school: str
    made_at: datetime
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept` is the folder with the records that stood here before, None where there were none;
    `disagreements` are those of `db.check` in what was restored."""

    backup: Backup
    kept: Path | None
    disagreements: tuple[str, ...]


def backup(file: Path, now: datetime) -> Backup:
    """Write the open records into `file`, or into a new file of the folder `file`.

    It holds one moment of the records, also while a kiosk is awarding and phones send photos,
    and every file that those records name. It appears under its name only when it is whole and
    on the disk.

    Raises `Refused` when `file` exists, when the copy does not pass SQLite's integrity check,
    or for records that are not SQLite; `StorageProblem` when it cannot be written.
    """
    source = database.obj
    if not isinstance(source, SqliteDatabase):
        raise Refused("Please back up these records with the tools of their database server.")
    data = Path(source.database).parent
    with storage_sentences():
        _sweep(data)
        if file.is_dir():
            file = file / f"kiosk-{now:%Y-%m-%d-%H%M%S}.zip"
        if file.exists():
            raise Refused(f"{file} exists already. Please choose another name.")
        with TemporaryDirectory(dir=data, prefix=_BACKING_UP) as folder:
            copy = Path(folder) / FILE_NAME
            backup_media.hold(data, Path(folder))
            with database.connection_context():
                database.execute_sql("VACUUM INTO ?", (str(copy),))
            backup_media.hold(data, Path(folder))  # and what came in between
            _integrity(copy, "The copy of the records is damaged, so there is no backup.")
            with reading():
                row = models.School.select().first()
            school = row.name if row else ""
            members = [copy, *(data / name for name in BESIDE if (data / name).is_file())]
            with _appearing(file) as part:
                about = {"school": school, "made_at": now.isoformat()}
                lacking = _write_zip(part, members, about)
    return Backup(file, school, now, lacking)


def back_up(actor: Staff | None, file: Path, now: datetime) -> Backup:
    """`backup()` for a leader at the kiosk: everything about every pupil leaves the device, so it
    is logged, in the records and so in the backup too.

    Raises `NotAllowed` for anybody else, and what `backup()` raises.
    """
    leader = need_leader(actor)
    with writing():
        audit.record(now, leader.id, "backed up the records", str(file))
    return backup(file, now)


def restore(file: Path, data: Path, now: datetime) -> Restored:
    """Put the records of the backup `file` in place of those in the folder `data`.

    The backup is unpacked and proved first: its checksums, SQLite's integrity check, its
    version, then its tables are brought up to date. The records that stand in `data` move into
    a folder beside them. Killed at any moment, either the old or the new records stand there.
    Afterwards the restored records are open.

    Raises `Refused` for a file that is no whole backup and while a kiosk runs on `data`;
    `StorageProblem` when it was made by a newer version, or when `data` cannot be written.
    """
    with storage_sentences(), only_one(data):
        if not file.is_file():
            raise Refused(f"There is no file {file}.")
        _sweep(data)
        connection.close_database()
        with TemporaryDirectory(dir=data, prefix=_RESTORING) as folder:
            fresh = Path(folder)
            manifest = _unpack(file, fresh)
            try:
                connection.open_database(fresh / FILE_NAME)
                disagreements = (*check(), *media.check())
            finally:
                connection.close_database()
            _fold(fresh / FILE_NAME)
            kept = _set_aside(data, now)
            _move_in(fresh, data)
        connection.open_database(data / FILE_NAME)
    made_at, lacking = datetime.fromisoformat(manifest["made_at"]), manifest.get("lacking", [])
    made = Backup(file, manifest["school"], made_at, tuple(map(str, lacking)))
    return Restored(made, kept, disagreements)


def _write_zip(part: Path, members: list[Path], about: dict[str, Any]) -> tuple[str, ...]:
    sums: dict[str, str] = {}
    with part.open("wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as zipped:
            for member in members:
                with (
                    member.open("rb") as source,
                    zipped.open(member.name, "w", force_zip64=True) as out,
                ):
                    sums[member.name] = backup_media.copied(source, out)
            records, *_ = members
            of_media, lacking = backup_media.write(zipped, records.parent.parent, records)
            manifest = {"format": FORMAT, "files": sums | of_media, "lacking": lacking} | about
            zipped.writestr(MANIFEST, json.dumps(manifest, indent=1))
        raw.flush()
        os.fsync(raw.fileno())
    return tuple(lacking)


@contextmanager
def _appearing(file: Path) -> Iterator[Path]:
    """Where to write what shall be `file`: it gets its name at the end, and takes nobody's."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.touch(mode=0o600)
        yield part
        try:
            os.link(part, file)
        except FileExistsError:
            raise Refused(f"{file} exists already. Please choose another name.") from None
        except OSError:
            part.rename(file)  # a stick whose file system knows no links
        sync_folder(file.parent)
    finally:
        part.unlink(missing_ok=True)


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    """The named members of the backup into `folder`, each as its checksum says."""
    if not zipfile.is_zipfile(file):
        raise Refused(NO_BACKUP.format(file))
    try:
        with zipfile.ZipFile(file) as zipped:
            manifest = _manifest(zipped, file)
            for name, wanted in manifest["files"].items():
                fresh = folder / name if name in RECORDS else backup_media.place(folder, name)
                with zipped.open(name) as member, fresh.open("wb") as out:
                    if backup_media.copied(member, out) != wanted:
                        raise Refused(DAMAGED.format(file))
    except (zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise Refused(DAMAGED.format(file)) from error
    _integrity(folder / FILE_NAME, DAMAGED.format(file))
    return manifest


def _manifest(zipped: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    try:
        found = json.loads(zipped.read(MANIFEST))
        known = found["format"] in (FORMAT, WITHOUT_MEDIA)
        names = set(found["files"])
        datetime.fromisoformat(found["made_at"])
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(NO_BACKUP.format(file)) from error
    if not known or FILE_NAME not in names or not backup_media.are_members(names - RECORDS):
        raise Refused(NO_BACKUP.format(file))
    manifest: dict[str, Any] = found
    return manifest


def _integrity(copy: Path, sentence: str) -> None:
    with closing(sqlite3.connect(copy)) as opened:
        try:
            answer = opened.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            raise Refused(sentence) from error
    if answer != ("ok",):
        raise Refused(sentence)


def _fold(records: Path) -> None:
    """Bring a SQLite file and its write-ahead log into the one file, which nobody else uses."""
    with closing(sqlite3.connect(records, timeout=1.0)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        answer = opened.execute("PRAGMA journal_mode=DELETE").fetchone()
    if answer != ("delete",):
        raise Refused(IN_USE)


def _set_aside(data: Path, now: datetime) -> Path | None:
    """A second name for the records that stand in `data`, in a folder of their own."""
    records = data / FILE_NAME
    if not records.exists():
        return None
    try:
        _fold(records)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise Refused(IN_USE) from error
        raise
    except sqlite3.DatabaseError:
        pass  # too damaged to fold: kept as it is, with its log
    kept = data / f"before-restore-{now:%Y-%m-%d-%H%M%S}"
    kept.mkdir(mode=0o700)
    # A log left beside new records would be played into them: it goes before they come.
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            (data / f"{FILE_NAME}{suffix}").rename(kept / f"{FILE_NAME}{suffix}")
    for name in (FILE_NAME, *BESIDE):
        if (data / name).exists():
            second_name(data / name, kept / name)
    backup_media.set_aside(data, kept)
    sync_folder(kept)
    sync_folder(data)
    return kept


def _move_in(fresh: Path, data: Path) -> None:
    """The records last: until they are there, the old ones are."""
    backup_media.move_in(fresh, data)
    for name in (*BESIDE, FILE_NAME):
        if (fresh / name).exists():
            with (fresh / name).open("rb+") as unpacked:
                os.fsync(unpacked.fileno())
            (fresh / name).replace(data / name)
    sync_folder(data)


def _sweep(data: Path) -> None:
    """Take away what a backup or restore that was killed left in the folder."""
    for folder in data.glob(".*"):
        if folder.name.startswith((_BACKING_UP, _RESTORING)):
            age = datetime.now(UTC) - datetime.fromtimestamp(folder.stat().st_mtime, UTC)
            if age > LEFT_OVER:
                shutil.rmtree(folder, ignore_errors=True)
