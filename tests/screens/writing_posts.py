"""What tests of writing and publishing share: who stands where, and what the records then hold."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from db import story_drafts
from db.records import Staff
from db.story_records import Draft
from kiosk.app import KioskApp
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
    for _ in range(300):
        await settled(pilot)
        with contextlib.suppress(ValueError):  # there is no draft yet
            if true():
                return
        await asyncio.sleep(0.02)
    raise AssertionError(f"never; in front is {pilot.app.screen}")


async def to(pilot: Pilot[int], screen: type[Screen[Any]], *keys: str) -> None:
    """Press keys until that screen is in front."""
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))


async def paste(pilot: Pilot[int], words: str) -> None:
    """Words into the field one is in, all at once."""
    pilot.app.post_message(events.Paste(words))
    await settled(pilot)


def draft(staff: Staff) -> Draft:
    """The only post that this person has not published."""
    (found,) = story_drafts.drafts(staff)
    return found


def shown(app: KioskApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())
