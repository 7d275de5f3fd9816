"""ChooseClass."""

from __future__ import annotations

from kiosk.screens.place import Place


class ChooseClass(Place):
    TITLE_WORDS = "ChooseClass"
