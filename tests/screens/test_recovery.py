"""An unexpected error anywhere is logged and brings the kiosk home, with nothing left behind."""

from __future__ import annotations

import asyncio
import gc
import logging

import pytest
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label

from db.policy import Refused
from db.records import Pupil
from kiosk import recovery
from kiosk.app import KioskApp
from kiosk.screens.home import Home
from kiosk.screens.place import InKiosk, Place
from tests.conftest import Here
from tests.screens.conftest import settled

pytestmark = pytest.mark.breaks

SECRET = "864213"


class TroubleError(Exception):
    pass


class Question(InKiosk, ModalScreen[str]):
    def compose(self) -> ComposeResult:
        yield Input()

    def on_input_changed(self) -> None:
        raise TroubleError("in a dialog")


class BadlyDrawn(Widget):
    broken = False

    def render(self) -> str:
        if self.broken:
            raise TroubleError("in render")
        return "well"


class Parent(Widget):
    """Its own children outlive it when its start fails."""

    def compose(self) -> ComposeResult:
        yield Label("one")
        yield Button("two")

    def on_mount(self) -> None:
        raise TroubleError("in a widget's mount")


class Broken(Place):
    TITLE_WORDS = "Broken"
    BINDINGS = [Binding("x", "break", "Break")]

    def __init__(self, where: str = "") -> None:
        super().__init__()
        self.where = where

    def compose_place(self) -> ComposeResult:
        yield Label("here")
        if self.where == "compose":
            raise TroubleError("in compose")
        yield Button("Press", id="press")
        yield Input()
        yield BadlyDrawn()
        if self.where == "child":
            yield Parent()

    def on_mount(self) -> None:
        if self.where == "mount":
            raise TroubleError("in mount")
        if self.where == "timer":
            self.set_timer(0.01, self.fail)
        if self.where == "interval":
            self.set_interval(0.01, self.fail)
        if self.where == "later":
            self.call_after_refresh(self.fail)
        if self.where == "next":
            self.call_next(self.fail)
        if self.where == "worker":
            self.work_badly()
        if self.where == "loud worker":
            self.work_loudly()
        if self.where == "render":
            self.query_one(BadlyDrawn).broken = True
            self.query_one(BadlyDrawn).refresh()
        if self.where == "dialog":
            self.ask_something()
        if self.where == "style":
            self.query_one(Label).styles.parse("color: ][", ("x", "x"))

    def fail(self) -> None:
        raise TroubleError("in a callback")

    @work(exit_on_error=False)
    async def work_badly(self) -> None:
        raise TroubleError("in a worker")

    @work
    async def work_loudly(self) -> None:
        raise TroubleError("in a loud worker")

    @work(group="go", exit_on_error=False)
    async def ask_something(self) -> None:
        await self.app.push_screen_wait(Question())

    def on_button_pressed(self) -> None:
        raise TroubleError("in a button")

    def action_break(self) -> None:
        raise TroubleError("in an action")

    def on_input_changed(self) -> None:
        raise TroubleError("in typing")


AT_START = [
    "compose",
    "mount",
    "child",
    "timer",
    "interval",
    "later",
    "next",
    "worker",
    "loud worker",
    "render",
    "style",
]


@pytest.fixture(autouse=True)
def quick_to_close(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "CLOSING_SECONDS", 0.2)


async def home_again(pilot: Pilot[int]) -> None:
    app = pilot.app
    assert isinstance(app, KioskApp)
    for _ in range(300):
        await asyncio.sleep(0.01)
        if isinstance(app.screen, Home) and app._notifications and not app._clearing:
            break
    await settled(pilot)
    assert isinstance(app.screen, Home)
    assert app.at_first_screen
    assert len(app.screen_stack) == 2
    assert [notice.message for notice in app._notifications] == [recovery.TROUBLE]
    assert app.return_code is None
    assert not app.workers
    # the new home hears keys and is drawn
    await pilot.press("4")
    await settled(pilot)
    assert type(app.screen).__name__ == "AgreementPlace"
    await app.go_home()
    await settled(pilot)


def trouble_logged(caplog: pytest.LogCaptureFixture) -> bool:
    return any(
        record.name == "kiosk" and record.exc_info and isinstance(record.exc_info[1], TroubleError)
        for record in caplog.records
    )


@pytest.mark.parametrize("where", AT_START)
async def test_trouble_while_a_screen_starts(
    app: KioskApp, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(Broken(where))
        await home_again(pilot)
    assert trouble_logged(caplog) or where == "style"


@pytest.mark.parametrize("how", ["button", "action", "typing", "dialog"])
async def test_trouble_by_hand(app: KioskApp, caplog: pytest.LogCaptureFixture, how: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(Broken(how))
        await settled(pilot)
        if how == "button":
            await pilot.click("#press")
        elif how == "action":
            app.screen.query_one(Button).focus()
            await pilot.press("x")
        else:
            app.screen.query_one(Input).focus()
            await pilot.press("a")
        await home_again(pilot)
    assert trouble_logged(caplog)


async def test_trouble_in_the_apps_own_handler(
    app: KioskApp, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise TroubleError("in the app")

    monkeypatch.setattr(app, "action_sign_out", fail)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(pupil=Pupil(1, "Ava", "Ava", "A", "🐻"))
        await pilot.press("ctrl+l")
        await home_again(pilot)
        assert not app.session.somebody
    assert trouble_logged(caplog)


async def test_a_teacher_stays_signed_in_and_a_pupil_does_not(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(staff=here.leader)
        app.push_screen(Broken("mount"))
        await home_again(pilot)
        assert app.session.staff == here.leader


async def test_nothing_piles_up(app: KioskApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "MOST_TROUBLES", 1000)

    def weight() -> tuple[int, int, int]:
        gc.collect()
        return len(app._registry), len(asyncio.all_tasks()), len(app._nodes)

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(Broken("mount"))
        await home_again(pilot)
        before = weight()
        for where in ("compose", "child", "mount", "render", "interval", "worker"):
            app.push_screen(Broken(where))
            await home_again(pilot)
        for _ in range(100):
            if weight() == before:
                break
            await asyncio.sleep(0.02)
        assert weight() == before


async def test_a_screen_that_hangs_is_left_behind(app: KioskApp) -> None:
    class Hangs(Place):
        async def on_key(self, event: events.Key) -> None:
            if event.key == "h":
                await asyncio.sleep(60)

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(hanging := Hangs())
        await settled(pilot)
        hanging.post_message(events.Key("h", "h"))
        await asyncio.sleep(0.05)
        task = hanging._task
        assert task is not None
        await app.go_home()
        for _ in range(100):
            await asyncio.sleep(0.02)
            if task.done():
                break
        assert task.done()
        await settled(pilot)
        assert app.at_first_screen


async def test_a_problem_that_escaped_is_said_in_its_own_words(app: KioskApp) -> None:
    class Refuses(Place):
        def on_mount(self) -> None:
            raise Refused("The date is in the past.")

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(Refuses())
        for _ in range(100):
            await asyncio.sleep(0.01)
            if app._notifications:
                break
        assert [it.message for it in app._notifications] == ["The date is in the past."]


@pytest.mark.parametrize("where", ["__init__", "compose_place", "on_mount", "show_time"])
async def test_a_home_that_cannot_stand_ends_the_program_for_its_supervisor(
    app: KioskApp, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_: object) -> None:
        raise TroubleError("in home")

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        monkeypatch.setattr(Home, where, fail)
        app.push_screen(Broken("mount"))
        for _ in range(500):
            await asyncio.sleep(0.02)
            if app._exit:
                break
        assert app.return_code == 1
        assert len(app.screen_stack) <= 3


async def test_records_that_cannot_be_read_at_the_start_end_it_with_a_sentence(
    app: KioskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise Refused("The school's records are busy.")

    monkeypatch.setattr(app, "load_school", fail)
    async with app.run_test(size=(80, 24)):
        await asyncio.sleep(0.1)
    assert app.return_code == 1


def test_the_log_is_not_a_place_for_secrets_or_escapes() -> None:
    from kiosk.log_file import NothingSecret

    try:
        int(f"{SECRET}\x1b[31m")
    except ValueError:
        import sys

        record = logging.LogRecord("kiosk", 40, "", 0, "unexpected", None, sys.exc_info())
    words = NothingSecret().format(record)
    assert "Traceback" in words
    assert SECRET not in words
    assert "\x1b" not in words
