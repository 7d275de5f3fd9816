"""An award on its way to the records: at once on the tile, undone, failed, tried again."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from db import board, connection, models, points, roster
from db.policy import StorageProblem
from kiosk.app import KioskApp
from kiosk.screens.points import Points
from kiosk.screens.points_feed import ActCard, PointsFeed
from kiosk.widgets.chosen_bar import ChosenBar
from kiosk.widgets.pupil_tile import Face
from tests.conftest import TODAY, Here
from tests.screens.at_points import bar, counts, feed, lock, open_points, saved, tile
from tests.screens.conftest import settled


async def test_undo_takes_the_last_award_back(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("enter", "9", "enter", "4", "ctrl+z")
        await settled(pilot)
        assert counts(screen, "Aisha") == (3, 3)
        assert bar(screen) == "↩ Taken back: Kindness, Aisha"
        assert "taken back" in feed(screen)[0]
        await pilot.press("ctrl+z", "ctrl+z")
        await settled(pilot)
        assert counts(screen, "Aisha") == (0, 0)
        assert [it.total for it in roster.tiles(here.maple.id, TODAY)] == [0] * 30


async def test_any_award_of_today_is_taken_back_from_the_feed(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("enter", "9", "enter", "4", "f6", "down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, ActCard)
        await pilot.click("#undo")
        await settled(pilot)
        assert counts(screen, "Aisha") == (1, 1)
        assert [act.undone for act in points.feed(here.maple.id, TODAY)] == [False, True]


async def test_the_feed_has_a_screen_of_its_own_where_there_is_no_room(
    app: KioskApp, here: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("enter", "9", "f6")
        await settled(pilot)
        assert isinstance(app.screen, PointsFeed)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ActCard)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is screen
        assert counts(screen, "Aisha") == (0, 0)


async def test_the_tile_answers_before_the_records_do(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        other = lock(here)
        await pilot.press("enter", "4")
        await pilot.pause()
        assert counts(screen, "Aisha") == (1, 1)
        assert tile(screen, "Aisha").render().plain.count("…") == 1
        assert feed(screen)[0].endswith("…")
        assert "✓" not in bar(screen)
        assert saved(here) == []
        other.rollback()
        await settled(pilot)
        assert feed(screen)[0].endswith("✓")
        assert saved(here) == [("Kindness", ("Aisha",))]


async def test_an_award_on_its_way_arrives_though_the_screen_is_left(
    app: KioskApp, here: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        other = lock(here)
        await pilot.press("enter", "4", "escape")
        await pilot.pause()
        assert app.screen is not screen
        other.rollback()
        await settled(pilot)
        await asyncio.sleep(0.3)
        await settled(pilot)
    assert saved(here) == [("Kindness", ("Aisha",))]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, here: Here) -> None:
    """Another writer is waited for only briefly."""
    pragmas = connection.PRAGMAS | {"busy_timeout": 50}
    connection.close_database()
    monkeypatch.setattr(connection, "PRAGMAS", pragmas)
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    connection.open_database(here.data / connection.FILE_NAME)


@pytest.mark.usefixtures("impatient")
async def test_a_failure_takes_the_tile_back_and_a_retry_counts_once(
    app: KioskApp, here: Here
) -> None:
    other = lock(here)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        app.session.begin(staff=here.leader)
        await settled(pilot)
        await pilot.press("1")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, Points)
        await pilot.press("enter", "right", "enter", "9")
        await settled(pilot)
        assert counts(screen, "Aisha") == counts(screen, "Amelia") == (0, 0)
        assert tile(screen, "Aisha").face is Face.FAILED
        assert feed(screen)[0].endswith("✗")
        assert bar(screen).startswith("⚠ Not saved: Wonderful work for Aisha and Amelia")
        assert any("busy" in note.message for note in app._notifications)
        other.rollback()
        (key,) = screen.failed
        await pilot.press("f5")
        await settled(pilot)
        assert counts(screen, "Aisha") == (3, 3)
        assert [row.act for row in models.Award.select()] == [key, key]
        assert not screen.failed
        assert bar(screen).startswith("✓ Wonderful work")


async def test_an_award_that_arrived_unheard_is_not_counted_again(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    award = points.award

    def unheard(*args: Any) -> None:
        award(*args)
        raise StorageProblem("The answer was lost.")

    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        monkeypatch.setattr(points, "award", unheard)
        await pilot.press("enter", "4")
        await settled(pilot)
        assert counts(screen, "Aisha") == (0, 0)
        monkeypatch.setattr(points, "award", award)
        await pilot.press("f5")
        await settled(pilot)
        assert counts(screen, "Aisha") == (1, 1)
        assert roster.tiles(here.maple.id, TODAY)[0].total == 1


async def test_what_failed_is_given_up_from_the_feed(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise StorageProblem(connection.FULL)

    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        monkeypatch.setattr(points, "award", full)
        await pilot.press("enter", "4", "f6", "enter")
        await settled(pilot)
        assert isinstance(app.screen, ActCard)
        await pilot.click("#drop")
        await settled(pilot)
        assert not screen.failed
        assert feed(screen)[0] == "Nothing yet today."
        assert not screen.query_one(ChosenBar).has_class("-wrong")


async def test_what_was_read_before_an_award_does_not_replace_it(
    app: KioskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = board.board
    was_read, go_on = threading.Event(), threading.Event()

    def slow(*args: Any) -> Any:
        found = read(*args)
        was_read.set()
        go_on.wait(10)
        return found

    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        monkeypatch.setattr(board, "board", slow)
        screen.load()
        await asyncio.to_thread(was_read.wait, 10)
        await pilot.press("enter", "4")
        await pilot.pause()
        monkeypatch.setattr(board, "board", read)
        go_on.set()
        await settled(pilot)
        assert counts(screen, "Aisha") == (1, 1)
        assert feed(screen)[0].startswith("10:30 💛 Kindness +1")
