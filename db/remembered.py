"""What was read of the records, kept for as long as nobody changes anything in them.

Whoever asks is told what the records would have said at that moment: before each answer SQLite is
asked whether anything was committed since, which costs some millionths of a second.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from peewee import SqliteDatabase

from db.changes import Watcher
from db.connection import close_too, database, storage_sentences

T = TypeVar("T")


class Remembered(Generic[T]):
    """At most `most` answers; the one that was not asked for the longest goes first. Made once,
    for as long as the program runs.

    Nothing is kept of records on a database server, which do not say that they were changed.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._watcher = Watcher()
        self._file: tuple[int, int] | None = None
        self._changes = 0
        self._one_at_a_time = threading.Lock()
        close_too(self._watcher.close)

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` gives, or gave. It must give what nobody can change, and the same for the
        same records and `key`. Inside a transaction, which may see other records, it is asked."""
        source = database.obj
        if not isinstance(source, SqliteDatabase) or database.in_transaction():
            return read()
        with self._one_at_a_time:
            self._forget_if_changed(source.database)
            before = self._changes
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = read()
        with self._one_at_a_time:
            if self._changes == before:
                self._kept[key] = found
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found

    def _forget_if_changed(self, path: str) -> None:
        with storage_sentences():
            status = os.stat(path)
        file = status.st_dev, status.st_ino
        if file != self._file:  # another one in its place, as after a restore
            self._watcher.close()
            self._file = file
            self._watcher.changed()
            is_changed = True
        else:
            is_changed = self._watcher.changed()
        if is_changed:
            self._kept.clear()
            self._changes += 1
