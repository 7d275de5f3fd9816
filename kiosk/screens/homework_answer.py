"""What pupils answered a task with, large, and a teacher's feedback one key away (R8, R17)."""

from __future__ import annotations

from textual import work
from textual.binding import Binding

from db import homework_class
from db.homework_records import Task
from db.records import SchoolClass
from kiosk.screens.one_of import OneOf
from kiosk.screens.reviewing import Reviewing
from kiosk.text import count, shorten
from kiosk.widgets.item_view import kind_icon

TITLE_CELLS = 30


class HomeworkAnswer(Reviewing):
    """Every answer to one task, the pupils in name order; feedback stands in their portfolio."""

    CSS_PATH = "reviewing.tcss"
    TITLE_WORDS = "Homework"
    COMMENT_WORDS = "Feedback (F)"
    BINDINGS = [
        Binding("f", "comment", "Feedback"),
        Binding("c", "comment", show=False),
    ]

    def __init__(self, task: Task, school_class: SchoolClass, item_id: int | None = None) -> None:
        """`item_id` is the answer to show first, else that of the first pupil."""
        super().__init__()
        self._homework, self._class = task, school_class
        self.first = item_id

    @property
    def shown_class(self) -> SchoolClass | None:
        return self._class

    async def reload(self) -> str:
        self.items = await self.store.run(
            homework_class.answers, self.staff, self._class.id, self._homework.post_id
        )
        self.first = None
        return "No work answers this task yet."

    def where(self) -> str:
        title = shorten(self._homework.title, TITLE_CELLS)
        return f"{title}: {self.at + 1} of {count(len(self.items), 'answer')}"

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_list(self) -> None:
        """Whose answers there are, a line each."""
        if not self.items:
            return
        lines = [(str(it.id), f"{kind_icon(it)} {it.pupil.name} ({it.state})") for it in self.items]
        now = str(self.items[self.at].id)
        chosen = await self.app.push_screen_wait(OneOf(self._homework.title, lines, now=now))
        if chosen is not None:
            self.load(then=int(chosen))
