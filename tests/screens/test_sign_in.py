"""The sign-in dialog: by keys and by touch, never showing the PIN, patient with wrong ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from db import people, throttle
from db.policy import Problem
from db.records import Role
from kiosk.app import KioskApp
from kiosk.screens.home import Home
from kiosk.screens.sign_in import SignIn
from kiosk.settings import Settings
from kiosk.widgets.number_pad import NumberPad
from tests.conftest import NOW, PIN, Here
from tests.screens.conftest import Look, settled


def sentence(app: KioskApp) -> str:
    return str(app.screen.query_one("#sentence", Static).render())


async def opened(pilot: Pilot[int]) -> OptionList:
    await settled(pilot)
    await pilot.press("t")
    await settled(pilot)
    assert isinstance(pilot.app.screen, SignIn)
    return pilot.app.screen.query_one(OptionList)


def chosen(names: OptionList) -> str:
    assert names.highlighted is not None
    return str(names.get_option_at_index(names.highlighted).prompt)


@pytest.fixture
def forty(here: Here) -> Here:
    for number in range(38):
        people.add_staff(f"Staff {number:02}", Role.TEACHER, NOW, pin=None)
    people.add_staff("Zoë O'Brien", Role.TEACHER, NOW, pin="135791")
    return here


async def test_name_pin_and_enter_in_one_breath(forty: Here, app: KioskApp) -> None:
    """Keys that come before the names do, and faster than the screen is drawn."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.post_message(events.Key("t", "t"))
        for _ in range(10_000):  # as soon as the dialog is up, without letting it settle
            if isinstance(app.screen, SignIn):
                break
            await asyncio.sleep(0)
        for key in ("down", "r", *PIN, "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(100):
            await settled(pilot)
            if app.session.staff is not None:
                break
        assert app.session.staff == forty.leader


async def test_keys_in_any_order(forty: Here, app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        names = await opened(pilot)
        await pilot.press("z")
        assert chosen(names) == "Zoë O'Brien"
        await pilot.press("r")
        assert chosen(names) == "Mrs Rowan"
        await pilot.press("down", "down", "up")
        assert chosen(names).startswith("Staff 00")
        await pilot.press("end")
        assert chosen(names) == "Zoë O'Brien"
        await pilot.press("home", *"24", "backspace", *PIN[1:], "enter")
        await settled(pilot)
        assert app.session.staff == forty.leader


async def test_by_touch_alone(forty: Here, app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        names = await opened(pilot)
        await pilot.click(names, offset=(3, 1))
        for digit in PIN:
            await pilot.click(f"#digit-{digit}")
        await pilot.click("#done")
        await settled(pilot)
        assert app.session.staff is not None


async def test_back_by_touch(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.click("#back")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert not app.session.somebody


async def test_digits_typed_for_one_person_are_not_tried_for_another(
    forty: Here, app: KioskApp
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("z", *PIN[:4])
        assert app.screen.query_one(NumberPad).typed == 4
        await pilot.press("m")
        assert app.screen.query_one(NumberPad).typed == 0


async def test_somebody_without_a_pin_is_told_whom_to_ask(forty: Here, app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        names = await opened(pilot)
        await pilot.press("s")
        assert "no PIN" in chosen(names)
        assert "ask a school leader" in sentence(app)
        await pilot.press(*PIN, "enter")
        await settled(pilot)
        assert isinstance(app.screen, SignIn)
        assert not app.session.somebody


async def test_the_pin_is_never_shown(app: KioskApp) -> None:
    def shown() -> str:
        return "\n".join(strip.text for strip in app.screen._compositor.render_strips())

    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("2")
        await settled(pilot)
        one = shown()
        await pilot.press("backspace", "7")
        await settled(pilot)
        assert shown() == one
        await pilot.press(*"46802")
        assert "46802" not in shown()
        assert "246802" not in str(app.screen.query_one(NumberPad).tree)


async def test_a_wait_is_counted_down_and_nothing_is_tried_meanwhile(here: Here) -> None:
    now = NOW
    app = KioskApp(Settings(here.data), clock=lambda: now)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for _ in range(3):
            await pilot.press(*"975310", "enter")
            await settled(pilot)
        assert "wrong" in sentence(app)
        assert "10 seconds" in sentence(app)
        now += timedelta(seconds=4)
        await pilot.press(*PIN, "enter")
        await settled(pilot)
        assert "6 seconds" in sentence(app)
        assert throttle.waiting(throttle.STAFF, now) == {here.leader.id: 6}
        now += timedelta(seconds=6.1)
        await pilot.pause(0.6)
        assert "wait" not in sentence(app)
        await pilot.press(*PIN, "enter")
        await settled(pilot)
        assert app.session.staff is not None


async def test_a_wait_from_before_a_restart_is_shown(app: KioskApp, here: Here) -> None:
    for _ in range(3):
        with pytest.raises(Problem):
            people.sign_in(here.leader.id, "975310", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "10 seconds" in sentence(app)


async def test_going_back_while_the_pin_is_looked_at(
    app: KioskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press(*PIN)
        app.screen.query_one(NumberPad)._done()
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert len(app.screen_stack) == 2


def test_looks(
    snap_compare: Any, forty: Here, app_looking: Callable[[Look], KioskApp], look: Look
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await opened(pilot)
        await pilot.press("s", "2", "4")
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
