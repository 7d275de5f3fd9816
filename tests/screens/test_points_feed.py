"""Today's awards in full, and one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from db import points, skills
from kiosk.app import KioskApp
from kiosk.screens.points_feed import ActCard, PointsFeed
from tests.conftest import NOW, TODAY, Here
from tests.screens.conftest import Look, settled, sign_in


@pytest.fixture(autouse=True)
def three_awards(here: Here) -> None:
    for number, skill in enumerate(skills.skills()[:3]):
        some = here.pupil_ids[number : number * 6 + 1]
        note = "lining up [well]" if number == 1 else ""
        points.award(here.leader, skill.name, here.maple.id, some, skill.id, NOW, note)
    points.undo(here.leader, "Not giving up", NOW)


async def open_feed(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("1")
    await sign_in(pilot)
    pilot.app.push_screen(PointsFeed())
    await settled(pilot)


async def test_what_is_taken_back_already_can_only_be_looked_at(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_feed(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, ActCard)
        assert not app.screen.query("#undo")
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, PointsFeed)


async def test_leaving_an_award_leaves_it(app: KioskApp, here: Here) -> None:
    before = points.feed(here.maple.id, TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_feed(pilot)
        await pilot.press("enter", "right", "enter")
        await settled(pilot)
        assert isinstance(app.screen, PointsFeed)
    assert points.feed(here.maple.id, TODAY) == before


def test_looks(snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look) -> None:
    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=open_feed)


def test_the_card_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await open_feed(pilot)
        await pilot.press("enter")
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
