"""Who of the class has done which task, for its teachers (R8)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static

from db import homework, homework_class
from db.clock import school_day
from db.homework_records import By, Done, Grid, Row, Task
from db.policy import Problem
from db.story_records import PostKind
from kiosk.screens.homework_answer import HomeworkAnswer
from kiosk.screens.other_class import OtherClass
from kiosk.screens.read_post import ReadPost
from kiosk.screens.sure import Sure
from kiosk.screens.write_post import WritePost
from kiosk.text import count, safe
from kiosk.widgets.homework_table import HomeworkTable
from kiosk.widgets.item_view import moment_words

NO_CLASS = "There is no class here yet. Choose one in the staff room."
NO_TASKS = "No homework was due in the last four weeks. N writes a new task, O shows older ones."
A_YEAR = timedelta(days=365)
BY = {By.PUPIL: "by the pupil", By.PARENT: "by a parent", By.STAFF: "by staff"}


class HomeworkGrid(OtherClass):
    """Enter shows the work where there is some, else marks the task as done or takes that back.
    The space bar marks and goes on to the next pupil, as a heap of books is worked through."""

    CSS_PATH = "homework_grid.tcss"
    TITLE_WORDS = "Homework"
    BINDINGS = [
        Binding("space", "mark", "Mark"),
        Binding("a", "all_done", "All done", show=False),
        Binding("t", "task", "The task", show=False),
        Binding("n", "new", "New task", show=False),
        Binding("o", "older", "Older"),
        Binding("f8", "choose_class", "Class"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._older = False
        self._in_turn = asyncio.Lock()

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield HomeworkTable()
        yield Static("", id="about")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Open (⏎)", id="open", variant="primary")
            yield Button("Mark (Space)", id="mark")
            yield Button("All done (A)", id="all_done")
            yield Button("The task (T)", id="task")
            yield Button("New task (N)", id="new")

    def on_mount(self) -> None:
        self.query_one(HomeworkTable).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here, now = self.shown_class, self.kiosk.now()
        if here is None:
            self._show(Grid((), ()), NO_CLASS)
            return
        since = school_day(now, self.time_zone) - A_YEAR if self._older else None
        try:
            grid = await self.store.run(homework.grid, self.staff, here.id, now, since=since)
        except Problem as problem:
            self._show(Grid((), ()), str(problem))
            return
        if not grid.rows:
            words = "Nobody is on the class list yet."
        elif not grid.tasks:
            words = NO_TASKS
        else:
            tasks = count(len(grid.tasks), "task")
            words = f"Homework of {'a year' if self._older else 'the last four weeks'}: {tasks}"
        self._show(grid, words)

    def _show(self, grid: Grid, words: str) -> None:
        self.query_one("#summary", Static).update(safe(words))
        table = self.query_one(HomeworkTable)
        table.show(grid)
        table.display = bool(grid.tasks and grid.rows)
        if table.display and self.focused is None:
            table.focus()

    def on_pupil_table_moved(self) -> None:
        """Say in words what the cursor is on."""
        at = self._at
        words = ""
        if at is not None:
            row, task, done = at
            words = f"{row.pupil.name} · {task.title}: {self._told(done)}"
        self.query_one("#about", Static).update(safe(words))
        for name in ("open", "mark", "all_done", "task"):
            self.query_one(f"#{name}", Button).disabled = at is None

    def _told(self, done: Done | None) -> str:
        if done is None:
            return "not marked yet"
        words = f"marked {BY[done.by]}, {moment_words(done.at, self.time_zone)}"
        return f"{words} · Enter shows the work" if done.item_id is not None else words

    @property
    def _at(self) -> tuple[Row, Task, Done | None] | None:
        return self.query_one(HomeworkTable).at

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(HomeworkTable).focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_pupil_table_chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The work where there is some, else the mark."""
        at, here = self._at, self.shown_class
        if at is None or here is None:
            return
        _, task, done = at
        if done is not None and done.item_id is not None:
            self.app.push_screen(HomeworkAnswer(task, here, done.item_id))
        else:
            self.turn(*at)

    def action_mark(self) -> None:
        at = self._at
        if at is not None:
            self.turn(*at)
            self.query_one(HomeworkTable).action_step(0, 1)

    @work(group="go", exit_on_error=False)
    async def turn(self, row: Row, task: Task, done: Done | None) -> None:
        """Mark a task as done, or take a mark back; one that is not a teacher's own, not by a
        slip."""
        if done is not None and (done.by is not By.STAFF or done.item_id is not None):
            question = f"{row.pupil.name}, “{task.title}”: it was marked {BY[done.by]}. "
            question += "Take the mark back?"
            if not await self.app.push_screen_wait(Sure(question, yes="Take it back")):
                return
        self.save(row.pupil.id, task.post_id, is_done=done is None)

    @work(group="save", exit_on_error=False)
    async def save(self, pupil_id: int, post_id: int, *, is_done: bool) -> None:
        async with self._in_turn:  # the last key counts, so they arrive as they were pressed
            if is_done:
                now = self.kiosk.now()
                change = self.store.run(homework.mark_done, self.staff, pupil_id, post_id, now)
                await self.ask(change)
            else:
                await self.ask(
                    self.store.run(homework.mark_not_done, self.staff, pupil_id, post_id)
                )
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_all_done(self) -> None:
        """For the task one is at: everybody who has no mark yet."""
        at, here = self._at, self.shown_class
        if at is None or here is None:
            return
        _, task, _ = at
        question = f"Mark “{task.title}” as done for everybody who has no mark yet?"
        if not await self.app.push_screen_wait(Sure(question, yes="Mark them")):
            return
        now = self.kiosk.now()
        marked = await self.store.run(
            homework_class.mark_all_done, self.staff, here.id, task.post_id, now
        )
        self.say(f"✔ {count(marked, 'pupil')} marked" if marked else "Everybody had a mark.")
        self.load()

    def action_task(self) -> None:
        at = self._at
        if at is not None:
            self.app.push_screen(ReadPost(at[1].post_id))

    def action_new(self) -> None:
        here = self.shown_class
        if here is not None:
            self.app.push_screen(WritePost(class_id=here.id, kind=PostKind.HOMEWORK))

    def action_older(self) -> None:
        """What was due within a year; pressed again, only what is new."""
        self._older = not self._older
        self.load()
