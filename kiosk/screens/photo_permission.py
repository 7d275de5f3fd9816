"""May photos of each pupil be shown, and where: what parents told the school (R7)."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static

from db import photo_permission
from db.family_records import PhotoUse
from db.policy import Problem
from db.records import SchoolClass
from kiosk.screens.one_of import OneOf
from kiosk.screens.other_class import OtherClass
from kiosk.screens.photo_history import PhotoHistory
from kiosk.text import count, safe
from kiosk.widgets.item_view import moment_words
from kiosk.widgets.permission_grid import NAMES, PermissionGrid

HEADING = "For the stories: a photo shows only where it says yes"
NO_CLASS = "There is no class here yet. Choose one in the staff room."
CHOICES = (("yes", "Yes, the parents agreed"), ("no", "No, please do not show them"))


class PhotoPermissions(OtherClass):
    """A grid of pupils and uses. Yes and No are for the cell one is at; a tap only goes there."""

    CSS_PATH = "photo_permission.tcss"
    TITLE_WORDS = "Photo permission"
    BINDINGS = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n", "answer(False)", "No"),
        Binding("h", "history", "History"),
    ]

    def __init__(self, school_class: SchoolClass | None = None) -> None:
        super().__init__(school_class)
        self._in_turn = asyncio.Lock()

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield PermissionGrid()
        yield Static("", id="about")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Yes (Y)", id="yes", variant="primary")
            yield Button("No (N)", id="no")
            yield Button("History (H)", id="history")

    def on_mount(self) -> None:
        self.query_one(PermissionGrid).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here = self.shown_class
        if here is None:
            self._say_above(NO_CLASS)
            return
        try:
            rows = await self.store.run(photo_permission.of_class, self.staff, here.id)
        except Problem as problem:
            self._say_above(str(problem))
            return
        self.query_one(PermissionGrid).show(rows)
        missing = sum(len(it.answered) < len(NAMES) for it in rows)
        if not rows:
            self._say_above("Nobody is on the class list yet.")
        elif missing:
            self._say_above(f"{HEADING} · {count(missing, 'pupil')} to ask")
        else:
            self._say_above(f"{HEADING} · all have answered")

    def _say_above(self, words: str) -> None:
        self.query_one("#summary", Static).update(safe(words))

    def on_pupil_table_moved(self) -> None:
        self.tell()

    @work(group="tell", exclusive=True, exit_on_error=False)
    async def tell(self) -> None:
        """Who recorded the answer that one is at, and when."""
        at = self.query_one(PermissionGrid).at
        words = ""
        if at is not None:
            row, use = at
            words = f"{row.pupil.name}, {NAMES[use].lower()}: nobody has answered, so it is no"
            answers = await self.store.run(photo_permission.current, self.staff, row.pupil.id)
            if (answer := answers[use]) is not None:
                verb = "yes" if answer.allowed else "no"
                when = moment_words(answer.recorded_at, self.time_zone)
                words = f"{row.pupil.name}, {NAMES[use].lower()}: {verb}"
                words += f" · recorded by {answer.recorded_by}, {when}"
        self.query_one("#about", Static).update(safe(words))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(PermissionGrid).focus()
        if event.button.id == "history":
            self.action_history()
        else:
            self.answer(event.button.id == "yes")

    def action_answer(self, allowed: bool) -> None:
        """By key: then on to the next pupil, as a heap of forms is worked through."""
        self.answer(allowed)
        self.query_one(PermissionGrid).action_step(0, 1)

    def answer(self, allowed: bool) -> None:
        at = self.query_one(PermissionGrid).at
        if at is not None:
            self.save(at[0].pupil.id, at[1], allowed)

    @work(group="save", exit_on_error=False)
    async def save(self, pupil_id: int, use: PhotoUse, allowed: bool) -> None:
        now = self.kiosk.now()
        async with self._in_turn:  # the newest answer counts, so they arrive as they were given
            await self.ask(
                self.store.run(photo_permission.record, self.staff, pupil_id, use, allowed, now)
            )
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def on_pupil_table_chosen(self) -> None:
        at = self.query_one(PermissionGrid).at
        if at is None:
            return
        row, use = at
        question = f"May photos of {row.pupil.name} be shown? ({NAMES[use]})"
        now = "yes" if use in row.allowed else "no"
        chosen = await self.app.push_screen_wait(OneOf(question, CHOICES, now=now))
        if chosen is not None:
            self.save(row.pupil.id, use, chosen == "yes")

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_history(self) -> None:
        at = self.query_one(PermissionGrid).at
        if at is None:
            return
        pupil = at[0].pupil
        answers = await self.ask(self.store.run(photo_permission.history, self.staff, pupil.id))
        if answers is not None:
            await self.app.push_screen_wait(PhotoHistory(pupil.name, answers, self.time_zone))
