"""Attendance."""

from __future__ import annotations

from kiosk.screens.place import Place


class Attendance(Place):
    TITLE_WORDS = "Attendance"
