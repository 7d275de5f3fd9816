"""The Staff room: who sees what, and what each of its own places does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from db import people, roster, school
from db.policy import NotAllowed
from db.records import Role
from kiosk import device
from kiosk.app import KioskApp
from kiosk.screens.class_goal import ClassGoal
from kiosk.screens.new_pin import NewPin
from kiosk.screens.office_phone import OfficePhone
from kiosk.screens.staff_list import StaffList
from kiosk.screens.staff_room import StaffRoom
from kiosk.widgets.big_place import BigPlace
from kiosk.widgets.number_pad import NumberPad
from tests.conftest import NOW, PIN, Here
from tests.screens.conftest import Look, settled, sign_in

NEW_PIN = "975310"


async def staff_room(pilot: Pilot[int], name: str = "Mrs Rowan") -> None:
    """From home into the staff room, as that member of staff."""
    await settled(pilot)
    await pilot.press("t")
    await settled(pilot)
    names = pilot.app.screen.query_one("#names", OptionList)
    while str(names.get_option_at_index(names.highlighted or 0).prompt) != name:
        await pilot.press("down")
    await sign_in(pilot)
    assert isinstance(pilot.app.screen, StaffRoom)


async def go(pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def enter_pin(pilot: Pilot[int], *pins: str) -> None:
    for pin in pins:
        assert isinstance(pilot.app.screen, NewPin)
        await pilot.press(*pin, "enter")
        await settled(pilot)


def seen(app: KioskApp) -> set[str]:
    return {it.place for it in app.screen.query(BigPlace)}


LEADERS_ONLY = {"staff", "wording", "needs-work", "back-up"}


@pytest.mark.parametrize(
    ("role", "missing"),
    [(Role.TEACHER, {*LEADERS_ONLY, "import"}), (Role.OFFICE, LEADERS_ONLY), (Role.LEADER, set())],
)
async def test_each_role_sees_what_it_may_do(
    app: KioskApp, here: Here, role: Role, missing: set[str]
) -> None:
    people.add_staff("Mr Able", role, NOW, pin=PIN)
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot, "Mr Able")
        everything = {*LEADERS_ONLY, "import", "goal", "class", "pin", "theme", "leave", "codes"}
        assert everything & seen(app) == everything - missing
        await go(pilot, "n")
    found = school.current()
    assert found is not None
    assert found.needs_work is (role is Role.LEADER)


async def test_arrows_go_from_place_to_place(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        reached = []
        for key in ("right", "down", "left", "up", "up", "left"):
            await go(pilot, key)
            reached.append(app.focused.id if app.focused else "")
        assert reached == ["attendance", "reports", "skills", "goal", "goal", "goal"]


async def test_class_goal_by_keys(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "1")
        assert isinstance(app.screen, ClassGoal)
        await pilot.press(*"Kites", "enter", *"120", "enter")
        await settled(pilot)
        assert isinstance(app.screen, StaffRoom)
    goal = roster.school_class(here.maple.id).goal
    assert goal is not None
    assert (goal.name, goal.want) == ("Kites", 120)


async def test_class_goal_by_taps(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await pilot.click("#goal")
        await settled(pilot)
        await pilot.click("#idea-1")
        await pilot.click("#amount-200")
        await pilot.click("#save")
        await settled(pilot)
    goal = roster.school_class(here.maple.id).goal
    assert goal is not None
    assert (goal.name, goal.want) == ("A film afternoon", 200)


async def test_a_goal_needs_a_number_and_a_name(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "1", "f2")
        await pilot.press("tab", *"50")
        await go(pilot, "f2")
        assert isinstance(app.screen, ClassGoal)
        assert roster.school_class(here.maple.id).goal is None


async def test_the_device_moves_to_another_class(app: KioskApp, here: Here) -> None:
    oak = add_class("Oak")
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "8", "down", "enter")
        assert isinstance(app.screen, StaffRoom)
        assert app.school_class is not None
        assert app.school_class.id == oak
    assert device.read(here.data).class_id == oak


async def test_theme_goes_round_and_is_remembered(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "t")
        assert app.theme == "kiosk-dark"
        await go(pilot, "t")
        assert device.read(here.data).theme == "kiosk-contrast"
        await go(pilot, "t")
        assert app.theme == "kiosk-light"


async def test_my_pin_needs_my_old_one(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "9")
        await enter_pin(pilot, "000000", PIN, NEW_PIN, NEW_PIN)
        assert isinstance(app.screen, StaffRoom)
    assert people.sign_in(here.leader.id, NEW_PIN, NOW).name == "Mrs Rowan"


async def test_a_pin_is_never_shown(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "s", "p")
        await pilot.press(*NEW_PIN)
        await settled(pilot)
        pad = app.screen.query_one(NumberPad)
        lines = [str(strip.text) for strip in app.screen._compositor.render_strips()]
        assert pad.typed == len(NEW_PIN)
        assert not any(NEW_PIN in line for line in lines)


async def test_a_leader_adds_staff_by_keys(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "s", "a")
        await pilot.press(*"Ada", "enter", "down", "down", "enter")
        await settled(pilot)
        await enter_pin(pilot, NEW_PIN, NEW_PIN)
        assert isinstance(app.screen, StaffList)
    ada = next(it for it in people.staff_list() if it.name == "Ada")
    assert ada.role is Role.OFFICE
    assert people.sign_in(ada.id, NEW_PIN, NOW) == ada


async def test_a_leader_changes_a_role_and_removes_by_keys(app: KioskApp, here: Here) -> None:
    people.add_staff("Ada", Role.TEACHER, NOW, pin=NEW_PIN)
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "s", "r", "down", "enter")
        assert [it.role for it in people.staff_list()] == [Role.LEADER, Role.LEADER]
        await go(pilot, "d", "enter")
        assert len(people.staff_list()) == 2
        await go(pilot, "d", "y")
        assert [it.name for it in people.staff_list()] == ["Mrs Rowan"]
        await go(pilot, "d", "y")
        assert [it.name for it in people.staff_list()] == ["Mrs Rowan"]


async def test_a_leader_lifts_a_wait(app: KioskApp, here: Here) -> None:
    ada = people.add_staff("Ada", Role.TEACHER, NOW, pin=NEW_PIN)
    for _ in range(3):
        with pytest.raises(NotAllowed):
            people.sign_in(ada.id, "111222", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "s")
        assert people.staff_lines(here.leader, NOW)[0].wait > 0
        await go(pilot, "l")
    assert people.sign_in(ada.id, NEW_PIN, NOW) == ada


async def test_hostile_names_are_only_words(app: KioskApp, here: Here) -> None:
    people.add_staff("[/] [@click=app.bell]x", Role.TEACHER, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "s", "r", "escape", "d", "escape", "p", "escape")
        assert isinstance(app.screen, StaffList)


async def test_leaving_asks_first(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "x", "enter")
        assert isinstance(app.screen, StaffRoom)
        await pilot.press("x")
        await settled(pilot)
        await pilot.press("y")
        await pilot.pause()
    assert app.return_value == 0


async def test_back_up_onto_the_home_folder(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr("kiosk.folders.MOUNTS", ())
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await go(pilot, "b", "enter")
    assert [it.suffix for it in home.iterdir()] == [".zip"]


@pytest.mark.parametrize("role", [Role.OFFICE, Role.TEACHER])
async def test_the_office_sets_its_telephone_number(app: KioskApp, here: Here, role: Role) -> None:
    people.add_staff("Mr Able", role, NOW, pin=PIN)
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot, "Mr Able")
        await go(pilot, "o")
        if role is Role.TEACHER:
            assert isinstance(app.screen, StaffRoom)
            return
        assert isinstance(app.screen, OfficePhone)
        app.screen.query_one(Input).value = "01632 960123"
        await go(pilot, "enter", "o", "escape")
    found = school.current()
    assert found is not None
    assert found.office_phone == "01632 960123"


def add_class(name: str) -> int:
    from db import models
    from db.connection import writing

    with writing():
        row = models.SchoolClass.create(name=name, year_group="Year 6")
        return int(row.id)


@pytest.mark.parametrize("place", ["", "1", "8", "o", "s", "sa", "sp", "b", "x"])
def test_looks(
    snap_compare: Any,
    app_looking: Callable[[Look], KioskApp],
    look: Look,
    place: str,
    here: Here,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kiosk.folders.MOUNTS", ())
    add_class("Oak")
    people.add_staff("Mr Able", Role.TEACHER, NOW)

    async def before(pilot: Pilot[int]) -> None:
        await staff_room(pilot)
        await go(pilot, *place)
        for typed in pilot.app.screen.query(Input):
            typed.cursor_blink = False

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
