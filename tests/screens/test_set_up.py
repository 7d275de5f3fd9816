"""From an empty device to a school with its class list, by keys and by taps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from db import roster, school
from kiosk import device
from kiosk.app import KioskApp
from kiosk.screens.class_list_file import ClassListFile
from kiosk.screens.class_list_preview import ClassListPreview
from kiosk.screens.home import Home
from kiosk.screens.new_pin import NewPin
from kiosk.screens.set_up import SetUp
from kiosk.screens.welcome import Welcome
from kiosk.settings import Settings
from tests.conftest import NOW, PIN
from tests.screens.conftest import Look, settled

ONE_CLASS = """Forename,Surname,Class,Year
Zoë,O'Brien,Maple,2
李,Wang,Maple,2
"""
TWO_CLASSES = ONE_CLASS + "Ben,[/],Oak,6\n"


@pytest.fixture
def new_app(records: Path, monkeypatch: pytest.MonkeyPatch) -> KioskApp:
    """The kiosk on a device that nobody has set up; the home folder is the test's own."""
    monkeypatch.setenv("HOME", str(records))
    monkeypatch.setattr("kiosk.folders.MOUNTS", ())
    return KioskApp(Settings(records), clock=lambda: NOW)


async def type_words(pilot: Pilot[int], words: str) -> None:
    await pilot.press(*("space" if it == " " else it for it in words))
    await settled(pilot)


async def as_far_as_the_file(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("1")
    await settled(pilot)
    await type_words(pilot, "Oak Tree")
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, ClassListFile)


async def the_leader(pilot: Pilot[int]) -> None:
    """From the leader's name to the last look."""
    await type_words(pilot, "Ms Hill")
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, NewPin)
    for _ in range(2):
        await pilot.press(*PIN, "enter")
        await settled(pilot)
    assert isinstance(pilot.app.screen, ClassListPreview)


async def test_set_up_without_a_class_list(new_app: KioskApp) -> None:
    async with new_app.run_test(size=(80, 24)) as pilot:
        await as_far_as_the_file(pilot)
        await pilot.press("f2")
        await settled(pilot)
        await the_leader(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(new_app.screen, Home)
        assert new_app.session.staff is not None
        assert new_app.session.staff.name == "Ms Hill"
    found = school.current()
    assert found is not None
    assert found.name == "Oak Tree"


async def test_set_up_with_a_class_list_by_keys(new_app: KioskApp, records: Path) -> None:
    (records / "pupils.csv").write_text(ONE_CLASS, "utf-8")
    async with new_app.run_test(size=(80, 24)) as pilot:
        await as_far_as_the_file(pilot)
        await type_words(pilot, "pup")
        await pilot.press("tab")
        await settled(pilot)
        assert new_app.screen.query_one(Input).value == str(records / "pupils.csv")
        await pilot.press("enter")
        await settled(pilot)
        await the_leader(pilot)
        assert school.current() is None
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(new_app.screen, Home)
    (maple,) = roster.classes()
    assert [it.name for it in roster.pupils(maple.id)] == ["Zoë", "李"]


async def test_set_up_asks_which_class_stands_here(new_app: KioskApp, records: Path) -> None:
    (records / "pupils.csv").write_text(TWO_CLASSES, "utf-8")
    async with new_app.run_test(size=(80, 24)) as pilot:
        await as_far_as_the_file(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        await the_leader(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(new_app.screen, Home)
        assert new_app.school_class is not None
        assert new_app.school_class.name == "Oak"
    assert device.read(records).class_id == new_app.school_class.id


async def test_going_back_leaves_nothing_behind(new_app: KioskApp) -> None:
    async with new_app.run_test(size=(80, 24)) as pilot:
        await as_far_as_the_file(pilot)
        await pilot.press("f2")
        await settled(pilot)
        await the_leader(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(new_app.screen, SetUp)
        assert new_app.screen.query_one("#leader", Input).value == "Ms Hill"
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert new_app.screen.query_one("#school", Input).value == "Oak Tree"
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(new_app.screen, Welcome)
    assert school.current() is None


async def test_two_different_pins_are_asked_again(new_app: KioskApp) -> None:
    async with new_app.run_test(size=(80, 24)) as pilot:
        await as_far_as_the_file(pilot)
        await pilot.press("f2")
        await settled(pilot)
        await type_words(pilot, "Ms Hill")
        await pilot.press("enter")
        await settled(pilot)
        for digits in ("123456", PIN, "975310", PIN):
            await pilot.press(*digits, "enter")
            await settled(pilot)
            assert isinstance(new_app.screen, NewPin)
        await pilot.press(*PIN, "enter")
        await settled(pilot)
        assert isinstance(new_app.screen, ClassListPreview)


async def test_set_up_by_taps(new_app: KioskApp, records: Path) -> None:
    (records / "pupils.csv").write_text(ONE_CLASS, "utf-8")
    async with new_app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.click("#set-up")
        await settled(pilot)
        await type_words(pilot, "Oak Tree")
        await pilot.click("#next")
        await settled(pilot)
        await pilot.click("#found", offset=(4, 1))
        await settled(pilot)
        assert isinstance(new_app.screen, SetUp)
        await type_words(pilot, "Ms Hill")
        await pilot.click("#next")
        await settled(pilot)
        for _ in range(2):
            for digit in PIN:
                await pilot.click(f"#digit-{digit}")
            await pilot.click("#done")
            await settled(pilot)
        await pilot.click("#yes")
        await settled(pilot)
        assert isinstance(new_app.screen, Home)
    assert [it.name for it in roster.classes()] == ["Maple"]


def look_of(look: Look, records: Path) -> KioskApp:
    device.change(records, theme=look.theme)
    return KioskApp(Settings(records), clock=lambda: NOW)


@pytest.mark.parametrize("step", ["school", "leader", "pin"])
def test_looks(snap_compare: Any, new_app: KioskApp, records: Path, look: Look, step: str) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await settled(pilot)
        await pilot.press("1")
        await settled(pilot)
        if step == "school":
            return
        await type_words(pilot, "Oak Tree")
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        if step == "leader":
            return
        await type_words(pilot, "Ms Hill")
        await pilot.press("enter")
        await settled(pilot)

    assert snap_compare(look_of(look, records), terminal_size=look.size, run_before=before)
