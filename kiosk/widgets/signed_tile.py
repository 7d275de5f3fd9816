"""One pupil's tile on the agreement screen: who has signed has a tick."""

from __future__ import annotations

from db.records import PupilTile
from kiosk.widgets.drawing import Line
from kiosk.widgets.pupil_tile import Tile


class SignedTile(Tile):
    def __init__(self, tile: PupilTile) -> None:
        super().__init__(tile)
        self.signed = False

    def tick(self, signed: bool) -> None:
        """Show whether this pupil has signed what is signed today."""
        if signed != self.signed:
            self.signed = signed
            self.refresh()

    def last_line(self, room: int, *, centred: bool = False) -> Line:
        words = "✔ signed" if self.signed else ""
        return [(words if centred else f"   {words}", "$success bold")]
