"""What staff do besides teaching: classes, people, settings, leaving the kiosk."""

from __future__ import annotations

from kiosk.screens.place import Place


class StaffRoom(Place):
    TITLE_WORDS = "Staff"
