"""Reports."""

from __future__ import annotations

from kiosk.screens.place import Place


class Reports(Place):
    TITLE_WORDS = "Reports"
