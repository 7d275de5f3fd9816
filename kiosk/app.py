"""KioskApp: which screen is up, who is signed in, and the lock that holds all day."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual import events
from textual.binding import Binding
from textual.screen import Screen

from db import connection, roster, school
from db.clock import utc_now
from db.policy import Problem
from db.records import School, SchoolClass, Staff
from kiosk import device, lock, screens
from kiosk.background import Background, fill_demo
from kiosk.countdown import Countdown
from kiosk.drafts import Drafts
from kiosk.phone_pages import PhonePages
from kiosk.pictured import PicturedApp
from kiosk.recovery import RecoveringApp
from kiosk.screens.home import Home
from kiosk.session import Session
from kiosk.settings import Settings
from kiosk.store import Store
from kiosk.styles.sheet import Sheet
from kiosk.styles.themes import THEMES
from kiosk.text import plain

TOUCHES = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp, events.Paste)


class KioskApp(RecoveringApp, PicturedApp, inherit_bindings=False):
    """The kiosk. Only a signed-in member of staff leaves it (`leave()`)."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False  # a finger that slides marks no text
    CSS_PATH = ["styles/kiosk.tcss", "screens/home.tcss"]  # home needs no second reading
    TITLE = "Classroom kiosk"
    BINDINGS = [Binding("ctrl+l", "sign_out", "Sign out", priority=True)]

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__()
        self.settings = settings
        self.store = Store()
        self.background = Background(self, self.store, self.now)
        self.phone_pages = PhonePages()
        self.session = Session(settings.idle_seconds)
        self.countdown = Countdown()
        self.drafts = Drafts()
        self.device = device.Device()
        self.school: School | None = None
        self.school_class: SchoolClass | None = None
        self._clock = clock
        self._made_up: TemporaryDirectory[str] | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.stylesheet = Sheet(self.get_css_variables())

    def now(self) -> datetime:
        return self._clock()

    async def on_mount(self) -> None:
        if not self.is_headless:
            lock.hold_signals(self)
        try:
            if self.settings.demo:
                await self.look_around()
            else:
                await self.load_school()
                await self.go_home()
                self.call_after_refresh(self.phone_pages.start, self.settings)
        except Problem as problem:  # nothing can be shown without the records
            self.exit(return_code=1, message=str(problem))
        self.set_interval(1.0, self._end_idle_sign_in)
        self.background.start()
        self.call_after_refresh(lambda: self.draw_pictures(self.device.pictures))

    async def load_school(self) -> None:
        """Read anew what the whole kiosk shows: school, class, theme."""
        self.device = await self.store.run(device.read, self.settings.data)
        self.school = await self.store.run(school.current)
        classes = await self.store.run(roster.classes) if self.school else []
        chosen = [it for it in classes if it.id == self.device.class_id] or classes[:1]
        self.school_class = chosen[0] if chosen else None
        if self.school_class:
            self.device = replace(self.device, class_id=self.school_class.id)
        if self.device.theme in self.available_themes:
            self.theme = self.device.theme

    async def remember(self, **changes: Any) -> None:
        """Keep something about this device (a field of `Device`), and do as it says."""
        await self.store.run(device.change, self.settings.data, **changes)
        await self.load_school()
        if "pictures" in changes:
            self.draw_pictures(self.device.pictures)

    async def look_around(self) -> None:
        """Show a made-up school that is gone when the kiosk ends."""
        self._made_up = TemporaryDirectory(prefix="kiosk-demo-")
        folder = Path(self._made_up.name)
        self.settings = replace(self.settings, data=folder, demo=True)
        await self.store.run(connection.open_database, self.settings.database)
        await self.store.run(fill_demo, self.now())
        await self.load_school()
        await self.go_home()
        self.background.furnish(self.now())
        self.call_after_refresh(self.phone_pages.start, self.settings)

    async def sign_in(self) -> Staff | None:
        """The signed-in member of staff, asked for when nobody is; call it in a worker."""
        if self.session.staff is None:
            staff = await self.push_screen_wait(screens.SignIn())
            if staff is not None:
                self.session.begin(staff=staff)
        return self.session.staff

    async def sign_out(self) -> None:
        self.session.end()
        await self.go_home()

    async def action_sign_out(self) -> None:
        if self.session.somebody:
            await self.sign_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Signing out is offered only to somebody who is signed in."""
        return self.session.somebody if action == "sign_out" else True

    async def go_home(self, sentence: str = "") -> None:
        """Take every screen away and build the first one anew: nothing greets the next visitor."""
        await self.start_anew(sentence)

    def leave(self) -> None:
        """End the program; only where a member of staff is signed in."""
        if self.session.staff is not None:
            self.exit(0)

    async def action_quit(self) -> None:
        """Nothing quits the kiosk by a key."""

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, TOUCHES):
            if self._left_alone():  # the device slept: the touch that wakes it is no more than that
                await self.sign_out()
                return
            self.session.touch()
        if isinstance(event, events.Paste):
            event.text = plain(event.text)  # fields draw what they hold as it is
        if isinstance(event, events.AppBlur):
            return  # the kiosk has the whole screen: what is focused stays focused
        await super().on_event(event)

    async def _end_idle_sign_in(self) -> None:
        if self._left_alone():
            timing = self._timing
            await self.sign_out()
            if timing:  # the class still looks at it; it shows nothing about anybody
                await self.push_screen(screens.Timer())

    @property
    def _timing(self) -> bool:
        return self.countdown.on_show and isinstance(self.screen, screens.Timer)

    def _left_alone(self) -> bool:
        """R31: nobody touched anything for too long, and something is open."""
        left_open = self.school is not None and not self.at_first_screen and not self._timing
        return (self.session.somebody or left_open) and self.session.seconds_left() <= 0

    def first_screen(self) -> Screen[None]:
        return screens.Welcome() if self.school is None else Home()

    async def mend(self, sentence: str) -> None:
        if self.session.pupil is not None:
            self.session.end()  # their teacher is there to start again with them
        await super().mend(sentence)

    async def on_unmount(self) -> None:
        await self.phone_pages.stop()
        await self.background.stop()
        self.store.close()
        if self._made_up is not None:
            connection.close_database()
            with contextlib.suppress(OSError):
                self._made_up.cleanup()
