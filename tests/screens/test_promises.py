"""The promises, one a page, each to be ticked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from kiosk.app import KioskApp
from kiosk.screens.promises import Promises
from kiosk.widgets.promise_tick import PromiseTick
from tests.conftest import Here
from tests.screens.agreeing import give_codes, press, said, to_promises
from tests.screens.conftest import Look


@pytest.fixture(autouse=True)
def codes(here: Here) -> None:
    give_codes(here)


async def test_a_promise_is_ticked_before_the_next_comes(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_promises(pilot)
        await press(pilot, "right")
        assert "Promise 1 of 6" in said(app, "#progress")
        assert app.screen.query_one("#next", Button).disabled
        await press(pilot, "enter", "right")
        assert "Promise 2 of 6" in said(app, "#progress")
        await press(pilot, "left")
        assert "Promise 1 of 6" in said(app, "#progress")
        assert app.screen.query_one(PromiseTick).ticked
        await press(pilot, "right")
        assert not app.screen.query_one(PromiseTick).ticked


async def test_a_tick_can_be_taken_away_again(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_promises(pilot)
        await pilot.click("#tick")
        await pilot.click("#tick")
        await press(pilot, "right")
        assert isinstance(app.screen, Promises)
        assert "Promise 1 of 6" in said(app, "#progress")


def test_looks(snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await to_promises(pilot)
        await press(pilot, "enter", "enter", "enter")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
