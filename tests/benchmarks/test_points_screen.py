"""The points screen: how fast it opens, and how fast a tap shows."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.app import KioskApp
from kiosk.screens.points import Points
from kiosk.settings import Settings
from tests.benchmarks.bare import BareButtons
from tests.benchmarks.bare_app import BareApp
from tests.benchmarks.conftest import Race, Ratios
from tests.benchmarks.stage import Stage, all_day, all_shown
from tests.conftest import NOW, Here
from tests.screens.conftest import settled

OPENINGS = 30
TAPS = 120
SIZES = [(80, 24), (120, 40)]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    chosen: tuple[int, int] = request.param
    return chosen


@pytest.fixture
def kiosk(here: Here, loop: asyncio.AbstractEventLoop, size: tuple[int, int]) -> Iterator[Stage]:
    stage = Stage(loop, KioskApp(Settings(here.data), clock=lambda: NOW), size)

    async def sign_in(pilot: Pilot[int]) -> None:
        await settled(pilot)
        pilot.app.session.begin(staff=here.leader)  # type: ignore[attr-defined]

    stage.do(sign_in)
    with all_day():
        yield stage
    stage.close()


@pytest.fixture
def bare(loop: asyncio.AbstractEventLoop, size: tuple[int, int]) -> Iterator[Stage]:
    stage = Stage(loop, BareApp(), size)
    yield stage
    stage.close()


async def go_back(pilot: Pilot[Any]) -> None:
    """To the first screen, and a moment of peace."""
    while len(pilot.app.screen_stack) > 2:
        await pilot.app.pop_screen()
    await settled(pilot)
    await asyncio.sleep(0.05)


def tile_shape(stage: Stage) -> tuple[int, tuple[int, int]]:
    """How many columns the tiles stand in, and how big they are."""

    async def look(pilot: Pilot[Any]) -> tuple[int, tuple[int, int]]:
        pilot.app.push_screen(await Points.ready(pilot.app))
        await stage.painted(lambda screen: all_shown(screen, "Tile", 30))
        await settled(pilot)
        tiles = list(pilot.app.screen.query("Tile"))
        shape = len({it.region.x for it in tiles}), tiles[0].size
        await go_back(pilot)
        return shape[0], (shape[1].width, shape[1].height)

    return stage.do(look)


def test_opening(race: Race, kiosk: Stage, bare: Stage, size: tuple[int, int]) -> None:
    columns, cell = tile_shape(kiosk)

    async def open_points(pilot: Pilot[Any]) -> None:
        pilot.app.push_screen(await Points.ready(pilot.app))
        await kiosk.painted(lambda screen: all_shown(screen, "Tile", 30))

    async def open_buttons(pilot: Pilot[Any]) -> None:
        pilot.app.push_screen(BareButtons(30, columns, cell))
        await bare.painted(lambda screen: all_shown(screen, "Button", 30))

    async def close_bare(pilot: Pilot[Any]) -> None:
        while len(pilot.app.screen_stack) > 1:
            await pilot.app.pop_screen()
        await settled(pilot)
        await asyncio.sleep(0.05)

    race(
        f"opening points, 30 tiles, {size[0]}×{size[1]}",
        lambda: kiosk.do(open_points),
        "30 buttons of the same size",
        lambda: bare.do(open_buttons),
        goal=1.5,
        rounds=OPENINGS,
        between=lambda: bare.do(close_bare),
        before=lambda: kiosk.do(go_back),
    )


def test_tap(benchmark: Any, ratios: Ratios, kiosk: Stage, size: tuple[int, int]) -> None:
    """From the finger to the tile that shows it is chosen, and to the one with its new points."""
    chosen: list[float] = []
    given: list[float] = []

    async def open_points(pilot: Pilot[Any]) -> None:
        pilot.app.push_screen(await Points.ready(pilot.app))
        await kiosk.painted(lambda screen: all_shown(screen, "Tile", 30))
        await settled(pilot)

    async def tap(pilot: Pilot[Any]) -> None:
        screen = pilot.app.screen
        tile: Any = list(screen.query("Tile"))[len(chosen) % 30]
        before = tile.shown.total
        drawn = watch(tile)
        begun = time.perf_counter()
        touch(tile)
        await kiosk.painted(lambda _: any(it for it, _ in drawn))
        chosen.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        pilot.app.post_message(events.Key("1", "1"))
        await kiosk.painted(lambda _: any(total > before for _, total in drawn))
        given.append(time.perf_counter() - begun)
        await settled(pilot)
        del tile.picture

    kiosk.do(open_points)
    benchmark.pedantic(lambda: kiosk.do(tap), rounds=TAPS, warmup_rounds=3, iterations=1)
    for what, times in (("a tap shows the tile chosen", chosen), ("a skill shows on it", given)):
        middle, slow = statistics.median(times[3:]), statistics.quantiles(times[3:], n=20)[-1]
        ratios.note(
            f"{middle * 1000:9.2f} ms {slow * 1000:9.2f} ms p95             "
            f"{what}, {size[0]}×{size[1]}"
        )


def touch(widget: Widget) -> None:
    """What the terminal sends for a tap in the middle of a widget."""
    x, y = (int(it) for it in widget.region.center)
    for kind in (events.MouseDown, events.MouseUp):
        widget.app.post_message(
            kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)
        )


def watch(tile: Any) -> list[tuple[bool, int]]:
    """Each time the tile is drawn: whether it was chosen, and its points."""
    drawn: list[tuple[bool, int]] = []
    draw = tile.picture

    def picture() -> Any:
        drawn.append((tile.chosen, tile.shown.total))
        return draw()

    tile.picture = picture
    return drawn
