"""Behind the screens: changes are told to the one in front, and the media folder is tidied."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import statistics
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen

from db import media, models
from db.clock import utc_now
from db.connection import FILE_NAME
from db.media import Facts
from kiosk import background, tidying
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens.place import InKiosk, Place
from tests.conftest import Here
from tests.screens.conftest import settled

ENOUGH = 0.5  # seconds from a commit to the screen


class Listening(Place):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[float] = []

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.told.append(time.monotonic())


class Dialog(InKiosk, ModalScreen[None]):
    pass


def commit_elsewhere(data: Path) -> float:
    """By a connection of another program; when it was done."""
    with closing(sqlite3.connect(data / FILE_NAME)) as other:
        other.execute("UPDATE school SET name = name || '1'")
        other.commit()
    return time.monotonic()


async def until_told(screen: Listening, times: int) -> None:
    async with asyncio.timeout(5):
        while len(screen.told) < times:  # noqa: ASYNC110 - told by the app, not by us
            await asyncio.sleep(0.005)


async def show(pilot: Pilot[int]) -> Listening:
    await settled(pilot)
    screen = Listening()
    await pilot.app.push_screen(screen)
    await asyncio.sleep(0.6)  # whatever was committed before is known
    screen.told.clear()
    return screen


async def test_the_screen_hears_of_a_commit_within_half_a_second(app: KioskApp, here: Here) -> None:
    took = []
    async with app.run_test() as pilot:
        screen = await show(pilot)
        for number in range(6):
            await asyncio.sleep(number * 0.037)
            done = await asyncio.to_thread(commit_elsewhere, here.data)
            await until_told(screen, number + 1)
            took.append(screen.told[-1] - done)
        await asyncio.sleep(0.6)
        assert len(screen.told) == len(took)  # once each
    assert statistics.median(took) <= ENOUGH, took  # one may wait for other tests


async def test_a_screen_behind_a_dialog_hears_of_it_afterwards(app: KioskApp, here: Here) -> None:
    async with app.run_test() as pilot:
        screen = await show(pilot)
        dialog = Dialog()
        await app.push_screen(dialog)
        await asyncio.to_thread(commit_elsewhere, here.data)
        await asyncio.sleep(0.6)
        assert screen.told == []
        dialog.dismiss()
        await until_told(screen, 1)


async def test_looks_go_one_at_a_time_through_the_store(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that hangs holds one thread, and never the screen."""
    threads: list[str] = []
    looks, most = 0, 0

    def slow(_: object) -> bool:
        nonlocal looks, most
        looks += 1
        most = max(most, looks)
        threads.append(threading.current_thread().name)
        time.sleep(0.7)
        looks -= 1
        return False

    monkeypatch.setattr("db.changes.Watcher.changed", slow)
    async with app.run_test() as pilot:
        begun = time.monotonic()
        await settled(pilot)
        while len(threads) < 2:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            assert time.monotonic() - before < 0.5
        assert time.monotonic() - begun < 5
    assert most == 1
    assert all(name.startswith("store") for name in threads)


@pytest.mark.breaks
async def test_trouble_with_watching_is_logged_and_does_not_end_it(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = 0

    def broken(_: object) -> bool:
        nonlocal asked
        asked += 1
        raise ZeroDivisionError

    monkeypatch.setattr("db.changes.Watcher.changed", broken)
    async with app.run_test() as pilot:
        await settled(pilot)
        async with asyncio.timeout(5):
            while asked < 3:  # noqa: ASYNC110 - asked in a thread
                await asyncio.sleep(0.01)
        assert app.at_first_screen
    assert "cannot be watched" in caplog.text


async def test_the_start_removes_files_that_no_row_names(
    app: KioskApp, here: Here, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clean = tmp_path / "clean.jpg"
    clean.write_bytes(b"a photo")
    kept = media.keep(clean, None, Facts("photo", "image/jpeg", 64, 32), utc_now())
    nobodys = media.path("ab" * 32)
    nobodys.parent.mkdir(exist_ok=True)
    nobodys.write_bytes(b"left over")
    with caplog.at_level(logging.WARNING, "kiosk"):
        async with app.run_test() as pilot:
            await settled(pilot)
    assert media.path(kept.sha256).exists()
    assert not nobodys.exists()
    assert "removed from the media folder: 1" in caplog.text


async def test_what_is_left_over_later_goes_within_the_hour(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "EVERY", 0.02)
    async with app.run_test() as pilot:
        await settled(pilot)
        nobodys = media.path("ab" * 32)
        nobodys.parent.mkdir(parents=True, exist_ok=True)
        nobodys.write_bytes(b"left over")
        async with asyncio.timeout(5):
            while nobodys.exists():  # noqa: ASYNC110 - removed in a thread
                await asyncio.sleep(0.01)


async def test_what_is_committed_right_after_the_start_is_told(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "LOOK_SECONDS", 2.0)
    async with app.run_test() as pilot:
        screen = await show(pilot)
        commit_elsewhere(here.data)
        await until_told(screen, 1)


@pytest.mark.breaks
async def test_what_fails_at_the_start_is_done_again_at_its_time(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    times = 0

    def tidy() -> None:
        nonlocal times
        times += 1
        if times == 1:
            raise RuntimeError("nobody expected this")

    monkeypatch.setattr(tidying, "EVERY", 0.02)
    monkeypatch.setattr(tidying, "tidy_media", tidy)
    async with app.run_test() as pilot:
        await settled(pilot)
        async with asyncio.timeout(5):
            while times < 3:  # noqa: ASYNC110 - counted in a thread
                await asyncio.sleep(0.01)
        assert app.at_first_screen
    assert tidying.FAILED in caplog.text


async def test_the_start_says_that_files_are_missing(
    app: KioskApp, here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    models.Media.create(
        sha256="cd" * 32, kind="photo", content_type="image/jpeg", size=1, stored_at=utc_now()
    )
    with caplog.at_level(logging.WARNING, "kiosk"):
        async with app.run_test() as pilot:
            await settled(pilot)
    assert "missing from the media folder: 1" in caplog.text


async def test_tidying_waits_for_a_writer_and_the_screen_does_not(
    app: KioskApp, here: Here
) -> None:
    with closing(sqlite3.connect(here.data / FILE_NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with app.run_test() as pilot:
            await pilot.pause(0.3)
            assert app.at_first_screen
            other.rollback()
            await settled(pilot)
