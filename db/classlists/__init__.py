"""Class lists as schools have them: read one, see what it would change, and apply it.

Reading every layout takes much to load and is wanted once a year: each name comes when it is
first used, so that the kiosk starts without them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_WHERE = {
    "changes": ("Changes", "Line", "apply", "preview"),
    "layouts": ("read",),
    "list": ("ClassList", "Layout"),
    "problems": ("BadRow", "BadRows", "ColumnsUnknown", "SchoolChoice", "WhichSchool"),
    "remembered": ("remember_columns",),
}


def __getattr__(name: str) -> Any:
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
