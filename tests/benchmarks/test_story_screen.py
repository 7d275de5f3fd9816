"""The story on the kiosk: how fast it opens and scrolls, however long it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from db import models, roster
from db.connection import writing
from kiosk.app import KioskApp
from kiosk.screens.story import Story
from kiosk.settings import Settings
from kiosk.widgets.post_card import PostCard
from kiosk.widgets.story_wall import StoryWall
from tests import portfolios
from tests.benchmarks.conftest import Race
from tests.benchmarks.stage import Stage, all_day
from tests.benchmarks.test_stories import FEW, POSTS, fill
from tests.conftest import NOW, Here, add_pupils
from tests.screens.conftest import settled

ROUNDS = 40
PAGES = 3
GOAL = 1.2
SIZE = (120, 40)


@pytest.fixture
def classes(here: Here) -> tuple[int, int]:
    """Maple with a long story and Oak with a short one; the newest posts have a drawing."""
    with writing():
        oak = int(models.SchoolClass.create(name="Oak").id)
    fill(here.maple.id, POSTS, here.leader.id, here.pupil_ids[0])
    fill(oak, FEW, here.leader.id, add_pupils(oak, ["Zed"])[0])
    drawing = portfolios.drawing(here.data)
    with writing():
        models.PostFile.update(media=drawing).execute()
    return here.maple.id, oak


@pytest.fixture
def kiosk(here: Here, loop: asyncio.AbstractEventLoop) -> Iterator[Stage]:
    stage = Stage(loop, KioskApp(Settings(here.data), clock=lambda: NOW), SIZE)
    stage.do(settled)
    with all_day():
        yield stage
    stage.close()


async def stand_before(pilot: Pilot[int], class_id: int) -> None:
    """At the first screen of a kiosk of this class, and a moment of peace."""
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.device = replace(app.device, class_id=class_id)
    while len(app.screen_stack) > 2:
        await app.pop_screen()
    await settled(pilot)
    app.school_class = await app.store.run(roster.school_class, class_id)
    await asyncio.sleep(0.05)


async def open_story(stage: Stage, pilot: Pilot[int]) -> None:
    """From the step in to the painted posts, with their pictures."""
    pilot.app.push_screen(Story())
    await stage.painted(lambda screen: is_there(screen, after=0))


async def at_top(stage: Stage, pilot: Pilot[int], class_id: int) -> None:
    await stand_before(pilot, class_id)
    await open_story(stage, pilot)
    await settled(pilot)
    await asyncio.sleep(0.05)


async def scroll(stage: Stage, pilot: Pilot[int]) -> None:
    """From the key to the painted posts of the next page, several times."""
    for _ in range(PAGES):
        first = pilot.app.screen.query_one(StoryWall).place[0]
        pilot.app.post_message(events.Key("pagedown", None))
        await stage.painted(partial(is_there, after=first))


def is_there(screen: Screen[Any], *, after: int) -> bool:
    """Whether posts after this place are painted, with their pictures."""
    if not isinstance(screen, Story):
        return False
    wall = screen.query_one(StoryWall)
    shown = [it for it in wall.query_children(PostCard) if it.display and it.size.area]
    return bool(shown) and wall.place[0] > after and wall.is_drawn


def test_opening(race: Race, kiosk: Stage, classes: tuple[int, int]) -> None:
    long, short = classes
    race(
        f"opening a story of {POSTS:,} posts, pictures drawn",
        lambda: kiosk.do(lambda pilot: open_story(kiosk, pilot)),
        f"one of {FEW}",
        lambda: kiosk.do(lambda pilot: open_story(kiosk, pilot)),
        goal=GOAL,
        rounds=ROUNDS,
        between=lambda: kiosk.do(lambda pilot: stand_before(pilot, short)),
        before=lambda: kiosk.do(lambda pilot: stand_before(pilot, long)),
    )


def test_scrolling(race: Race, kiosk: Stage, classes: tuple[int, int]) -> None:
    long, short = classes
    race(
        f"{PAGES} pages down a story of {POSTS:,} posts, pictures drawn",
        lambda: kiosk.do(lambda pilot: scroll(kiosk, pilot)),
        f"one of {FEW}",
        lambda: kiosk.do(lambda pilot: scroll(kiosk, pilot)),
        goal=GOAL,
        rounds=ROUNDS,
        between=lambda: kiosk.do(lambda pilot: at_top(kiosk, pilot, short)),
        before=lambda: kiosk.do(lambda pilot: at_top(kiosk, pilot, long)),
    )
