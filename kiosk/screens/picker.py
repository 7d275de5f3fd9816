"""Picker."""

from __future__ import annotations

from kiosk.screens.place import Place


class Picker(Place):
    TITLE_WORDS = "Picker"
