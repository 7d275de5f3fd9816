"""Thirty phones at once: how fast their photos are taken, and what the screen notices of it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from db import agreement, connection, models, roster, uploads
from db.clock import utc_now
from kiosk.app import KioskApp
from kiosk.screens.points import Points
from kiosk.settings import Settings
from tests import sending
from tests.benchmarks.conftest import Ratio, Ratios
from tests.benchmarks.stage import Stage, all_day, all_shown
from tests.benchmarks.test_points_screen import touch, watch
from tests.conftest import NOW, Here
from tests.screens.conftest import settled

PHONES = 30
ROUNDS = int(os.environ.get("ROUNDS", "3"))
SIDE = 2600  # pixels of a photo of about 5 MB
LEAST_BYTES = 4_500_000
TAPS = 60
PATIENCE = 60.0
MB = 1_000_000


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("photos")
    made = [sending.photo(folder / f"{it}.jpg", it, SIDE) for it in range(PHONES)]
    assert min(it.stat().st_size for it in made) > LEAST_BYTES
    return made


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
        return port


@contextmanager
def serving(
    how: str, folder: Path, *rest: str, server: str = "tests.benchmarks.upload_server"
) -> Iterator[int]:
    port = free_port()
    environ = os.environ | {"KIOSK_LINK_FILES": "100", "KIOSK_FREE_MB": "0"}
    words = [sys.executable, "-m", server, how, str(port), str(folder), *rest]
    with subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + PATIENCE
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert process.poll() is None
                    assert time.monotonic() < until, f"{how} never answered"
                    time.sleep(0.05)
            yield port
        finally:
            process.terminate()


def links(here: Here) -> list[str]:
    """A link for each of thirty pupils."""
    codes = []
    now = utc_now()
    for pupil in roster.pupils(here.maple.id):
        if not models.Signature.select().where(models.Signature.pupil == pupil.id).exists():
            agreement.sign(pupil, 1, NOW, typed_name=pupil.forename)
        codes.append(uploads.make(pupil, pupil.id, now, most_files=100).code)
    return codes


def phones(port: int, paths: list[str], photos: list[Path]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sending", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    json.dump([(path, str(file)) for path, file in zip(paths, photos, strict=True)], process.stdin)
    process.stdin.close()
    return process


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    said: dict[str, Any] = json.loads(process.stdout.read())
    process.wait()
    assert {200, 303}.issuperset(said["statuses"]), said["statuses"]
    return said


def forget(here: Here) -> None:
    """The same photos are new again."""
    models.PortfolioItem.delete().execute()
    models.Media.delete().execute()
    shutil.rmtree(here.data / "media", ignore_errors=True)


def test_thirty_phones(here: Here, photos: list[Path], ratios: Ratios, tmp_path: Path) -> None:
    paths = [f"/u/{code}" for code in links(here)]
    sent = sum(it.stat().st_size for it in photos)
    took: dict[str, list[float]] = {"bare": [], "copied": [], "ours": []}
    for _ in range(ROUNDS):
        for how, times in took.items():
            with serving(how, tmp_path if how == "bare" else here.data) as port:
                times.append(told(phones(port, paths, photos))["seconds"])
            forget(here)
            for file in tmp_path.glob("bare-*"):
                file.unlink()
    middle = {how: statistics.median(times) for how, times in took.items()}
    for how, what, goal in (
        ("copied", f"{PHONES} phones, {sent / MB:.0f} MB, kept as sent", 1 / 0.7),
        ("ours", f"{PHONES} phones, {sent / MB:.0f} MB, decoded and redrawn", None),
    ):
        ratios.add(Ratio(what, "a bare route, same fsync", middle[how], middle["bare"], goal))
    speeds = ", ".join(f"{how} {sent / MB / it:.0f}" for how, it in middle.items())
    ratios.note(f"MB a second: {speeds}")
    connection.close_database()


def test_a_tap_meanwhile(
    here: Here,
    photos: list[Path],
    ratios: Ratios,
    loop: asyncio.AbstractEventLoop,
) -> None:
    """From the finger to the tile that shows it, with nobody sending and with everybody."""
    paths = [f"/u/{code}" for code in links(here)]
    stage = Stage(loop, KioskApp(Settings(here.data), clock=lambda: NOW), (120, 40))

    async def open_points(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        pilot.app.session.begin(staff=here.leader)  # type: ignore[attr-defined]
        pilot.app.push_screen(await Points.ready(pilot.app))
        await stage.painted(lambda screen: all_shown(screen, "Tile", 30))
        await settled(pilot)

    taps = 0

    async def tap(pilot: Pilot[Any]) -> float:
        nonlocal taps
        tile: Any = list(pilot.app.screen.query("Tile"))[taps % 30]
        taps += 1
        drawn = watch(tile)
        begun = time.perf_counter()
        touch(tile)
        await stage.painted(lambda _: bool(drawn))
        seconds = time.perf_counter() - begun
        await asyncio.sleep(0.05)
        del tile.picture
        return seconds

    stage.do(open_points)
    with all_day(), serving("niced", here.data) as port:
        idle = [stage.do(tap) for _ in range(TAPS)]
        sending_now = phones(port, paths, photos)
        time.sleep(1.0)
        busy = []
        while sending_now.poll() is None:
            busy.append(stage.do(tap))
        told(sending_now)
    stage.close()
    assert len(busy) >= 20, "the phones were too quick to measure anything"
    slow = [statistics.quantiles(it, n=20)[-1] for it in (busy, idle)]
    ratios.add(Ratio("a tap shows, p95, while thirty send", "idle, p95", *slow, goal=1.5))
