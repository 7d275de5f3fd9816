"""Class lists as schools have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.classlists.problems import (
    BadRow as BadRow,
    BadRows as BadRows,
    ColumnsUnknown as ColumnsUnknown,
    SchoolChoice as SchoolChoice,
    WhichSchool as WhichSchool,
)
from db.policy import Refused
from db.records import Staff


@dataclass(frozen=True, slots=True)
class ClassList:
    file_name: str


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    new: tuple[Line, ...] = ()
    changed: tuple[Line, ...] = ()
    moved: tuple[Line, ...] = ()
    left: tuple[Line, ...] = ()
    classes: tuple[Line, ...] = ()
    staff: tuple[Line, ...] = ()
    contacts: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()

    @property
    def nothing(self) -> bool:
        return not any((self.new, self.changed, self.moved, self.left, self.classes, self.staff))


def read(
    path: Path, *, columns: Mapping[str, str] | None = None, school: str | None = None
) -> ClassList:
    raise Refused("Class lists cannot be read yet.")


def preview(class_list: ClassList) -> Changes:
    raise Refused("Class lists cannot be read yet.")


def apply(class_list: ClassList, now: datetime, actor: Staff | None = None) -> Changes:
    raise Refused("Class lists cannot be read yet.")


def remember_columns(headings: Sequence[str], columns: Mapping[str, str], now: datetime) -> None:
    raise Refused("Class lists cannot be read yet.")
