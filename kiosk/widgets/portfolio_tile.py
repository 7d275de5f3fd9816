"""One pupil's tile for teachers: how much is in the portfolio, and what waits."""

from __future__ import annotations

from db.records import PupilTile
from kiosk.text import count
from kiosk.widgets.drawing import Line
from kiosk.widgets.pupil_tile import Tile


class PortfolioPupilTile(Tile):
    def __init__(self, tile: PupilTile) -> None:
        super().__init__(tile)
        self.items = self.waiting = 0

    def tell_of(self, items: int, waiting: int) -> None:
        """How many items there are, and how many of them wait for a teacher."""
        if (items, waiting) != (self.items, self.waiting):
            self.items, self.waiting = items, waiting
            self.refresh()

    def last_line(self, room: int, *, centred: bool = False) -> Line:
        new = f"{self.waiting} new" if self.waiting else ""
        all_of_them = count(self.items, "piece") if self.items else "–"
        left = "" if centred else "   "
        if not new:
            return [(f"{left}{all_of_them}", "")]
        if len(left) + len(new) + len(all_of_them) + 4 > room:
            all_of_them = f"{self.items:,}"
        return [(f"{left}{new}", "$warning bold"), (f" of {all_of_them}", "")]
