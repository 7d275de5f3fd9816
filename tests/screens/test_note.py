"""A note for the next award."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.screens.note import Note
from kiosk.screens.points import Points
from tests.screens.conftest import Look, settled, sign_in


async def open_it(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("1")
    await sign_in(pilot)
    await pilot.press("f4")
    await settled(pilot)


async def test_escape_leaves_things_as_they_are(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_it(pilot)
        assert isinstance(app.screen, Note)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, Points)


def test_looks(snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look) -> None:
    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=open_it)
