"""GroupMaker."""

from __future__ import annotations

from kiosk.screens.place import Place


class GroupMaker(Place):
    TITLE_WORDS = "GroupMaker"
