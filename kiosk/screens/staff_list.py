"""StaffList."""

from __future__ import annotations

from kiosk.screens.place import Place


class StaffList(Place):
    TITLE_WORDS = "StaffList"
