"""Open the school's records, and the ways into them: `reading()`, `looking()`, `writing()`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from peewee import DatabaseError, DatabaseProxy, IntegrityError
from playhouse.pool import PooledSqliteDatabase

from db.policy import StorageProblem

database = DatabaseProxy()

FILE_NAME = "kiosk.sqlite3"
MIGRATIONS = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"  # where playhouse.migrations keeps which steps were taken
BUSY_SECONDS = 5.0

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": int(BUSY_SECONDS * 1000),
}

LOCKED = (
    "The school's records are busy with other work. Nothing was changed. "
    "Please try again in a moment."
)
FULL = "The disk is full, so nothing was saved. Please free some space and try again."
READ_ONLY = (
    "The folder with the school's records cannot be written to. Nothing was changed. "
    "Please ask whoever looks after this device."
)
DAMAGED = (
    "The file with the school's records is damaged. Nothing was changed. "
    "Please restore the last backup: kiosk restore FILE."
)
UNREACHABLE = (
    "The school's records cannot be opened. Nothing was changed. "
    "Please ask whoever looks after this device."
)


def open_database(where: Path | str) -> None:
    """Make `where` the database that every operation uses, and bring its tables up to date.

    `where` is the path of a SQLite file (made when missing, together with its folder), or the
    URL of a database (`postgresql://…`) as `playhouse.db_url` reads it.

    Raises `StorageProblem` when it cannot be opened or written, or when it was made by a
    newer version of this program.
    """
    with storage_sentences():
        if isinstance(where, Path):
            where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            opened = PooledSqliteDatabase(
                str(where),
                pragmas=PRAGMAS,
                timeout=BUSY_SECONDS,
                lock_type="IMMEDIATE",
                check_same_thread=False,
            )
        else:
            opened = import_module("playhouse.db_url").connect(where)  # loads every driver
        database.initialize(opened)
        with opened.connection_context():
            bring_up_to_date()


def bring_up_to_date() -> list[str]:
    """Apply the migrations that the open database lacks; gives their names."""
    if _steps_taken() == {step.stem for step in MIGRATIONS.glob("[0-9]*.py")}:
        return []  # as on nearly every day: what takes the steps need not be loaded
    done: list[str] = import_module("db.steps").take()
    return done


def _steps_taken() -> set[str]:
    if not database.table_exists(HISTORY):
        return set()
    return {name for (name,) in database.execute_sql(f"SELECT name FROM {HISTORY}").fetchall()}  # noqa: S608 - a constant


_CLOSE_TOO: list[Callable[[], None]] = []


def close_too(close: Callable[[], None]) -> None:
    """Have `close` called whenever the database is closed: the last connection to go puts all of
    the records into the one file."""
    _CLOSE_TOO.append(close)


def close_database() -> None:
    """Close every connection; the next operation would open one again."""
    for close in _CLOSE_TOO:
        close()
    if database.obj is not None:
        database.obj.close_all() if hasattr(database.obj, "close_all") else database.obj.close()


@contextmanager
def reading() -> Iterator[None]:
    """One consistent look at the records: what is read inside belongs to one moment.

    Inside another `reading()` or `writing()` of the same thread it joins that one.
    """
    with storage_sentences(), _transaction("DEFERRED"):
        yield


@contextmanager
def looking() -> Iterator[None]:
    """`reading()` for one query alone, which belongs to one moment without a transaction."""
    with storage_sentences():
        if database.is_closed():
            with database.connection_context():
                yield
        else:
            yield


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction (`BEGIN IMMEDIATE`): all of it is on disk at the end, or none.

    Raises `StorageProblem`, with a sentence that can be shown to a person, when the disk is
    full, the folder cannot be written or another writer held the records too long.
    """
    with storage_sentences(), _transaction("IMMEDIATE"):
        yield


@contextmanager
def _transaction(lock: str) -> Iterator[None]:
    if database.in_transaction():
        yield
        return
    sqlite = isinstance(database.obj, PooledSqliteDatabase)
    with (
        database.connection_context(),
        database.atomic(*([lock] if sqlite else [])),
    ):
        yield


@contextmanager
def storage_sentences() -> Iterator[None]:
    """Turn what the disk or the database driver says into a sentence for a person."""
    try:
        yield
    except (IntegrityError, sqlite3.IntegrityError):
        raise  # what the tables refuse is a fault of the program, not of the disk
    except (DatabaseError, sqlite3.DatabaseError, OSError) as error:
        # A commit that fails rolls back by itself, and peewee's own rollback then complains:
        # the reason is the error before that one.
        cause: BaseException | None = error
        while isinstance(cause, DatabaseError | sqlite3.DatabaseError | OSError):
            sentence = _sentence(cause)
            if sentence is not None:
                raise StorageProblem(sentence) from error
            cause = cause.__context__
        raise


def _sentence(error: Exception) -> str | None:
    words = str(error).lower()
    for sign, sentence in (
        ("locked", LOCKED),
        ("busy", LOCKED),
        ("full", FULL),
        ("no space", FULL),
        ("readonly", READ_ONLY),
        ("read-only", READ_ONLY),
        ("permission", READ_ONLY),
        ("disk i/o", UNREACHABLE),
        ("unable to open", UNREACHABLE),
        ("malformed", DAMAGED),
        ("not a database", DAMAGED),
    ):
        if sign in words:
            return sentence
    return UNREACHABLE if isinstance(error, OSError) else None
