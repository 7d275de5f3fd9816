"""In front of the points screen: what a test does and reads there."""

from __future__ import annotations

import sqlite3

from textual.pilot import Pilot

from db import connection, points
from kiosk.screens.points import Points
from kiosk.widgets.chosen_bar import ChosenBar
from kiosk.widgets.feed import Feed
from kiosk.widgets.pupil_grid import PupilGrid
from kiosk.widgets.pupil_tile import Tile
from tests.conftest import TODAY, Here
from tests.screens.conftest import settled, sign_in


async def open_points(pilot: Pilot[int]) -> Points:
    await settled(pilot)
    await pilot.press("1")
    await sign_in(pilot)
    assert isinstance(pilot.app.screen, Points)
    return pilot.app.screen


def tile(screen: Points, name: str) -> Tile:
    return next(it for it in screen.query(Tile) if it.shown.pupil.name == name)


def counts(screen: Points, name: str) -> tuple[int, int]:
    shown = tile(screen, name).shown
    return shown.today, shown.total


def chosen(screen: Points) -> list[str]:
    grid = screen.query_one(PupilGrid)
    return [grid.name_of(it) for it in grid.chosen]


def bar(screen: Points) -> str:
    return screen.query_one(ChosenBar).render().plain


def feed(screen: Points) -> list[str]:
    lines = screen.query_one(Feed)
    return [lines.render_line(y).text.strip() for y in range(4)]


def saved(here: Here) -> list[tuple[str, tuple[str, ...]]]:
    return [(act.skill_name, act.pupils) for act in points.feed(here.maple.id, TODAY)]


def lock(here: Here) -> sqlite3.Connection:
    """Another program that holds the records."""
    other = sqlite3.connect(here.data / connection.FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other
