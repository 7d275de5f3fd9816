"""Writing a post: kept as it is typed, for those for whom one may write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from db import story_drafts
from db.records import Staff
from db.story_records import Draft
from kiosk.app import KioskApp
from kiosk.screens.write_post import WritePost
from tests.conftest import Here
from tests.screens.conftest import settled


async def stand(pilot: Pilot[int], staff: Staff, place: Screen[Any]) -> None:
    """Signed in as `staff`, with `place` in front."""
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.begin(staff=staff)
    app.push_screen(place)
    await settled(pilot)


async def until(pilot: Pilot[int], true: Callable[[], object]) -> None:
    """Wait for what comes by itself: a dialog, a draft that is kept."""
    for _ in range(200):
        await settled(pilot)
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"never: {pilot.app.screen}")


def drafts(staff: Staff) -> list[Draft]:
    return story_drafts.drafts(staff)


def state(app: KioskApp) -> str:
    return str(app.screen.query_one("#state", Static).render())


async def test_what_is_typed_is_in_the_records_without_anything_pressed(
    app: KioskApp, here: Here
) -> None:
    """Nothing unmounts when the power goes: what is asked here is the database alone."""
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id))
        await pilot.press(*"We grew beans.")
        await until(pilot, lambda: drafts(here.leader))
        await until(pilot, lambda: drafts(here.leader)[0].writing.words == "We grew beans.")
        assert isinstance(app.screen, WritePost)
        assert "Saved" in state(app)
        await pilot.press(*" Ten")
        app.exit()
    assert drafts(here.leader)[0].writing.words == "We grew beans. Ten"
