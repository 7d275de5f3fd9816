"""Groups."""

from __future__ import annotations

from kiosk.screens.place import Place


class Groups(Place):
    TITLE_WORDS = "Groups"
