"""The register of today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from db import attendance, connection, models, roster
from db.policy import StorageProblem
from db.records import Mark
from kiosk.app import KioskApp
from kiosk.screens.attendance import Attendance
from kiosk.widgets.pupil_grid import PupilGrid
from kiosk.widgets.pupil_tile import Tile
from tests.conftest import NOW, TODAY, Here
from tests.screens.conftest import Look, settled, sign_in


async def open_register(pilot: Pilot[int]) -> Attendance:
    await settled(pilot)
    await pilot.press("1")
    await sign_in(pilot)
    await pilot.press("f7")
    await settled(pilot)
    assert isinstance(pilot.app.screen, Attendance)
    return pilot.app.screen


def marks(here: Here) -> list[Mark]:
    return [tile.mark for tile in roster.tiles(here.maple.id, TODAY)]


async def test_taps_go_round_and_each_is_saved(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_register(pilot)
        first = next(iter(screen.query(Tile)))
        for mark in (Mark.ABSENT, Mark.LATE, Mark.PRESENT, Mark.ABSENT):
            await pilot.click(first)
            await settled(pilot)
            assert first.shown.mark is mark
            assert marks(here)[0] is mark
        assert "29 here (0 late), 1 absent" in str(screen.query_one("#sum").render())


async def test_quick_taps_end_where_the_finger_did(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_register(pilot)
        await pilot.press(*["enter"] * 8)
        await pilot.press("escape")
        await settled(pilot)
        assert marks(here)[0] is Mark.LATE


async def test_by_the_start_of_a_name(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_register(pilot)
        await pilot.press("m", "o", "enter")
        await settled(pilot)
        absent = [it.pupil.name for it in roster.tiles(here.maple.id, TODAY) if it.mark == "absent"]
        assert absent == ["Mohammed"]


async def test_everybody_is_here(app: KioskApp, here: Here) -> None:
    for pupil_id in here.pupil_ids[:4]:
        attendance.mark(here.leader, here.maple.id, pupil_id, TODAY, Mark.ABSENT, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_register(pilot)
        await pilot.press("f2")
        await settled(pilot)
        assert set(marks(here)) == {Mark.PRESENT}
        assert {it.shown.mark for it in screen.query(Tile)} == {Mark.PRESENT}


async def test_a_mark_that_is_not_saved_goes_back(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise StorageProblem(connection.FULL)

    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await open_register(pilot)
        monkeypatch.setattr(attendance, "mark", full)
        await pilot.press("enter")
        await settled(pilot)
        assert next(iter(screen.query(Tile))).shown.mark is Mark.PRESENT
        assert any("disk is full" in note.message for note in app._notifications)
        assert marks(here)[0] is Mark.PRESENT


async def test_a_class_of_nobody_says_so(app: KioskApp, here: Here) -> None:
    models.Enrolment.update(left_on=TODAY).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_register(pilot)
        await pilot.press("enter", "down", "a", "f2")
        await settled(pilot)
        assert "Nobody is in this class yet" in str(screen.query_one("#sum").render())
        assert len(screen.query_one(PupilGrid)) == 0


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    attendance.mark(here.leader, here.maple.id, here.pupil_ids[3], TODAY, Mark.ABSENT, NOW)
    attendance.mark(here.leader, here.maple.id, here.pupil_ids[8], TODAY, Mark.LATE, NOW)

    async def before(pilot: Pilot[int]) -> None:
        await open_register(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
