"""A pupil's tile where one says who one is: nothing else about the pupil is on it."""

from __future__ import annotations

from db.records import PupilTile
from kiosk.widgets.drawing import Line
from kiosk.widgets.pupil_tile import Tile

SIGN_FIRST = "sign first"


class NameTile(Tile):
    """Whoever has still to sign the agreement is told so."""

    def __init__(self, tile: PupilTile) -> None:
        super().__init__(tile)
        self.may_come_in = True

    def admit(self, may_come_in: bool) -> None:
        if may_come_in != self.may_come_in:
            self.may_come_in = may_come_in
            self.refresh()

    def last_line(self, room: int, *, centred: bool = False) -> Line:
        words = "" if self.may_come_in else SIGN_FIRST
        indent = 0 if centred else max(0, min(3, room - len(SIGN_FIRST)))
        return [(" " * indent + words, "$warning")]
