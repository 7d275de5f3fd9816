"""Home: what the class sees all day. Nothing about one child or one parent is on it."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from zoneinfo import ZoneInfo

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Grid, Vertical
from textual.widgets import Digits, Static

from db import roster
from kiosk import screens
from kiosk.messages import RecordsChanged
from kiosk.screens.place import Place
from kiosk.text import safe
from kiosk.widgets.big_place import BigPlace
from kiosk.widgets.goal_bar import GoalBar


class Home(Place):
    CSS_PATH = "home.tcss"
    BINDINGS = [
        Binding("1,p", "go('points')", "Points", key_display="1", show=False),
        Binding("2,s", "go('story')", "Story", key_display="2", show=False),
        Binding("3,o", "go('portfolio')", "Portfolio", key_display="3", show=False),
        Binding("4,a", "go('agreement')", "Agreement", key_display="4", show=False),
        Binding("5,j", "go('join')", "Join", key_display="5", show=False),
        Binding("6", "go('school')", "Our school", key_display="6", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("right", "app.focus_next", show=False),
        Binding("t", "staff_room", "Staff"),
        Binding("escape", "back", show=False),
    ]

    def compose_place(self) -> ComposeResult:
        with Vertical(id="today"):
            yield Static("", id="class-name")
            yield Static("", id="date")
            yield Digits("", id="clock")
            with Center():
                yield GoalBar(id="goal")
            yield Static("", id="newest")
        with Grid(id="places"):
            yield BigPlace("points", "⭐", "Points", "1", "Well done, everybody")
            yield BigPlace("story", "📖", "Story", "2", "Our news")
            yield BigPlace("portfolio", "🎨", "Portfolio", "3", "Our best work")
            yield BigPlace("agreement", "📝", "Agreement", "4", "Our promises to sign")
            yield BigPlace("join", "📱", "Join", "5", "For our families")
            yield BigPlace("school", "🏫", "Our school", "6", "Website and rules")

    def on_mount(self) -> None:
        self.query_one("#points").focus()
        self.set_interval(1.0, self.show_time)
        self.show_time()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """The class, its goal and its newest story as they are now."""
        kiosk = self.kiosk
        if kiosk.device.class_id is not None:
            kiosk.school_class = await self.store.run(roster.school_class, kiosk.device.class_id)
        here = kiosk.school_class
        school = kiosk.school.name if kiosk.school else ""
        self.query_one("#class-name", Static).update(
            safe(here.name if here else school or "Welcome")
        )
        self.query_one(GoalBar).show(here.goal if here else None)
        self.refresh_banner()
        if here is not None:
            words = await self.store.run(newest_line, here.id, kiosk.now(), self.time_zone)
            self.query_one("#newest", Static).update(safe(words))

    def show_time(self) -> None:
        school = self.kiosk.school
        local = self.kiosk.now().astimezone(ZoneInfo(school.time_zone) if school else None)
        self.query_one("#date", Static).update(f"{local:%A} {local.day} {local:%B %Y}")
        self.query_one("#clock", Digits).update(f"{local:%H:%M}")

    def on_big_place_chosen(self, event: BigPlace.Chosen) -> None:
        self.action_go(event.place)

    @on(events.Click, "#newest")
    def open_story(self) -> None:
        self.action_go("story")

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_go(self, place: str) -> None:
        if place == "points":
            if await self.kiosk.sign_in() is not None:
                self.app.push_screen(screens.Points())
        elif place == "join":
            if await self.kiosk.sign_in() is not None:
                self.app.push_screen(screens.JoinPlace())
        elif place == "agreement":
            self.app.push_screen(screens.AgreementPlace())
        elif place == "portfolio":
            self.app.push_screen(screens.PortfolioPlace())
        elif place == "school":
            self.app.push_screen(screens.OurSchool())
        else:
            self.app.push_screen(screens.Story())

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_staff_room(self) -> None:
        if await self.kiosk.sign_in() is not None:
            self.app.push_screen(screens.StaffRoom())

    async def action_back(self) -> None:
        """Home is where one ends up: there is nowhere further back."""


def newest_line(class_id: int, now: datetime, time_zone: str) -> str:
    """The newest class story; what reads it is loaded after the first screen."""
    words: str = import_module("kiosk.newest_story").line(class_id, now, time_zone)
    return words
