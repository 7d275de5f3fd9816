"""Who of the class has done which task: pupils below each other, tasks beside."""

from __future__ import annotations

from db.homework_records import By, Done, Grid, Row, Task
from kiosk.text import safe, shorten
from kiosk.widgets.pupil_table import NAME, TALL, Cell, PupilTable

NARROW_NAME = 20
NARROW = 100  # cells of a line below which names have less room
LEAST, MOST = 13, 24  # cells of a column
WHO = {By.PUPIL: "pupil", By.PARENT: "parent", By.STAFF: "staff"}
NOT_DONE = "·"


class HomeworkTable(PupilTable):
    """The tasks that are due last are in sight first.

    It says what was done and by whom, and of nobody that they are late: it may be on the big
    screen.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._grid = Grid((), ())
        self._done: tuple[int, ...] = ()

    @property
    def at(self) -> tuple[Row, Task, Done | None] | None:
        """The pupil and the task one is at, and the mark there."""
        if not self._grid.rows or not self._grid.tasks:
            return None
        row = self._grid.rows[self.row]
        return row, self._grid.tasks[self.column], row.cells[self.column]

    def show(self, grid: Grid) -> None:
        """Show this; the cursor stays with its pupil and its task, or begins at the last task."""
        was = self._grid.tasks[self.column].post_id if self._grid.tasks else None
        ids = [it.post_id for it in grid.tasks]
        last = max(0, len(ids) - 1)
        self.column = ids.index(was) if was in ids else last
        self._grid = grid
        self._done = tuple(
            sum(row.cells[place] is not None for row in grid.rows) for place in range(len(ids))
        )
        self.place([it.pupil for it in grid.rows], len(ids))

    @property
    def name_cells(self) -> int:
        return NAME if self.width >= NARROW else NARROW_NAME

    @property
    def column_cells(self) -> int:
        """As many as fit beside each other, and those as wide as there is room for."""
        room = self.width - self.name_cells
        beside = max(1, min(self.columns, room // LEAST))
        return max(LEAST, min(MOST, room // beside))

    @property
    def _title_lines(self) -> int:
        return 2 if self.size.height >= TALL // 2 else 1

    @property
    def head_lines(self) -> int:
        return self._title_lines + 2

    def head(self, line: int, column: int) -> Cell:
        task, titles = self._grid.tasks[column], self._title_lines
        if line < titles:
            style = "$primary bold underline" if column == self.column else "$primary bold"
            return _titled(task.title, self.column_cells - 2, titles)[line], style
        if line == titles:
            return f"{task.due_on:%a} {task.due_on.day} {task.due_on:%b}", ""
        number, everybody = self._done[column], len(self.pupils)
        return f"{number} of {everybody}{' ✔' if number == everybody else ''}", "$secondary bold"

    def head_of_names(self, line: int) -> Cell:
        """How many tasks there are on both sides of those in sight; a tap goes there."""
        before, after = self.left, self.columns - self.in_sight.stop
        if line == 0 and before:
            return f"◀ {before} before", "$accent bold"
        if line == 1 and after:
            return f"▶ {after} after", "$accent bold"
        return "", ""

    def tapped_head(self, line: int, column: int | None) -> None:
        if column is None:
            self.action_step(len(self.in_sight) * (1 if line else -1), 0)
        else:
            super().tapped_head(line, column)

    def cell(self, row: int, column: int) -> Cell:
        done = self._grid.rows[row].cells[column]
        if done is None:
            return NOT_DONE, "$foreground 70%"
        work = ""
        if done.item_id is not None:
            work = " ↩" if done.sent_back else " 📎"
        return f"✔ {WHO[done.by]}{work}", "$success bold"


def _titled(title: str, cells: int, lines: int) -> list[str]:
    """A title in so many lines, broken between words."""
    wrapped = [str(it).rstrip() for it in safe(title).wrap(cells)]
    if len(wrapped) > lines:
        rest = " ".join(wrapped[lines - 1 :])
        wrapped = [*wrapped[: lines - 1], shorten(rest, cells)]
    return [""] * (lines - len(wrapped)) + wrapped
