"""Class lists as schools have them: read one, see what it would change, and apply it."""

from __future__ import annotations

from db.classlists.changes import Changes, Line, apply, preview
from db.classlists.layouts import read
from db.classlists.list import ClassList, Layout
from db.classlists.problems import BadRow, BadRows, ColumnsUnknown, SchoolChoice, WhichSchool
from db.classlists.remembered import remember_columns

__all__ = [
    "BadRow",
    "BadRows",
    "Changes",
    "ClassList",
    "ColumnsUnknown",
    "Layout",
    "Line",
    "SchoolChoice",
    "WhichSchool",
    "apply",
    "preview",
    "read",
    "remember_columns",
]
