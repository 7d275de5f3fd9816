"""Kiosk manners: nobody gets out, and nothing of one visitor greets the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from db.records import Pupil
from kiosk.app import KioskApp
from kiosk.screens.home import Home
from kiosk.screens.place import Place
from kiosk.screens.sign_in import SignIn
from kiosk.screens.staff_room import StaffRoom
from kiosk.screens.welcome import Welcome
from kiosk.session import Session
from kiosk.settings import Settings
from kiosk.widgets.number_pad import NumberPad
from tests.conftest import NOW, PIN, Here
from tests.screens.conftest import settled, sign_in

WAYS_OUT = [
    *(f"ctrl+{letter}" for letter in "abcdefghijkmnopqrstuvwxyz"),
    *(f"ctrl+{sign}" for sign in ("@", "backslash", "right_square_bracket", "circumflex_accent")),
    *(f"ctrl+shift+{letter}" for letter in "cqpwz"),
    *(f"alt+{key}" for key in ("f4", "q", "x", "tab", "enter")),
    *(f"f{number}" for number in range(1, 25)),
    "escape",
    "ctrl+escape",
    "ctrl+underscore",
    "ctrl+delete",
    "ctrl+pause",
    "pause",
    "q",
    "question_mark",
    "colon",
]
AVA = Pupil(1, "Ava", "Ava", "Adams", "🐻")


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds(app: KioskApp) -> Seconds:
    """The seconds that the sign-in lasts by."""
    passing = Seconds()
    app.session = Session(180.0, passing)
    return passing


async def to_welcome(pilot: Pilot[int]) -> None:
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.school = None
    await app.go_home()


async def to_sign_in(pilot: Pilot[int]) -> None:
    await pilot.press("t")


async def to_the_pad(pilot: Pilot[int]) -> None:
    await pilot.press("t")
    await settled(pilot)
    await pilot.press("enter")


async def to_agreement(pilot: Pilot[int]) -> None:
    await pilot.press("4")


async def to_staff_room(pilot: Pilot[int]) -> None:
    await pilot.press("t")
    await sign_in(pilot)


async def to_points(pilot: Pilot[int]) -> None:
    await pilot.press("1")
    await sign_in(pilot)


async def to_home(pilot: Pilot[int]) -> None:
    return


PLACES = [to_home, to_welcome, to_sign_in, to_the_pad, to_agreement, to_staff_room, to_points]


@pytest.mark.parametrize("to_place", PLACES, ids=lambda it: it.__name__[3:])
async def test_no_key_leads_out(
    app: KioskApp, to_place: Callable[[Pilot[int]], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    suspended: list[str] = []
    monkeypatch.setattr(app, "action_suspend_process", lambda: suspended.append("asked"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await to_place(pilot)  # type: ignore[misc]
        await settled(pilot)
        for key in WAYS_OUT:
            await pilot.press(key)
        await settled(pilot)
        assert not app._exit
        assert app.is_running
        assert not suspended
        names = {type(screen).__name__ for screen in app.screen_stack}
        assert not names & {"CommandPalette", "HelpPanel"}
        await app.go_home()
        await settled(pilot)
        assert app.at_first_screen


async def test_escape_never_leads_behind_the_first_screen(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("4")
        for _ in range(5):
            await pilot.press("escape")
            await settled(pilot)
        assert isinstance(app.screen, Home)
        assert len(app.screen_stack) == 2


async def test_no_action_of_textual_leads_out(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for action in ("app.quit", "app.help_quit", "quit", "app.command_palette"):
            await app.run_action(action)
        await settled(pilot)
        assert not app._exit
        assert isinstance(app.screen, Home)


async def test_only_signed_in_staff_can_leave(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.leave()
        app.session.begin(pupil=AVA)
        app.leave()
        assert not app._exit
        app.session.begin(staff=here.leader)
        app.leave()
        assert app._exit
    assert app.return_code == 0


@pytest.mark.parametrize(
    "to_place", [to_sign_in, to_agreement, to_staff_room, to_points], ids=lambda it: it.__name__[3:]
)
async def test_r31_three_minutes_without_a_touch(
    app: KioskApp, seconds: Seconds, to_place: Callable[[Pilot[int]], object]
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await to_place(pilot)  # type: ignore[misc]
        await settled(pilot)
        left_open = app.screen
        assert not app.at_first_screen
        seconds.now += 179.0
        await app._end_idle_sign_in()
        assert app.screen is left_open
        seconds.now += 1.0
        await app._end_idle_sign_in()
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert not app.session.somebody
        assert len(app.screen_stack) == 2
        for _ in range(100):
            if not left_open.is_running:
                break
            await asyncio.sleep(0.01)
        assert not left_open.is_running
        assert not [it for it in app.workers if not it.is_finished]


async def test_r31_the_kiosk_looks_by_itself_every_second(app: KioskApp, seconds: Seconds) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await to_staff_room(pilot)
        seconds.now += 180.0
        await pilot.pause(1.5)
        assert isinstance(app.screen, Home)
        assert not app.session.somebody


async def test_r31_a_touch_keeps_it_and_so_does_a_key(app: KioskApp, seconds: Seconds) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await to_staff_room(pilot)
        for touch in ("key", "mouse", "wheel", "paste"):
            seconds.now += 170.0
            if touch == "key":
                await pilot.press("tab")
            elif touch == "mouse":
                await pilot.mouse_down(offset=(1, 1))
                await pilot.mouse_up(offset=(1, 1))
            elif touch == "wheel":
                for kind in (events.MouseScrollUp, events.MouseScrollDown):
                    app.post_message(kind(None, 1, 1, 0, 0, 0, False, False, False))
            else:
                app.post_message(events.Paste("words"))
            await settled(pilot)
            assert app.session.staff is not None, touch
            assert app.session.seconds_left() == 180.0, touch


async def test_r31_with_a_dialog_open_and_a_pin_half_typed(app: KioskApp, seconds: Seconds) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await to_the_pad(pilot)
        await pilot.press(*PIN[:5])
        pad = app.screen.query_one(NumberPad)
        assert pad.typed == 5
        seconds.now += 181.0
        await app._end_idle_sign_in()
        await settled(pilot)
        assert isinstance(app.screen, Home)
        await to_the_pad(pilot)
        await settled(pilot)
        assert app.screen.query_one(NumberPad).typed == 0
        await pilot.press(PIN[5], "enter")
        await settled(pilot)
        assert not app.session.somebody


async def test_r31_the_touch_that_wakes_a_sleeping_device_is_not_the_last_visitors(
    app: KioskApp, seconds: Seconds
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await to_staff_room(pilot)
        assert isinstance(app.screen, StaffRoom)
        seconds.now += 8 * 3600.0
        await pilot.press("tab")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert not app.session.somebody


async def test_nobody_is_signed_out_who_was_not_there(app: KioskApp, seconds: Seconds) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        first = app.screen
        seconds.now += 1e6
        await app._end_idle_sign_in()
        await pilot.press("down")
        await settled(pilot)
        assert app.screen is first


async def test_signing_out_by_a_key_from_anywhere(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await to_points(pilot)
        assert app.session.staff is not None
        await pilot.press("ctrl+l")
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert not app.session.somebody
        await pilot.press("1")
        await settled(pilot)
        assert isinstance(app.screen, SignIn)


async def test_words_of_the_last_visitor_are_gone(app: KioskApp, here: Here) -> None:
    class Typing(Place):
        def compose_place(self) -> ComposeResult:
            yield Input("private words")

    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(staff=here.leader)
        app.push_screen(Typing())
        await pilot.pause()
        app.copy_to_clipboard("private words")
        app.notify("private words")
        await pilot.pause()
        await app.sign_out()
        await settled(pilot)
        assert app.clipboard == ""
        assert not app._notifications
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "private" not in shown


async def test_the_stack_does_not_grow(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for _ in range(3):
            await to_staff_room(pilot)
            await app.sign_out()
            await settled(pilot)
        assert len(app.screen_stack) == 2
        for _ in range(100):
            if len(app._nodes) == 2:
                break
            await asyncio.sleep(0.01)
        assert len(app._nodes) == 2


async def test_an_empty_device_shows_welcome_and_keeps_what_is_being_set_up(
    records: object, tmp_path: object
) -> None:
    passing = Seconds()
    app = KioskApp(Settings(tmp_path), clock=lambda: NOW)  # type: ignore[arg-type]
    app.session = Session(180.0, passing)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(app.screen, Welcome)
        await pilot.press("1")
        await settled(pilot)
        being_set_up = app.screen
        passing.now += 500.0
        await app._end_idle_sign_in()
        assert app.screen is being_set_up
