"""A pupil's own tasks: what is to do first, and nothing about anybody else (R8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import homework
from db.clock import school_day
from db.homework_records import ChildTask
from db.policy import Problem
from db.records import Pupil
from kiosk.messages import RecordsChanged
from kiosk.screens.my_task import MyTask, due_kindly
from kiosk.screens.place import Place
from kiosk.text import count, safe

TALL = 30  # lines of the screen from which on tasks are easier to tap
NOTHING = "There is no homework at the moment. 🎉"
ALL_DONE = "🎉 Everything is done. Well done, {}!"


class MyHomework(Place):
    """One below the other: to do, what was due before, done. Enter or a tap opens a task."""

    CSS_PATH = "my_homework.tcss"
    TITLE_WORDS = "My homework"

    def __init__(self, pupil: Pupil) -> None:
        super().__init__()
        self._pupil = pupil

    def compose_place(self) -> ComposeResult:
        yield Static("", id="heading")
        yield OptionList(id="tasks")
        yield Static("", id="nothing")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("◀ Back (Esc)", id="back")
            yield Button("Open (Enter)", id="open", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#tasks").focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        now, pupil = self.kiosk.now(), self._pupil
        try:
            tasks = await self.store.run(homework.tasks, pupil, pupil.id, now)
        except Problem as problem:
            self._show([], str(problem))
            return
        self._show(tasks, NOTHING)

    def _show(self, tasks: Sequence[ChildTask], nothing: str) -> None:
        shown = self.query_one(OptionList)
        before = shown.highlighted_option
        shown.clear_options()
        today, tall = school_day(self.kiosk.now(), self.time_zone), self.size.height >= TALL
        shown.add_options(
            [
                Option(line, id=key, disabled=key is None)
                for line, key in _in_parts(tasks, today, "\n" if tall else "")
            ]
        )
        ids = [it.id for it in shown.options]
        first = next((place for place, it in enumerate(ids) if it is not None), None)
        shown.highlighted = ids.index(before.id) if before and before.id in ids else first
        shown.display = bool(tasks)
        empty = self.query_one("#nothing", Static)
        empty.update(safe(nothing))
        empty.display = not tasks
        self.query_one("#open").display = bool(tasks)
        left = sum(it.done is None for it in tasks)
        words = f"{self._pupil.avatar} {self._pupil.name}'s homework"
        if left:
            words = f"{words}: {count(left, 'thing')} to do"
        elif tasks:
            words = ALL_DONE.format(self._pupil.name)
        self.query_one("#heading", Static).update(safe(words))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self.app.push_screen(MyTask(self._pupil, int(event.option_id)))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "open":
            self.query_one(OptionList).action_select()
        else:
            self.call_later(self.action_back)


def _in_parts(
    tasks: Sequence[ChildTask], today: date, gap: str
) -> list[tuple[Content, str | None]]:
    """What is to do comes first, then what was due before, then what is done: the words of each
    task and its number, or of a heading and None. `gap` is what is left free around a task."""
    open_ones = [it for it in tasks if it.done is None]
    parts = {
        "To do": [it for it in open_ones if not it.is_late],
        "From before": [it for it in reversed(open_ones) if it.is_late],
        "Done": [it for it in reversed(tasks) if it.done is not None],
    }
    rows: list[tuple[Content, str | None]] = []
    for name, part in parts.items():
        if part:
            rows.append((Content.styled("\n" * bool(rows) + name, "bold $primary"), None))
        rows += [
            (Content.assemble(gap, _line(it, today), gap), str(it.task.post_id)) for it in part
        ]
    return rows


def _line(it: ChildTask, today: date) -> Content:
    if it.done is not None:
        words = "Done"
        if it.done.item_id is not None:
            words = "↩ See your teacher’s note" if it.done.sent_back else "Done · 📎 your work"
        return Content.assemble(
            ("✔ ", "bold $success"), safe(it.task.title, "bold"), f"\n  {words}"
        )
    return Content.assemble("○ ", safe(it.task.title, "bold"), f"\n  {due_kindly(it, today)}")
