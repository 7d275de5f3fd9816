"""Screens are tested as a person meets them: the whole app, real records, keys and taps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk import device
from kiosk.app import KioskApp
from kiosk.settings import Settings
from tests.conftest import NOW, PIN, Here
from tests.screens import hostile_school


@dataclass(frozen=True)
class Look:
    """How big the terminal is, and in which theme: every screen has a snapshot in each."""

    size: tuple[int, int]
    theme: str


WAITING = {"go"}  # workers that wait for a person: a dialog is up meanwhile
LOOKS = [
    Look((80, 24), "kiosk-light"),
    Look((80, 24), "kiosk-contrast"),
    Look((120, 40), "kiosk-light"),
    Look((120, 40), "kiosk-dark"),
]


@pytest.fixture(params=LOOKS, ids=lambda it: f"{it.size[0]}x{it.size[1]}-{it.theme[6:]}")
def look(request: pytest.FixtureRequest) -> Look:
    chosen: Look = request.param
    return chosen


@pytest.fixture
def app(here: Here) -> KioskApp:
    """The kiosk in front of Maple class; its clock stands at `NOW`."""
    return KioskApp(Settings(here.data), clock=lambda: NOW)


@pytest.fixture
def app_looking(here: Here) -> Callable[[Look], KioskApp]:
    """The same in a theme: `app_looking(look)`."""

    def make(look: Look) -> KioskApp:
        device.change(here.data, theme=look.theme)
        return KioskApp(Settings(here.data), clock=lambda: NOW)

    return make


@pytest.fixture
def hostile(here: Here) -> KioskApp:
    """The kiosk of a school in which every word means harm; a name that acts fails the test."""
    hostile_school.fill(here)
    device.change(here.data, class_id=here.maple.id)
    app = KioskApp(Settings(here.data), clock=lambda: NOW)
    app.action_wipe = lambda: pytest.fail("a name acted")  # type: ignore[attr-defined]
    return app


async def settled(pilot: Pilot[int]) -> None:
    """Wait until no worker has anything to do but wait for a person, and the screen is drawn."""
    for _ in range(200):
        await pilot.pause()
        if not _busy(pilot):
            break
        await asyncio.sleep(0.01)
    await pilot.pause()


def _busy(pilot: Pilot[int]) -> bool:
    """Whether a worker loads, saves or checks, or has not yet shown what it asks somebody."""
    at_work = [it.group for it in pilot.app.workers if not it.is_finished]
    for_people = sum(it in WAITING for it in at_work)
    asked = sum(
        found.future is not None and not found.future.done()
        for screen in pilot.app.screen_stack
        for found in screen._result_callbacks
    )
    return len(at_work) > for_people or for_people > asked


async def sign_in(pilot: Pilot[int], pin: str = PIN) -> None:
    """With the sign-in dialog up: the first name, and the PIN by keys."""
    await settled(pilot)
    await pilot.press("enter", *pin, "enter")
    await settled(pilot)


async def stand_at(pilot: Pilot[int], place: Screen[Any], here: Here) -> None:
    """Signed in as the leader, with `place` in front."""
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.begin(staff=here.leader)
    await app.push_screen(place)
    await settled(pilot)


def sentences(pilot: Pilot[int]) -> list[str]:
    """What the kiosk says at the corner of the screen."""
    return [str(note.message) for note in pilot.app._notifications]
