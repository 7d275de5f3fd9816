"""The media folder: files under their SHA-256, and the rows that name them.

A file is whole and on the disk before a committed row names it. What a power cut leaves over is
a file that no row names, or a row that nothing of the school's needs; never a row without its file.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import and_
from pathlib import Path
from tempfile import mkstemp

from peewee import Expression, SqliteDatabase, fn

from db import models
from db.connection import database, reading, storage_sentences, writing
from db.folder import sync_folder
from db.policy import NotFound, Problem, Refused

FOLDER = "media"
INCOMING = ".new-"
STALE = timedelta(hours=1)
CHUNK = 1 << 20
MOST_OF_A_KIND = 20
NAME = re.compile(r"[0-9a-f]{64}")
GONE = "This file is not there any more."
DISK_FULL = "There is no room for more photos and films. Please ask your school."
PUPIL_FULL = "This portfolio is full. Please take something out of it first."


@dataclass(frozen=True, slots=True)
class Facts:
    """What a clean file is. `kind` is photo, pdf, audio or video; sizes in pixels."""

    kind: str
    content_type: str
    width: int = 0
    height: int = 0
    seconds: float = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Media:
    """A file of the store. `size` and `poster_size` are bytes; no poster is an empty name."""

    sha256: str
    facts: Facts
    size: int
    poster_sha256: str
    poster_size: int
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes the store and one pupil's portfolio may hold, and how many bytes of the
    disk stay free whatever comes."""

    store: int = 20 << 30
    pupil: int = 1 << 30
    free: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Swept:
    """`removed` files that no row names; `missing` are names of rows whose file is not there."""

    removed: int
    missing: tuple[str, ...]


def folder() -> Path:
    """The media folder beside the open records. Raises `Refused` for records on a server."""
    source = database.obj
    if not isinstance(source, SqliteDatabase):
        raise Refused("Photos and films need records that are a file on this device.")
    return Path(source.database).parent / FOLDER


def path(sha256: str) -> Path:
    """Where the file of this name is, or would be. Raises `NotFound` for what is no name."""
    if not NAME.fullmatch(sha256):
        raise NotFound(GONE)
    return folder() / sha256[:2] / sha256


def path_if_any(name: str) -> Path | None:
    """The same for a name that is empty where there is no file: None then."""
    return path(name) if name else None


def get(sha256: str) -> Media:
    """Raises `NotFound` when no row has this name."""
    with reading():
        row = models.Media.get_or_none(models.Media.sha256 == sha256)
        if row is None:
            raise NotFound(GONE)
        return _record(row)


def keep(
    clean: Path, poster: Path | None, facts: Facts, now: datetime, *, take: bool = False
) -> Media:
    """Put copies of `clean` and `poster` into the store; the same bytes twice are one file.

    With `take` the files themselves are moved in where they lie on the same disk: nobody may
    have them open or need them any more.

    Not to be called inside `writing()`: copying a film takes longer than others can wait.
    Raises `StorageProblem` when the disk fails or is full.
    """
    with (
        storage_sentences(),
        _copied(clean, take) as film,
        _copied(poster, take) as still,
        writing(),
    ):
        # Named inside the transaction, as the sweep is: neither sees the other half done.
        sha256, size = film.settle()
        poster_sha256, poster_size = still.settle()
        m = models.Media
        # Kept anew, it is as fresh as a new one: the sweep leaves it to whoever is about to use it.
        m.update(stored_at=now).where(m.sha256 == sha256).execute()
        row, _ = m.get_or_create(
            sha256=sha256,
            defaults={
                "kind": facts.kind,
                "content_type": facts.content_type,
                "size": size,
                "width": facts.width,
                "height": facts.height,
                "seconds": facts.seconds,
                "pages": facts.pages,
                "poster_sha256": poster_sha256,
                "poster_size": poster_size,
                "stored_at": now,
            },
        )
        return _record(row)


def need_room(pupil_id: int | None, coming: int, room: Room) -> None:
    """Raises `Refused` when `coming` bytes more are too many for the store, the disk or the
    pupil; a post of a story is no pupil's (None). Items that were taken back do not count."""
    m, i = models.Media, models.PortfolioItem
    with storage_sentences(), reading():
        held = m.select(fn.COALESCE(fn.SUM(m.size + m.poster_size), 0)).scalar()
        kept = m.sha256.in_(i.select(i.media).where(i.pupil == pupil_id, i.state != "taken back"))
        own = m.select(fn.COALESCE(fn.SUM(m.size + m.poster_size), 0)).where(kept).scalar()
        disk = shutil.disk_usage(folder().parent).free
    if held + coming > room.store or disk - coming < room.free:
        raise Refused(DISK_FULL)
    if pupil_id is not None and own + coming > room.pupil:
        raise Refused(PUPIL_FULL)


def let_go(sha256: str, since: datetime) -> tuple[str, ...]:
    """Delete the row if nothing names it any more, inside the caller's `writing()`; gives the
    names for `remove()` after it.

    A row that was kept anew after `since` stays: whoever did that is about to name it.
    """
    m = models.Media
    row = m.get_or_none(m.sha256 == sha256, _unused(), m.stored_at <= since)
    if row is None:
        return ()
    m.delete().where(m.sha256 == sha256).execute()
    return tuple(name for name in (row.sha256, row.poster_sha256) if name)


def remove(names: tuple[str, ...]) -> None:
    """Remove the files that no row names any more, now that this is committed.

    What cannot be removed, or not yet, is left to the sweep.
    """
    m = models.Media
    if not names or database.in_transaction():
        return
    with suppress(Problem), storage_sentences(), writing():
        for name in names:
            if not m.select().where((m.sha256 == name) | (m.poster_sha256 == name)).exists():
                path(name).unlink(missing_ok=True)


def sweep(now: datetime) -> Swept:
    """Remove rows that nothing names and files that no row names.

    A row, or a half-written file, has an hour for whoever made it to go on.
    """
    m = models.Media
    with writing():
        m.delete().where(_unused(), m.stored_at < now - STALE).execute()
    # Only now, when that is committed: a power cut never leaves a row without its file.
    with storage_sentences(), writing():
        named = _named()
        present: set[str] = set()
        removed = 0
        for file in _files():
            if file.name in named:
                present.add(file.name)
            elif not file.name.startswith(INCOMING) or _is_stale(file, now):
                file.unlink(missing_ok=True)
                removed += 1
    return Swept(removed, tuple(sorted(named - present)))


def check(*, every_byte: bool = False) -> list[str]:
    """Every disagreement between rows and files, a sentence each, at most twenty of a kind.

    With `every_byte` each file is read and hashed, which takes as long as the disk takes.
    """
    if not isinstance(database.obj, SqliteDatabase):
        return []
    with storage_sentences(), reading():
        m = models.Media
        sizes = {row.sha256: row.size for row in m.select(m.sha256, m.size)}
        posters = m.select(m.poster_sha256, m.poster_size).where(m.poster_sha256 != "")
        sizes |= {row.poster_sha256: row.poster_size for row in posters}
    missing, torn = [], []
    for name, size in sorted(sizes.items()):
        file = path(name)
        if not file.is_file():
            missing.append(f"The file of {name[:12]}… is missing from the media folder.")
        elif file.stat().st_size != size or (every_byte and _hash(file) != name):
            torn.append(f"The file of {name[:12]}… in the media folder is damaged.")
    return missing[:MOST_OF_A_KIND] + torn[:MOST_OF_A_KIND]


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy that is on the disk, under a name of its own; none where there was no source."""

    beside: Path | None
    name: str
    size: int

    def settle(self) -> tuple[str, int]:
        """Give it its name; over a copy that a power cut may have torn."""
        if self.beside is not None:
            file = path(self.name)
            _stand(file.parent)
            self.beside.replace(file)
            sync_folder(file.parent)
        return self.name, self.size


@contextmanager
def _copied(source: Path | None, take: bool) -> Iterator[_Copy]:
    if source is None:
        yield _Copy(None, "", 0)
        return
    store = folder()
    _stand(store)
    handle, beside = mkstemp(prefix=INCOMING, dir=store)
    os.close(handle)
    try:
        if take and source.stat().st_dev == store.stat().st_dev:
            source.replace(beside)
            os.chmod(beside, 0o600)
        else:
            with source.open("rb") as into, Path(beside).open("wb") as out:
                shutil.copyfileobj(into, out, CHUNK)
        with Path(beside).open("rb+") as whole:
            name = hashlib.file_digest(whole, "sha256").hexdigest()
            os.fsync(whole.fileno())
            size = whole.seek(0, os.SEEK_END)
        yield _Copy(Path(beside), name, size)
    finally:
        with suppress(OSError):
            os.unlink(beside)


def _stand(store: Path) -> None:
    if not store.is_dir():
        store.mkdir(mode=0o700, exist_ok=True)
        sync_folder(store.parent)


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _unused() -> Expression:
    """Whether no portfolio item, post or anything else names a row."""
    m = models.Media
    named = (
        m.sha256.not_in(table.select(field).where(field.is_null(False)))
        for field, table in m._meta.backrefs.items()
    )
    return reduce(and_, named)


def _named() -> set[str]:
    m = models.Media
    rows = m.select(m.sha256, m.poster_sha256)
    return {name for row in rows for name in (row.sha256, row.poster_sha256) if name}


def _files() -> Iterator[Path]:
    store = folder()
    if store.is_dir():
        for entry in list(store.iterdir()):
            if entry.is_dir() and not entry.is_symlink():
                yield from list(entry.iterdir())
            else:
                yield entry


def _is_stale(file: Path, now: datetime) -> bool:
    return now.timestamp() - file.stat().st_mtime > STALE.total_seconds()


def _record(row: models.Media) -> Media:
    return Media(
        row.sha256,
        Facts(row.kind, row.content_type, row.width, row.height, row.seconds, row.pages),
        row.size,
        row.poster_sha256,
        row.poster_size,
        row.stored_at,
    )
