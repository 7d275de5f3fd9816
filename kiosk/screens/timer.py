"""Timer."""

from __future__ import annotations

from kiosk.screens.place import Place


class Timer(Place):
    TITLE_WORDS = "Timer"
