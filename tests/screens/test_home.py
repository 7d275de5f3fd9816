"""Home: what the class sees all day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.screens.points import Points
from tests.screens.conftest import Look, settled, sign_in


async def test_r1_points_need_a_pin(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("1")
        await sign_in(pilot)
        assert isinstance(app.screen, Points)
        assert app.session.staff is not None


def test_looks(snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
