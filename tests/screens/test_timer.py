"""Timer: large on its own screen, in the banner on every other, and heard when it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from kiosk.app import KioskApp
from kiosk.countdown import Countdown
from kiosk.screens.home import Home
from kiosk.screens.own_time import OwnTime, seconds_typed
from kiosk.screens.place import Place
from kiosk.screens.sure import Sure
from kiosk.screens.timer import Timer
from kiosk.widgets.banner import Banner
from kiosk.widgets.big_words import BigWords
from tests.conftest import Here
from tests.screens.conftest import Look, sentences, settled, stand_at


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(app: KioskApp) -> Clock:
    """The clock that the countdown goes by."""
    clock = Clock()
    app.countdown = Countdown(clock)
    return clock


def shown(app: KioskApp) -> str:
    assert isinstance(app.screen, Timer)
    app.screen.show_time()
    return app.screen.query_one(BigWords).words


def banner(app: KioskApp) -> str:
    assert isinstance(app.screen, Place)
    app.screen.refresh_banner()
    return app.screen.query_one(Banner).render().plain


async def test_by_keys(app: KioskApp, here: Here, clock: Clock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Timer(), here)
        assert shown(app) == "0:00"
        await pilot.press("5")
        clock.now += 61
        assert shown(app) == "3:59"
        await pilot.press("space")
        clock.now += 100
        assert shown(app) == "3:59"
        await pilot.press("plus", "space")
        clock.now += 1
        assert shown(app) == "4:58"
        await pilot.press("r")
        assert shown(app) == "5:00"
        await pilot.press("0")
        assert shown(app) == "10:00"
        await pilot.press("x")
        assert shown(app) == "0:00"
        assert not app.countdown.is_set


async def test_by_taps(app: KioskApp, here: Here, clock: Clock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Timer(), here)
        await pilot.click("#minutes-2")
        clock.now += 10
        await pilot.click("#start")
        clock.now += 10
        assert shown(app) == "1:50"
        await pilot.click("#longer")
        await pilot.click("#start")
        clock.now += 10
        assert shown(app) == "2:40"
        await pilot.click("#clear")
        assert app.screen.query_one("#reset", Button).disabled


@pytest.mark.parametrize(
    ("digits", "seconds"), [("730", 450), ("90", 90), ("5", 5), ("", 0), ("1000", 600)]
)
def test_time_is_typed_as_on_an_oven(digits: str, seconds: int) -> None:
    assert seconds_typed(digits) == seconds


async def test_any_other_time_by_keys_and_by_taps(app: KioskApp, here: Here, clock: Clock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Timer(), here)
        await pilot.press("o")
        await settled(pilot)
        await pilot.press("enter")  # nothing typed: nothing starts
        assert isinstance(app.screen, OwnTime)
        await pilot.press("7", "3", "3", "backspace", "0", "enter")
        await settled(pilot)
        assert shown(app) == "7:30"
        await pilot.click("#own-time")
        await settled(pilot)
        await pilot.click("#digit-4")
        await pilot.click("#digit-5")
        await pilot.click("#start")
        await settled(pilot)
        assert shown(app) == "0:45"
        await pilot.press("o")
        await settled(pilot)
        await pilot.press("9", "escape")
        await settled(pilot)
        assert shown(app) == "0:45"


async def test_it_runs_on_while_the_teacher_is_elsewhere(
    app: KioskApp, here: Here, clock: Clock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Timer(), here)
        await pilot.press("3", "escape")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        clock.now += 60
        assert "⏳ 2:00" in banner(app)
        await pilot.press("ctrl+l")
        await settled(pilot)
        clock.now += 60
        assert "⏳ 1:00" in banner(app)


async def test_the_room_is_told_once_whatever_is_in_front(
    app: KioskApp, here: Here, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bells: list[int] = []
    monkeypatch.setattr(KioskApp, "bell", lambda _: bells.append(1))
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Timer(), here)
        await pilot.press("1", "escape")
        await app.push_screen(Sure("Is a dialog in front?"))
        clock.now += 61
        await pilot.pause(1.2)  # a tick of the screen below
        assert sentences(pilot) == ["⏰ Time's up!"]
        await pilot.press("escape")
        await settled(pilot)
        assert "⏰ Time's up!" in banner(app)
        assert len(sentences(pilot)) == len(bells) == 1
        clock.now += 70
        assert "Time's up!" not in banner(app)


async def test_it_flashes_when_the_time_is_up(app: KioskApp, here: Here, clock: Clock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Timer(), here)
        await pilot.press("1")
        clock.now += 60.1
        assert shown(app) == "Time's up!"
        assert app.screen.has_class("flash")
        looks = set()
        for _ in range(2):
            banner(app)
            looks.add(app.screen.query_one(Banner).has_class("alarm"))
        assert looks == {True, False}
        clock.now += 20
        shown(app)
        assert not app.screen.has_class("flash")
        await pilot.press("space")
        assert shown(app) == "1:00"


async def test_r31_signed_out_the_timer_stays_on_the_wall(
    app: KioskApp, here: Here, clock: Clock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Timer(), here)
        await pilot.press("5")
        idle(app)
        await pilot.pause(1.2)
        await settled(pilot)
        assert app.session.staff is None
        assert isinstance(app.screen, Timer)
        assert "Mrs Rowan" not in banner(app)
        await pilot.pause(1.2)
        assert isinstance(app.screen, Timer)
        clock.now += 300 + 61  # up, and seen for a minute
        await pilot.pause(1.2)
        await settled(pilot)
        assert isinstance(app.screen, Home)


async def test_r31_without_a_countdown_it_goes_home(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Timer(), here)
        idle(app)
        await pilot.pause(1.2)
        await settled(pilot)
        assert app.session.staff is None
        assert isinstance(app.screen, Home)


def idle(app: KioskApp) -> None:
    """Nobody has touched anything for three minutes."""
    app.session._touched -= 181


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    app = app_looking(look)
    clock = Clock()
    app.countdown = Countdown(clock)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Timer(), here)
        await pilot.press("5")
        clock.now += 168
        app.screen.show_time()
        app.screen.refresh_banner()
        await settled(pilot)

    assert snap_compare(app, terminal_size=look.size, run_before=before)


def test_own_time_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Timer(), here)
        await pilot.press("o")
        await settled(pilot)
        await pilot.press("7", "3", "0")
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
