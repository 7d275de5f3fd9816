"""Pupils and the uses of photos: yes, no, or nobody has answered."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding

from db.family_records import PhotoRow, PhotoUse
from kiosk.widgets.pupil_table import NAME, Cell, PupilTable

USES = tuple(PhotoUse)
NAMES = {
    PhotoUse.PORTFOLIO: "Portfolio",
    PhotoUse.CLASS_STORY: "Class story",
    PhotoUse.SCHOOL_STORY: "School story",
}
CELL = 15


class PermissionGrid(PupilTable):
    """A column for each use; the space bar is as good as Enter."""

    BINDINGS = [Binding("space", "choose", show=False)]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[PhotoRow, ...] = ()

    @property
    def at(self) -> tuple[PhotoRow, PhotoUse] | None:
        """The pupil and the use one is at."""
        return (self._rows[self.row], USES[self.column]) if self._rows else None

    def show(self, rows: Sequence[PhotoRow]) -> None:
        """Show these; the cursor stays with its pupil."""
        self._rows = tuple(rows)
        self.place([it.pupil for it in rows], len(USES))

    @property
    def name_cells(self) -> int:
        return max(8, min(NAME, self.width - CELL * len(USES)))

    @property
    def column_cells(self) -> int:
        return CELL

    def head(self, line: int, column: int) -> Cell:
        return NAMES[USES[column]], "$primary bold"

    def cell(self, row: int, column: int) -> Cell:
        answers, use = self._rows[row], USES[column]
        if use in answers.allowed:
            return "✔ yes", "$success bold"
        if use in answers.answered:
            return "✗ no", "$error bold"
        return "– not asked", "$foreground 70%"
