"""What we are measured against: sqlite3 without anything, and a Textual screen without anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.containers import Grid
from textual.screen import Screen
from textual.widgets import Button

from db import connection

Statement = tuple[str, Sequence[Any]]


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """The statements that `db/` runs meanwhile, as they go to sqlite3."""
    statements: list[Statement] = []
    opened = connection.database.obj
    run = opened._execute_cursor

    def remember(sql: str, params: Sequence[Any] | None, **options: Any) -> Any:
        statements.append((sql, tuple(params or ())))
        return run(sql, params, **options)

    opened._execute_cursor = remember
    try:
        yield statements
    finally:
        del opened._execute_cursor


class Sqlite:
    """A bare connection that stays open, as durable as ours (`db.connection.PRAGMAS`)."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        for name, value in connection.PRAGMAS.items():
            self._connection.execute(f"PRAGMA {name} = {value}")

    def run(self, statements: Sequence[Statement]) -> None:
        """All of them in one write transaction, reading what they give."""
        cursor = self._connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        for sql, params in statements:
            cursor.execute(sql, params).fetchall()
        cursor.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


class BareButtons(Screen[None]):
    """As many buttons as there are pupils, of the size that the tiles have."""

    def __init__(self, count: int, columns: int, cell: tuple[int, int]) -> None:
        super().__init__()
        self._count, self._columns, self._cell = count, columns, cell

    def compose(self) -> ComposeResult:
        grid = Grid()
        grid.styles.grid_size_columns = self._columns
        with grid:
            for number in range(self._count):
                button = Button(f"Pupil {number}")
                button.styles.width, button.styles.height = self._cell
                button.styles.min_width = 1
                yield button
