"""A million awards of five years against none: no screen gets slower as the years pile up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from db import connection
from db.records import Staff
from kiosk.app import KioskApp
from kiosk.screens.agreement import AgreementPlace
from kiosk.screens.points import Points
from kiosk.screens.reports import Reports
from kiosk.settings import Settings
from tests.benchmarks.conftest import Race
from tests.benchmarks.history import AWARDS, build
from tests.benchmarks.stage import Stage, all_day, all_shown
from tests.conftest import NOW
from tests.screens.conftest import settled

OPENINGS = 25
SIZE = (120, 40)


@dataclass(frozen=True)
class School:
    """A kiosk in front of one school's records."""

    data: Path
    leader: Staff
    database: Any
    stage: Stage

    def do(self, job: Callable[[Pilot[Any]], Any]) -> Any:
        connection.database.initialize(self.database)
        return self.stage.do(job)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Path, Staff]]:
    made = {}
    for awards in (AWARDS, 0):
        folder = tmp_path_factory.mktemp(f"awards{awards}")
        made[awards] = folder, build(folder / connection.FILE_NAME, awards)
    return made


@pytest.fixture
def schools(
    folders: dict[int, tuple[Path, Staff]], loop: asyncio.AbstractEventLoop
) -> Iterator[tuple[School, School]]:
    made = []
    for awards in (AWARDS, 0):
        folder, leader = folders[awards]
        connection.open_database(folder / connection.FILE_NAME)
        stage = Stage(loop, KioskApp(Settings(folder), clock=lambda: NOW), SIZE)
        one = School(folder, leader, connection.database.obj, stage)
        one.do(lambda pilot, leader=leader: begin(pilot, leader))
        made.append(one)
    with all_day():
        yield made[0], made[1]
    for one in made:
        connection.database.initialize(one.database)
        one.stage.close()
        connection.close_database()


async def begin(pilot: Pilot[Any], leader: Staff) -> None:
    await settled(pilot)
    pilot.app.session.begin(staff=leader)  # type: ignore[attr-defined]


async def go_back(pilot: Pilot[Any]) -> None:
    while len(pilot.app.screen_stack) > 2:
        await pilot.app.pop_screen()
    await settled(pilot)
    await asyncio.sleep(0.05)


def points_shown(screen: Screen[Any]) -> bool:
    return all_shown(screen, "Tile", 30)


def report_shown(screen: Screen[Any]) -> bool:
    charts = list(screen.query("PointsChart"))
    return len(charts) == 2 and all(it._bars and it.size.height > 4 for it in charts)


def agreement_shown(screen: Screen[Any]) -> bool:
    return all_shown(screen, "Tile", 30)


@pytest.mark.parametrize(
    ("what", "place", "shown"),
    [
        ("points", Points, points_shown),
        ("reports, this week", Reports, report_shown),
        ("agreement", AgreementPlace, agreement_shown),
    ],
    ids=["points", "reports", "agreement"],
)
def test_opening(
    race: Race,
    schools: tuple[School, School],
    what: str,
    place: Callable[[], Screen[Any]],
    shown: Callable[[Screen[Any]], bool],
) -> None:
    full, empty = schools

    def opening(one: School) -> Callable[[], Any]:
        async def job(pilot: Pilot[Any]) -> None:
            pilot.app.push_screen(place())
            await one.stage.painted(shown)

        return lambda: one.do(job)

    race(
        f"opening {what}, {AWARDS:,} awards",
        opening(full),
        "no history",
        opening(empty),
        goal=1.2,
        rounds=OPENINGS,
        between=lambda: empty.do(go_back),
        before=lambda: full.do(go_back),
    )


def test_a_term(race: Race, schools: tuple[School, School]) -> None:
    """Without a goal: what is read grows with the term, though not with the years before it."""
    full, empty = schools

    async def begin_anew(pilot: Pilot[Any]) -> None:
        await go_back(pilot)
        pilot.app.push_screen(Reports())
        await settled(pilot)

    def switching(one: School) -> Callable[[], Any]:
        async def job(pilot: Pilot[Any]) -> None:
            pilot.app.post_message(events.Key("3", "3"))
            await one.stage.painted(term_shown)

        return lambda: one.do(job)

    race(
        f"from this week to this term, {AWARDS:,} awards",
        switching(full),
        "no history",
        switching(empty),
        goal=None,
        rounds=OPENINGS,
        between=lambda: empty.do(begin_anew),
        before=lambda: full.do(begin_anew),
    )


def term_shown(screen: Screen[Any]) -> bool:
    (weeks,) = screen.query("UprightChart")
    return len(weeks._bars) > 10  # type: ignore[attr-defined]
