"""`Place`: what every screen of the kiosk has: the banner, the footer, the door to the records."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from db.clock import DEFAULT_TIME_ZONE
from db.policy import Problem
from db.records import School, SchoolClass, Staff
from kiosk.countdown import ALARM_SECONDS, TIME_IS_UP, Countdown
from kiosk.device import Device
from kiosk.drafts import Drafts
from kiosk.phone_pages import PhonePages
from kiosk.session import Session
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.text import plain
from kiosk.widgets.banner import Banner
from kiosk.widgets.key_line import KeyLine

log = logging.getLogger("kiosk")
T = TypeVar("T")


class Kiosk(Protocol):
    """What screens may ask of the app. They never import it."""

    settings: Settings
    store: Store
    session: Session
    device: Device
    countdown: Countdown
    drafts: Drafts
    phone_pages: PhonePages
    school: School | None
    school_class: SchoolClass | None

    def now(self) -> datetime: ...
    async def sign_in(self) -> Staff | None: ...
    async def sign_out(self) -> None: ...
    async def go_home(self, sentence: str = "") -> None: ...
    async def load_school(self) -> None: ...
    async def look_around(self) -> None: ...
    def draw_pictures(self, setting: str) -> None: ...
    async def remember(self, **changes: Any) -> None: ...
    def leave(self) -> None: ...


class InKiosk:
    """For screens and dialogs alike: the kiosk, its door to the records, and a way to speak."""

    @property
    def kiosk(self) -> Kiosk:
        return cast(Kiosk, self.app)  # type: ignore[attr-defined]

    @property
    def store(self) -> Store:
        return self.kiosk.store

    @property
    def staff(self) -> Staff | None:
        """The signed-in member of staff, whom operations take as their actor."""
        return self.kiosk.session.staff

    @property
    def time_zone(self) -> str:
        """The school's: its days begin by this clock."""
        school = self.kiosk.school
        return school.time_zone if school else DEFAULT_TIME_ZONE

    def say(self, words: str | Problem, *, wrong: bool | None = None) -> None:
        """A sentence at the corner of the screen; a `Problem` is shown as one."""
        if wrong is None:
            wrong = isinstance(words, Problem)
        self.app.notify(  # type: ignore[attr-defined]
            plain(str(words)), severity="error" if wrong else "information", markup=False
        )

    async def ask(self, question: Awaitable[T]) -> T | None:
        """Await an operation; a `Problem` becomes a sentence on the screen, and None."""
        try:
            return await question
        except Problem as problem:
            self.say(problem)
            return None

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """As Textual's, for the screen in front only: a late one would close another's instead."""
        if self.app.screen is not self:  # type: ignore[attr-defined]
            return AwaitComplete()
        return cast(AwaitComplete, super().dismiss(result))  # type: ignore[misc]

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker failed: a `Problem` is said, anything else brings the kiosk home."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            event.stop()
            if isinstance(event.worker.error, Problem):
                self.say(event.worker.error)
            else:
                raise event.worker.error


class Place(InKiosk, Screen[None]):
    """A screen with the banner above and the keys below. Escape goes back where one came from."""

    BINDINGS = [Binding("escape", "back", "Back")]

    TITLE_WORDS = ""

    def compose(self) -> ComposeResult:
        yield Banner(id="banner")
        yield from self.compose_place()
        yield KeyLine()

    def compose_place(self) -> ComposeResult:
        """What stands between the banner and the footer."""
        yield from ()

    @property
    def shown_class(self) -> SchoolClass | None:
        """The class that this screen is about: the kiosk's own, unless the screen says another."""
        return self.kiosk.school_class

    def on_mount(self) -> None:
        self.refresh_banner()
        self.set_interval(1.0, self.refresh_banner)

    def on_screen_resume(self) -> None:
        self.refresh_banner()

    def refresh_banner(self) -> None:
        """Show what the kiosk knows now: class, clock, countdown, who is signed in."""
        kiosk = self.kiosk
        if kiosk.countdown.take_end():  # whichever screen sees it first tells the room
            self.app.bell()
            self.app.notify(f"⏰ {TIME_IS_UP}", timeout=ALARM_SECONDS, markup=False)
        session = kiosk.session
        here = self.shown_class.name if self.shown_class else ""
        who = session.staff.name if session.staff else session.pupil.name if session.pupil else ""
        self.query_one(Banner).show(
            place=" · ".join(part for part in (here, self.TITLE_WORDS) if part),
            demo=bool(kiosk.school and kiosk.school.is_demo),
            countdown=kiosk.countdown.words(),
            alarm=kiosk.countdown.alarming,
            who=who,
            moment=kiosk.now(),
            time_zone=kiosk.school.time_zone if kiosk.school else None,
        )

    async def action_back(self) -> None:
        if len(self.app.screen_stack) > 1:
            self.dismiss()
