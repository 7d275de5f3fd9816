"""Staff record what parents said about photos (R7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from db import photo_permission, roster
from db.family_records import PhotoUse
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens.photo_history import PhotoHistory
from kiosk.screens.photo_permission import PhotoPermissions
from kiosk.widgets.lines import Lines
from kiosk.widgets.permission_grid import PermissionGrid
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said
from tests.screens.conftest import Look, settled, stand_at


def allowed(here: Here, pupil_id: int) -> dict[PhotoUse, bool | None]:
    found = photo_permission.current(here.leader, pupil_id)
    return {use: answer.allowed if answer else None for use, answer in found.items()}


async def test_r7_yes_and_no_by_keys_go_down_the_class(app: KioskApp, here: Here) -> None:
    first, second, third = (it.id for it in roster.pupils(here.maple.id)[:3])
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PhotoPermissions(), here)
        assert "30 pupils to ask" in said(app, "#summary")
        assert "nobody has answered, so it is no" in said(app, "#about")
        await press(pilot, "right", "y", "n", "y")
        await press(pilot, "up", "up", "up")
        assert "yes · recorded by Mrs Rowan, 24 Nov 2026, 10:30" in said(app, "#about")
    assert allowed(here, first)[PhotoUse.CLASS_STORY] is True
    assert allowed(here, second)[PhotoUse.CLASS_STORY] is False
    assert allowed(here, third)[PhotoUse.CLASS_STORY] is True
    assert allowed(here, first)[PhotoUse.PORTFOLIO] is None


async def test_r7_a_tap_goes_there_and_only_a_button_answers(app: KioskApp, here: Here) -> None:
    third = roster.pupils(here.maple.id)[2].id
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PhotoPermissions(), here)
        grid = app.screen.query_one(PermissionGrid)
        width = grid.scrollable_content_region.width
        column = min(26, width - 45) + 15 + 4
        await pilot.click(PermissionGrid, offset=(column, 3))
        await settled(pilot)
        at = grid.at
        assert at is not None
        assert (at[0].pupil.id, at[1]) == (third, PhotoUse.CLASS_STORY)
        assert allowed(here, third)[PhotoUse.CLASS_STORY] is None
        await pilot.click("#yes")
        await settled(pilot)
        assert allowed(here, third)[PhotoUse.CLASS_STORY] is True
        await pilot.click("#no")
        await settled(pilot)
        assert allowed(here, third)[PhotoUse.CLASS_STORY] is False
        await pilot.click(PermissionGrid, offset=(column, 3))
        await settled(pilot)
        await press(pilot, "up", "enter")
        assert allowed(here, third)[PhotoUse.CLASS_STORY] is True
        await pilot.click("#history")
        await settled(pilot)
        assert isinstance(app.screen, PhotoHistory)
        lines = [str(it) for it in app.screen.query_one(Lines)._given]
        assert ["yes" in it for it in lines] == [True, False, True]
        assert all("Mrs Rowan" in it and "Class story" in it for it in lines)
        await press(pilot, "escape")
        assert app.focused is grid


async def test_r7_many_keys_fast_all_arrive_in_their_order(app: KioskApp, here: Here) -> None:
    ids = [it.id for it in roster.pupils(here.maple.id)]
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PhotoPermissions(), here)
        await pilot.press(*"ynynynyn")
        await settled(pilot)
        await pilot.press("home", "n", "up", "y", "up", "n")
        await settled(pilot)
    answers = [allowed(here, it)[PhotoUse.PORTFOLIO] for it in ids[:9]]
    assert answers == [False, False, True, False, True, False, True, False, None]


async def test_r7_what_another_screen_recorded_shows_where_one_is(
    app: KioskApp, here: Here
) -> None:
    pupils = roster.pupils(here.maple.id)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = PhotoPermissions()
        await stand_at(pilot, screen, here)
        await press(pilot, "end", "right")
        photo_permission.record(here.leader, pupils[-1].id, PhotoUse.CLASS_STORY, False, NOW)
        screen.post_message(RecordsChanged())
        await settled(pilot)
        assert f"{pupils[-1].name}, class story: no" in said(app, "#about")
        assert app.focused is screen.query_one(PermissionGrid)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    for place, pupil_id in enumerate(here.pupil_ids[:25]):
        for use in PhotoUse:
            if (place + len(use)) % 4:
                photo_permission.record(here.leader, pupil_id, use, place % 5 != 2, NOW)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, PhotoPermissions(), here)
        await press(pilot, "down", "right")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_history_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    first = roster.pupils(here.maple.id)[0].id
    for use, answer in zip(
        (*PhotoUse, PhotoUse.SCHOOL_STORY), (True, True, True, False), strict=True
    ):
        photo_permission.record(here.leader, first, use, answer, NOW)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, PhotoPermissions(), here)
        await press(pilot, "h")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
