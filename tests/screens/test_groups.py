"""Groups: made, filled by tapping names, renamed, shown large, removed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from db import groups, models
from kiosk.app import KioskApp
from kiosk.screens.group_name import GroupName
from kiosk.screens.groups import Groups, set_name
from kiosk.screens.show_groups import ShowGroups
from kiosk.widgets.group_wall import GroupWall
from kiosk.widgets.pupil_picks import PupilPicks
from tests.conftest import NOW, Here
from tests.screens.conftest import Look, sentences, settled, stand_at


def make(here: Here, name: str, *places: int) -> int:
    return groups.save(
        here.leader,
        NOW,
        group_id=None,
        class_id=here.maple.id,
        name=name,
        pupil_ids=[here.pupil_ids[place] for place in places],
    ).id


def kept(here: Here) -> dict[str, list[int]]:
    """What the records say: the places of each group's pupils in the class."""
    return {
        it.name: [here.pupil_ids.index(one) for one in it.pupil_ids]
        for it in groups.groups(here.maple.id)
    }


def lines(app: KioskApp) -> list[str]:
    shown = app.screen.query_one("#groups", OptionList)
    return [" ".join(str(option.prompt).split()) for option in shown.options]


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def test_by_keys_from_nothing(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Groups(), here)
        assert app.screen.query_one("#none").display
        await press(pilot, "f2")
        await press(pilot, *"Red table", "enter")
        await press(pilot, "space", "right", "enter", "f", "space")
        assert lines(app) == ["Red table 3"]
        assert kept(here) == {"Red table": [0, 1, 13]}  # Aisha, Amelia, Fatima
        await press(pilot, "space")
        assert kept(here) == {"Red table": [0, 1]}
        await press(pilot, "f3")
        app.screen.query_one(Input).value = "Blue table"
        await press(pilot, "enter")
        assert lines(app) == ["Blue table 2"]
        await press(pilot, "delete", "y")
        assert lines(app) == []
        assert kept(here) == {}


async def test_by_taps(app: KioskApp, here: Here) -> None:
    make(here, "Readers", 0)
    make(here, "Writers")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Groups(), here)
        assert str(app.screen.query_one("#whose", Static).content) == "Readers: 1 pupil"
        await pilot.click("#groups", offset=(3, 2))
        await settled(pilot)
        assert str(app.screen.query_one("#whose", Static).content) == "Writers: 0 pupils"
        await pilot.click("#names", offset=(3, 2))
        await pilot.click("#names", offset=(30, 2))
        await settled(pilot)
        assert lines(app) == ["Readers 1", "Writers 2"]
        assert kept(here) == {"Readers": [0], "Writers": [4, 5]}
        await pilot.click("#remove")
        await settled(pilot)
        await pilot.click("#yes")
        await settled(pilot)
        assert lines(app) == ["Readers 1"]


async def test_a_taken_name_is_said(app: KioskApp, here: Here) -> None:
    make(here, "Readers", 0)
    make(here, "Writers")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Groups(), here)
        await press(pilot, "f2")
        assert isinstance(app.screen, GroupName)
        await press(pilot, *"readers", "enter")
        assert sentences(pilot) == ["This class has a group called readers already."]
        assert lines(app) == ["Readers 1", "Writers 0"]


async def test_quick_taps_all_count_however_slow_the_disk(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first save hangs while the later taps come: none of them is undone by it."""
    make(here, "Readers")
    go, save, calls = threading.Event(), groups.save, []

    def slow(*args: Any, **kwargs: Any) -> Any:
        calls.append(kwargs["pupil_ids"])
        if len(calls) == 1:
            go.wait(5)
        return save(*args, **kwargs)

    monkeypatch.setattr(groups, "save", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Groups(), here)
        app.screen.query_one(PupilPicks).focus()
        await pilot.press("space", "right", "space", "right", "space")
        assert lines(app) == ["Readers 3"]
        assert kept(here) == {"Readers": []}
        go.set()
        await settled(pilot)
        assert kept(here) == {"Readers": [0, 1, 2]}
        assert len(calls) == 2


async def test_what_could_not_be_saved_is_taken_back_and_said(app: KioskApp, here: Here) -> None:
    group_id = make(here, "Readers", 0)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Groups(), here)
        groups.remove(here.leader, group_id, NOW)
        await press(pilot, "enter", "right", "space")
        assert sentences(pilot) == ["That group is not there any more."]
        assert lines(app) == []


async def test_groups_that_belong_together_are_shown_large(app: KioskApp, here: Here) -> None:
    for name in ("Maths 1", "Maths 2", "Readers", "Writers"):
        make(here, name, 0, 1)
    make(here, "Nobody")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Groups(), here)
        await press(pilot, "f4")
        assert isinstance(app.screen, ShowGroups)
        assert [it.name for it in app.screen.query_one(GroupWall).groups] == ["Maths 1", "Maths 2"]
        await press(pilot, "escape", "end", "f4")
        assert [it.name for it in app.screen.query_one(GroupWall).groups] == ["Readers", "Writers"]


@pytest.mark.parametrize(
    ("name", "start"),
    [("Maths 3", "maths"), ("Red table", ""), ("Year 2 readers", ""), ("7", "")],
)
def test_what_belongs_together_has_a_number_at_its_end(name: str, start: str) -> None:
    assert set_name(name) == start


async def test_names_that_look_like_markup(app: KioskApp, here: Here) -> None:
    nasty = "[red @click=app.bell()]x[/]"
    make(here, nasty, 0)
    models.Pupil.update(forename=nasty).where(models.Pupil.id == here.pupil_ids[0]).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Groups(), here)
        assert str(app.screen.query_one("#whose", Static).content) == f"{nasty}: 1 pupil"
        await press(pilot, "f4")
        assert nasty in app.screen.query_one(GroupWall).render().plain


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    make(here, "Red table", 0, 4, 7, 13, 21)
    make(here, "Blue table", 1, 2)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Groups(), here)
        await press(pilot, "down", "enter", "right")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_shown_large_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    for number in range(5):
        make(here, f"Maths {number + 1}", *range(number, 30, 5))

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Groups(), here)
        await press(pilot, "f4")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_name_dialog_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Groups(), here)
        await press(pilot, "f2")
        pilot.app.screen.query_one(Input).cursor_blink = False

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
