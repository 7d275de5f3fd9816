"""Home: what the class sees all day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from db import story
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens.points import Points
from kiosk.screens.story import Story
from tests.conftest import NOW, Here
from tests.screens.conftest import Look, settled, sign_in
from tests.screens.reading_stories import PARENT, fill, seen
from tests.screens.writing_posts import until


async def test_r1_points_need_a_pin(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("1")
        await sign_in(pilot)
        assert isinstance(app.screen, Points)
        assert app.session.staff is not None


async def test_the_newest_class_story_and_nobody_of_its_readers(app: KioskApp, here: Here) -> None:
    told = fill(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "📰 News, today 9:30: The farm" in seen(pilot))
        assert PARENT.split()[0] not in seen(pilot)
        story.take_down(here.leader, told.trip, "", NOW)
        app.screen.post_message(RecordsChanged())
        await until(pilot, lambda: "📚 Homework, yesterday: Sums" in seen(pilot))
        assert await pilot.click("#newest")
        await until(pilot, lambda: isinstance(app.screen, Story))


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], here: Here, look: Look
) -> None:
    fill(here)

    async def before(pilot: Pilot[int]) -> None:
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
