"""Skills."""

from __future__ import annotations

from kiosk.screens.place import Place


class Skills(Place):
    TITLE_WORDS = "Skills"
