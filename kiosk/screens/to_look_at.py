"""What waits for staff: comments, posts and reports, in one place (R24, R25, R26)."""

from __future__ import annotations

from time import monotonic

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, OptionList, Static

from db import comments, conduct, story, word_list
from db.comments import Waiting
from db.conduct_records import Outcome, Report
from db.policy import Problem
from db.records import Role
from db.story_records import Draft, PostState
from kiosk.messages import RecordsChanged
from kiosk.screens.decide_report import DecideReport
from kiosk.screens.decided_reports import DecidedReports
from kiosk.screens.hide_words import hide_words, send_back_words
from kiosk.screens.look_words import (
    Everything,
    Thing,
    everything,
    id_of,
    listed,
    post_of,
    title_of,
    told,
)
from kiosk.screens.place import Place
from kiosk.screens.post_comments import PostComments
from kiosk.screens.post_to_look_at import PostToLookAt
from kiosk.text import count, safe
from kiosk.widgets.steady_list import SteadyList

NOTHING = "🎉 Nothing waits. What comes in is here at once."
MEANT_SECONDS = 0.4


class ToLookAt(Place):
    """A list, and beside it all of what one is at. Enter or a second tap opens what it is about."""

    CSS_PATH = "to_look_at.tcss"
    TITLE_WORDS = "To look at"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    BINDINGS = [
        Binding("s", "approve", "Show it"),
        Binding("h", "hide", "Hide it"),
        Binding("b", "send_back", "Send back"),
        Binding("d", "decide", "Decide"),
        Binding("v", "decided", "Decided"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found = Everything()
        self._done = ""
        self._brought_to = ""  # where the list went by itself, when something was done
        self._told = ""  # the id of what stands beside the list
        self._told_at = 0.0

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        with Horizontal(id="both"):
            yield SteadyList(id="waits", first_tap_opens=False)
            with VerticalScroll(id="beside"):
                yield Static("", id="words")
        yield Static("", id="nothing")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Show it (S)", id="approve", variant="primary")
            yield Button("Hide it (H)", id="hide")
            yield Button("Send back (B)", id="send_back")
            yield Button("Decide (D)", id="decide", variant="primary")
            yield Button("Open (Enter)", id="open")
            yield Button("Decided (V)", id="decided")

    def on_mount(self) -> None:
        self.query_one("#nothing").display = False
        self.query_one(SteadyList).focus()
        self._offer()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """What waits now; one stays at what one is at."""
        try:
            self._found = await self.store.run(everything, self.staff)
        except Problem as problem:
            self._found = Everything()
            self._show(str(problem))
        else:
            self._show(NOTHING)
        await self._tell()

    def _show(self, nothing: str) -> None:
        found = self._found
        any_waits = bool(found.by_id())
        self.query_one("#both").display = any_waits
        empty = self.query_one("#nothing", Static)
        empty.display = not any_waits
        empty.update(safe(nothing))
        waits = self.query_one(SteadyList)
        waits.show(listed(found, self.kiosk.now(), self.time_zone))
        self._brought_to = waits.here
        parts = [self._done] if self._done else []
        if any_waits:
            parts += [
                count(len(found.comments), "comment"),
                count(len(found.posts), "post"),
                count(len(found.reports), "report"),
            ]
        self.query_one("#summary", Static).update(safe(" · ".join(parts)))
        if any_waits and self.focused is None:
            self.query_one(SteadyList).focus()

    @property
    def _here(self) -> Thing | None:
        return self._found.by_id().get(self.query_one(SteadyList).here)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option.id != self._brought_to:
            self._done = ""
        self.tell()

    @work(group="beside", exclusive=True, exit_on_error=False)  # a step leaves `load` alone
    async def tell(self) -> None:
        await self._tell()

    async def _tell(self) -> None:
        """Show all of what one is at, beside the list."""
        here = self._here
        self._offer()
        if here is None:
            self._told = ""
            return
        tripped: tuple[str, ...] = ()
        if not isinstance(here, Report):
            tripped = await self.store.run(word_list.tripped, *_texts(here))
        if here is not self._here:
            return
        words = told(here, tripped, self.kiosk.now(), self.time_zone, is_leader=self._is_leader)
        self.query_one("#words", Static).update(words)
        if id_of(here) != self._told:
            self.query_one("#beside", VerticalScroll).scroll_home(animate=False)
            self._told, self._told_at = id_of(here), monotonic()

    @property
    def _is_leader(self) -> bool:
        return self.staff is not None and self.staff.role is Role.LEADER

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offered is what this person may do with what they are at."""
        if action in ("approve", "hide", "send_back", "decide", "decided"):
            return self.is_mounted and self._may(action)
        return True

    def _may(self, action: str) -> bool:
        here = self._here
        if action == "decided":
            return self._is_leader
        if isinstance(here, Waiting):
            return action in ("approve", "hide", "open")
        if isinstance(here, Draft):
            return action == "open" or (self._is_leader and action in ("approve", "send_back"))
        return here is not None and (action == "open" or (self._is_leader and action == "decide"))

    def _offer(self) -> None:
        for button in self.query("#buttons Button").results(Button):
            button.display = self._may(button.id or "")
        self.refresh_bindings()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(SteadyList).focus()
        if event.button.id is not None and self._may(event.button.id):
            self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """What it is about: the post with its photos, or the conversation."""
        here = self._here
        if isinstance(here, Draft) or (isinstance(here, Report) and here.comment_id is None):
            self.app.push_screen(PostToLookAt(post_of(here)))
        elif here is not None:
            comment_id = here.comment_id if isinstance(here, Report) else here.comment.id
            self.app.push_screen(PostComments(post_of(here), at=comment_id))

    def action_decided(self) -> None:
        self.app.push_screen(DecidedReports())

    def _meant(self) -> Thing | None:
        """What one is at, once it has stood there for long enough to be meant: a key that is
        pressed twice decides once."""
        here = self._here
        if here is None or id_of(here) != self._told:
            return None
        return here if monotonic() - self._told_at >= MEANT_SECONDS else None

    @work(group="save", exit_on_error=False)
    async def action_approve(self) -> None:
        here, now = self._meant(), self.kiosk.now()
        try:
            if isinstance(here, Waiting):
                await self.store.run(comments.approve, self.staff, here.comment.id, now)
                self._done = f"✔ Shown: {here.comment.name}"
            elif isinstance(here, Draft):
                state = await self.store.run(story.approve, self.staff, here.id, now)
                later = state is PostState.SCHEDULED
                self._done = f"✔ {'Shown at its time' if later else 'Shown'}: {title_of(here)}"
        except Problem as problem:
            self.say(problem)
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_hide(self) -> None:
        here = self._meant()
        if not isinstance(here, Waiting):
            return
        reason = await self.app.push_screen_wait(hide_words(here.comment))
        if reason is None:
            return
        now = self.kiosk.now()
        await self.store.run(comments.hide, self.staff, here.comment.id, reason, now)
        self._done = f"🙈 Hidden: {here.comment.name}"
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_send_back(self) -> None:
        here = self._meant()
        if not isinstance(here, Draft):
            return
        reason = await self.app.push_screen_wait(send_back_words(here.writer))
        if reason is None:
            return
        await self.store.run(story.send_back, self.staff, here.id, reason, self.kiosk.now())
        self._done = f"↩ Sent back to {here.writer}"
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_decide(self) -> None:
        here = self._meant()
        if not isinstance(here, Report):
            return
        decided = await self.app.push_screen_wait(DecideReport(here))
        if decided is None:
            return
        outcome, answer = decided
        now = self.kiosk.now()
        await self.store.run(conduct.resolve, self.staff, here.id, outcome, answer, now)
        self._done = "🙈 Hidden" if outcome is Outcome.HIDDEN else "✔ It stays"
        self.load()


def _texts(thing: Waiting | Draft) -> tuple[str, ...]:
    if isinstance(thing, Waiting):
        return (thing.comment.words,)
    return (thing.writing.title, thing.writing.words, *(it.file.caption for it in thing.files))
