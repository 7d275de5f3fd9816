"""Leaders change the promises' words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from db import agreement, people
from db.records import Promise, Role, Staff
from kiosk.app import KioskApp
from kiosk.screens.agreement_wording import AgreementWording
from kiosk.screens.edit_promise import EditPromise
from kiosk.screens.promises import Promises
from kiosk.screens.sure import Sure
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said, told
from tests.screens.conftest import Look, settled


async def to_wording(pilot: Pilot[int], staff: Staff) -> None:
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.begin(staff=staff)
    await app.push_screen(AgreementWording())
    await settled(pilot)


async def write(pilot: Pilot[int], title: str, words: str) -> None:
    """Into the dialog that is up."""
    screen = pilot.app.screen
    assert isinstance(screen, EditPromise)
    if title:
        screen.query_one(Input).value = title
    screen.query_one(TextArea).text = words
    await press(pilot, "f10")


async def test_r19_new_words_are_a_new_version_after_a_question(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_wording(pilot, here.leader)
        await press(pilot, "enter")
        await write(pilot, "[b]Listen[/b]", "I listen\nwell.")
        assert "not saved" in said(app, "#summary")
        await press(pilot, "s")
        assert isinstance(app.screen, Sure)
        await press(pilot, "y")
        assert "Version 2" in said(app, "#summary")
    wording = agreement.current()
    assert wording.version == 2
    assert wording.promises[0] == Promise("[b]Listen[/b]", "I listen well.")
    assert len(wording.promises) == 6


async def test_no_is_no(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_wording(pilot, here.leader)
        await press(pilot, "enter")
        await write(pilot, "Listen", "I listen.")
        await press(pilot, "s", "enter")
        assert isinstance(app.screen, AgreementWording)
        await press(pilot, "escape")
        assert isinstance(app.screen, Sure)
        await press(pilot, "n")
        assert isinstance(app.screen, AgreementWording)
        await press(pilot, "escape", "y")
        assert not isinstance(app.screen, AgreementWording)
    assert agreement.current().version == 1


async def test_a_promise_comes_and_another_goes(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_wording(pilot, here.leader)
        await press(pilot, "d", "y")
        await press(pilot, "a")
        await write(pilot, "Try", "I try my best.")
        await press(pilot, "end", "enter")
        await write(pilot, "", "We talk about it.")
        await press(pilot, "s", "y")
    wording = agreement.current()
    assert [it.title for it in wording.promises] == [
        "Be kind",
        "Speak up",
        "Ask first",
        "Be yourself",
        "Good words",
        "Try",
    ]
    assert wording.closing == "We talk about it."


async def test_empty_and_endless_words_stay_in_the_dialog(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_wording(pilot, here.leader)
        await press(pilot, "enter")
        await write(pilot, "Listen", " ")
        assert "write something" in said(app, "#sentence")
        await write(pilot, "Listen", "w" * 241)
        assert "too long" in said(app, "#sentence")
        await press(pilot, "escape")
        assert isinstance(app.screen, AgreementWording)


async def test_a_leader_sees_it_as_a_pupil_will(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_wording(pilot, here.leader)
        await press(pilot, "v")
        assert isinstance(app.screen, Promises)
        await press(pilot, *["right"] * 6)
        assert isinstance(app.screen, AgreementWording)


async def test_only_leaders_change_words(app: KioskApp, here: Here) -> None:
    teacher = people.add_staff("Mr Oak", Role.TEACHER, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_wording(pilot, teacher)
        await press(pilot, "enter")
        assert isinstance(app.screen, AgreementWording)
        assert "Only a school leader" in told(app)
        assert app.screen.query_one(OptionList).option_count == 7


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await to_wording(pilot, here.leader)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_looks_of_one_promise(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await to_wording(pilot, here.leader)
        await press(pilot, "enter")
        pilot.app.screen.query_one(Input).cursor_blink = False

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
