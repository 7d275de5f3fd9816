"""ClassGoal."""

from __future__ import annotations

from kiosk.screens.place import Place


class ClassGoal(Place):
    TITLE_WORDS = "ClassGoal"
