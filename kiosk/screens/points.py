"""Points: the class as tiles."""

from __future__ import annotations

from kiosk.screens.place import Place


class Points(Place):
    TITLE_WORDS = "Points"
