"""Set up our school: its name, the class list, the first leader with a PIN."""

from __future__ import annotations

from kiosk.screens.place import Place


class SetUp(Place):
    TITLE_WORDS = "Set up our school"
