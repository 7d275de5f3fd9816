"""One pupil's tile in the register: here, absent or late."""

from __future__ import annotations

from db.records import Mark, PupilTile
from kiosk.widgets.drawing import Line
from kiosk.widgets.pupil_tile import Face, Tile

WORDS = {Mark.PRESENT: "✔ here", Mark.ABSENT: "✗ absent", Mark.LATE: "◷ late"}
FACES = {Mark.PRESENT: Face.PLAIN, Mark.ABSENT: Face.FAILED, Mark.LATE: Face.LATE}


class RegisterTile(Tile):
    def __init__(self, tile: PupilTile) -> None:
        super().__init__(tile)
        self.face = FACES[tile.mark]

    def show(self, tile: PupilTile) -> None:
        super().show(tile)
        self.face = FACES[tile.mark]
        self.refresh()

    def last_line(self, room: int, *, centred: bool = False) -> Line:
        words = WORDS[self.shown.mark]
        return [(words if centred else f"   {words}", "bold")]
