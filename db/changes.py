"""Did anybody change the records? Asked often, so it must cost next to nothing."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

from peewee import SqliteDatabase

from db.connection import database, storage_sentences

NEVER_READ = -1  # no count is this: what is read next differs from it


class Watcher:
    """Notices what any process or thread commits to the open records.

    It asks SQLite for its count of changes on a connection of its own, which reads memory and
    not the disk. Records on a database server would tell by LISTEN and NOTIFY; until they do,
    nothing is ever noticed there.
    """

    def __init__(self) -> None:
        self._file: Path | None = None
        self._opened: sqlite3.Connection | None = None
        self._seen: int | None = None
        self._one_at_a_time = threading.RLock()

    def changed(self) -> bool:
        """Whether something was committed since this was last asked; the first time, no.

        Other records than last time are a change too. Raises `StorageProblem` when they cannot
        be read.
        """
        source = database.obj
        if not isinstance(source, SqliteDatabase):
            return False
        with storage_sentences(), self._one_at_a_time:
            try:
                version = self._ask(Path(source.database))
            except sqlite3.DatabaseError:
                self.close()
                raise
            seen, self._seen = self._seen, version
        return seen is not None and seen != version

    def close(self) -> None:
        """Let go of the records; `changed()` would open them again."""
        with self._one_at_a_time:
            if self._opened is None:
                return
            with suppress(sqlite3.DatabaseError):
                self._opened.close()
            self._opened = None
            if self._seen is not None:
                self._seen = NEVER_READ

    def _ask(self, file: Path) -> int:
        if file != self._file:
            self.close()
            self._file = file
        if self._opened is None:
            # What is not there is not made, neither file nor folder.
            uri = f"{file.absolute().as_uri()}?mode=rw"
            self._opened = sqlite3.connect(uri, uri=True, check_same_thread=False)
        return int(self._opened.execute("PRAGMA data_version").fetchone()[0])
