"""Publish a post: now, or when the school's clock shows a day and time (R5, R9)."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db import story, story_drafts
from db.clock import school_day
from db.policy import Problem
from db.story_photos import FilesWanted
from db.story_records import Draft, PostState
from db.word_list import Tripped
from kiosk.post_words import clock_words, files_words, when_words
from kiosk.screens.look_again import LookAgain
from kiosk.screens.place import InKiosk
from kiosk.screens.post_files import PostFiles
from kiosk.text import safe, shorten
from kiosk.typed_days import day_told, read_day, read_time
from kiosk.widgets import last_keys
from kiosk.widgets.pills import Pills
from kiosk.widgets.relabel import relabel
from kiosk.widgets.typed_field import TypedField

NOW, LATER = "now", "later"
CHOICES = ((NOW, "Now"), (LATER, "At a day and time"))
HINT = "F2 changes when. “On top” keeps it above newer posts."
BEFORE_SCHOOL = ("tomorrow", "8:00")
TITLE_CELLS = 50


def outcome(state: PostState, when: str = "") -> str:
    """What has become of a post, as a sentence; `when` it comes."""
    if state is PostState.SCHEDULED:
        return f"It will be published {when}."
    if state is PostState.WAITING:
        return "It waits for a school leader, who reads it first. “My posts” says how it went."
    if state is PostState.TAKEN_DOWN:
        return "It is saved. Nobody sees it before it is put back."
    return "It is published."


class PublishPost(InKiosk, ModalScreen[PostState | None]):
    """Gives what the post is now, or None where it stays as it was. What it still needs is said
    before anything is pressed, and the way to its photos is beside it (R7)."""

    CSS_PATH = "publish_post.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("f2", "turn", "When", show=False, priority=True),
        Binding("f4", "pin", "On top", show=False, priority=True),
        Binding("f8", "files", "Photos", show=False, priority=True),
        Binding("f10", "publish", "Publish", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, post_id: int) -> None:
        super().__init__()
        self._post_id = post_id
        self._draft: Draft | None = None
        self._pin = False
        self._is_sending = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Publish", classes="title")
            yield Static("", id="what")
            with Center():
                yield Pills(CHOICES, NOW, id="when", classes="tall")
            with Horizontal(id="later"):
                yield TypedField("Day", self._read_day, self._told_day, placeholder="", id="day")
                yield TypedField("Time", read_time, clock_words, placeholder="8:00", id="time")
            yield Static(HINT, classes="hint")
            yield Static("", classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="cancel")
                yield Button("", id="pin")
                yield Button("Photos (F8)", id="files")
                yield Button("Publish (F10)", id="publish", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#later").display = False
        self.query_one("#files").display = False
        self._tell_pin()
        self.query_one("#publish").focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """For whom it is, and what it still needs."""
        try:
            draft = await self.store.run(story_drafts.draft, self.staff, self._post_id)
            self._draft = draft
            title = shorten(draft.writing.title or draft.writing.words, TITLE_CELLS)
            places = ", ".join(draft.places)
            self.query_one("#what", Static).update(safe(f"{title}\nfor: {places}"))
            relabel(
                self.query_one("#files", Button), safe(f"{files_words(draft.writing.kind)} (F8)")
            )
            await self.store.run(story.need_ready, self.staff, self._post_id, self.kiosk.now())
        except Problem as problem:
            self._sentence(problem)
        else:
            self._sentence(None)

    def _sentence(self, problem: Problem | None) -> None:
        self.query_one(".sentence", Static).update(safe(str(problem) if problem else ""))
        self.query_one("#files").display = isinstance(problem, FilesWanted)

    def on_pills_changed(self, event: Pills.Changed) -> None:
        self._fit(event.value)

    def action_turn(self) -> None:
        pills = self.query_one(Pills)
        pills.value = LATER if pills.value == NOW else NOW
        self._fit(pills.value)

    def _fit(self, when: str) -> None:
        """Fields for a day and time, with a time that will do for many."""
        later = when == LATER
        self.query_one("#later").display = later
        if later:
            fields = (self.query_one("#day", TypedField), self.query_one("#time", TypedField))
            if all(it.is_empty for it in fields):
                for field, words in zip(fields, BEFORE_SCHOOL, strict=True):
                    field.show(words)
            fields[0].focus_field()

    def on_input_submitted(self) -> None:
        self.action_publish()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        getattr(self, f"action_{event.button.id}")()

    def action_pin(self) -> None:
        self._pin = not self._pin
        self._tell_pin()

    def _tell_pin(self) -> None:
        words = "yes" if self._pin else "no"
        relabel(self.query_one("#pin", Button), safe(f"On top: {words} (F4)"))

    def action_files(self) -> None:
        if self.query_one("#files").display:
            self.app.push_screen(PostFiles(self._post_id))

    def action_publish(self) -> None:
        """Once, however often it is pressed: the second time it would be published already."""
        if not self._is_sending:
            self._is_sending = True
            self.publish()

    @work(group="go", exit_on_error=False)
    async def publish(self) -> None:
        try:
            await self._publish()
        finally:
            self._is_sending = False

    async def _publish(self) -> None:
        """Words on the school's list are shown first, to be changed or sent anyway (R24)."""
        await last_keys.taken_by(self.focused)
        at: tuple[date, time] | None = None
        if self.query_one(Pills).value == LATER and (at := self._chosen_time()) is None:
            return
        anyway = False
        while True:
            try:
                state = await self._send(at, anyway=anyway)
            except Tripped as tripped:
                if not await self.app.push_screen_wait(LookAgain(tripped.words)):
                    self.dismiss(None)
                    return
                anyway = True
            except Problem as problem:
                self._sentence(problem)
                return
            else:
                self.dismiss(state)
                return

    async def _send(self, at: tuple[date, time] | None, *, anyway: bool) -> PostState:
        staff, post_id, now, on_top = self.staff, self._post_id, self.kiosk.now(), self._pin
        if at is None:
            state = await self.store.run(
                story.publish, staff, post_id, now, anyway=anyway, on_top=on_top
            )
        else:
            state = await self.store.run(
                story.schedule, staff, post_id, *at, now, anyway=anyway, on_top=on_top
            )
        self.say(outcome(state, await self._when() if state is PostState.SCHEDULED else ""))
        return state

    async def _when(self) -> str:
        """What the records say: the clocks may change at the time that was typed."""
        draft = await self.ask(self.store.run(story_drafts.draft, self.staff, self._post_id))
        come = draft.publish_at if draft else None
        return when_words(come, self.kiosk.now(), self.time_zone) if come else "at its time"

    def _chosen_time(self) -> tuple[date, time] | None:
        """The day and time that were typed; None with a sentence, and the cursor there."""
        day: date | None = self._typed("#day")
        wall: time | None = self._typed("#time") if day is not None else None
        return (day, wall) if day is not None and wall is not None else None

    def _typed(self, name: str) -> Any:
        field = self.query_one(name, TypedField)
        if field.value is None:
            words = field.problem or "Please type a day and a time."
            self.query_one(".sentence", Static).update(safe(words))
            field.focus_field()
        return field.value

    @property
    def _today(self) -> date:
        return school_day(self.kiosk.now(), self.time_zone)

    def _read_day(self, words: str) -> date:
        return read_day(words, self._today)

    def _told_day(self, day: date) -> str:
        return day_told(day, self._today)

    def action_cancel(self) -> None:
        self.dismiss(None)
