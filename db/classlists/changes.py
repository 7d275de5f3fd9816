"""What a class list would change in the records, and changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.classlists.list import ClassList
from db.records import Staff


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list does. `notes` say what was tidied, and what a person may want to check."""

    new: tuple[Line, ...] = ()
    changed: tuple[Line, ...] = ()
    moved: tuple[Line, ...] = ()
    left: tuple[Line, ...] = ()
    classes: tuple[Line, ...] = ()
    staff: tuple[Line, ...] = ()
    contacts: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    nothing: bool = False


def preview(class_list: ClassList) -> Changes:
    raise NotImplementedError


def apply(class_list: ClassList, now: datetime, actor: Staff | None = None) -> Changes:
    raise NotImplementedError
