"""What the outside sees of homework: frozen, loaded whole, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from db.records import Pupil
from db.story_records import StoryFile


class By(StrEnum):
    PUPIL = "pupil"
    PARENT = "parent"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Done:
    """`item_id` is the portfolio work that answers the task, None where there is none;
    `sent_back` says that the teacher wants it again."""

    at: datetime
    by: By
    item_id: int | None
    sent_back: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    post_id: int
    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ChildTask:
    """A task as one pupil and their parents see it. `is_late` is for them alone."""

    task: Task
    words: str
    writer: str
    files: tuple[StoryFile, ...]
    done: Done | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A pupil, and for each task of the grid, in its order, the mark or None."""

    pupil: Pupil
    cells: tuple[Done | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Tasks by the day on which they are due, pupils in name order (R4)."""

    tasks: tuple[Task, ...]
    rows: tuple[Row, ...]
