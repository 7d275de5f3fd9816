"""Disk full, folder read-only, records locked: a sentence on the screen, nothing half-written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from db import connection, models
from db.backup import backup
from db.check import check
from db.connection import FILE_NAME, FULL, LOCKED, READ_ONLY, database
from db.policy import StorageProblem
from kiosk import cli
from kiosk.app import KioskApp
from kiosk.screens.points import Points
from kiosk.settings import Settings
from kiosk.widgets.chosen_bar import ChosenBar
from tests.conftest import NOW, Here
from tests.screens.conftest import settled, sign_in

SMALL_DISK = "4m"
MOST_TRIES = 60


@contextmanager
def mounted(folder: Path, *words: str) -> Iterator[bool]:
    """Mount something on the folder; False where this is not allowed."""
    folder.mkdir(exist_ok=True)
    mount = shutil.which("mount") or "/bin/false"
    done = subprocess.run([mount, *words, str(folder)], capture_output=True, check=False)
    yield done.returncode == 0
    if done.returncode == 0:
        connection.close_database()
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


class Disk:
    """A disk that can be filled and freed; without the right to mount one, SQLite plays it."""

    def __init__(self, folder: Path, real: bool) -> None:
        self.folder = folder
        self.real = real
        self._filler = folder / "holiday-film.mkv"

    def fill(self) -> None:
        if not self.real:
            pages = database.pragma("page_count")
            database.pragma("max_page_count", pages, permanent=True)
            connection.close_database()
            return
        with self._filler.open("wb", buffering=0) as film:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while True:
                        film.write(b"\1" * size)
                except OSError:
                    continue

    def free(self) -> None:
        if self.real:
            self._filler.unlink()
        else:
            database.pragma("max_page_count", 1 << 30, permanent=True)
            connection.close_database()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    with mounted(folder, "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs") as real:
        yield Disk(folder, real)


@pytest.fixture
def records(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """As everywhere, but on a small disk; and nobody waits long for a lock."""
    monkeypatch.setitem(connection.PRAGMAS, "busy_timeout", 200)
    connection.open_database(disk.folder / FILE_NAME)
    yield disk.folder
    connection.close_database()


@pytest.fixture
def app(here: Here) -> KioskApp:
    return KioskApp(Settings(here.data), clock=lambda: NOW)


def said(app: KioskApp) -> list[str]:
    return [str(it.message) for it in app._notifications]


def acts() -> int:
    return models.Award.select(models.Award.act).distinct().count()


def bar(app: KioskApp) -> str:
    return str(app.screen.query_one(ChosenBar).render())


async def to_points(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("1")
    await sign_in(pilot)
    assert isinstance(pilot.app.screen, Points)


async def award_everybody(pilot: Pilot[int]) -> None:
    await pilot.press("f2", "1")
    await settled(pilot)


async def award_until_it_fails(pilot: Pilot[int], app: KioskApp) -> int:
    """How many were saved before. There may be a little room left in what is open already."""
    for tries in range(MOST_TRIES):
        await award_everybody(pilot)
        if "Not saved" in bar(app):
            return tries
    raise AssertionError("every award was saved")


async def test_disk_full_takes_the_tile_back_and_says_so(app: KioskApp, disk: Disk) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await to_points(pilot)
        await award_everybody(pilot)
        disk.fill()
        saved = 1 + await award_until_it_fails(pilot, app)
        assert FULL in said(app)
        assert acts() == saved
        assert check() == []
        disk.free()
        await pilot.press("f5")
        await settled(pilot)
        assert "Not saved" not in bar(app)
        assert acts() == saved + 1
    assert check() == []


async def test_a_locked_database_is_said_and_nothing_is_half_written(
    app: KioskApp, here: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_points(pilot)
        with closing(sqlite3.connect(here.data / FILE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await award_everybody(pilot)
            assert LOCKED in said(app)
            assert "Not saved" in bar(app)
            assert acts() == 0
        await pilot.press("f5")
        await settled(pilot)
        assert acts() == 1
    assert check() == []


async def test_nobody_signs_in_over_a_locked_database(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("1")
        with closing(sqlite3.connect(here.data / FILE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await sign_in(pilot)
            assert app.session.staff is None
            assert "busy with other work" in str(app.screen.query_one("#sentence").render())


async def test_a_disk_that_turned_read_only_is_said(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_points(pilot)
        database.pragma("query_only", 1, permanent=True)
        connection.close_database()
        await award_everybody(pilot)
        assert READ_ONLY in said(app)
        assert "Not saved" in bar(app)
        assert (acts(), check()) == (0, [])


def test_a_backup_on_a_full_disk_leaves_nothing(here: Here, disk: Disk, tmp_path: Path) -> None:
    if not disk.real:
        pytest.skip("needs the right to mount a small disk")
    disk.fill()
    with pytest.raises(StorageProblem, match="disk is full"):
        backup(here.data / "safe.zip", NOW)
    assert not list(here.data.glob("*.zip"))
    assert not list(here.data.glob(".*"))


@pytest.fixture
def read_only(here: Here, tmp_path: Path) -> Iterator[Path]:
    """The school's folder, on a disk that takes no writing; root needs more than chmod."""
    connection.close_database()
    if os.geteuid() != 0:
        here.data.chmod(0o500)
        yield here.data
        here.data.chmod(0o700)
        return
    folder = tmp_path / "read-only"
    with mounted(folder, "--bind", str(here.data)) as bound:
        again = ["mount", "-o", "remount,ro,bind", str(folder)]
        if not bound or subprocess.run(again, capture_output=True, check=False).returncode:
            pytest.skip("root without the right to mount can write everywhere")
        yield folder


@pytest.mark.parametrize(
    "words",
    [
        ("staff", "add", "Mr Hart", "--role", "teacher"),
        ("import", "list.csv"),
        ("backup", "safe.zip"),
        ("restore", "safe.zip"),
    ],
    ids=lambda words: words[0],
)
def test_commands_on_a_read_only_folder_end_in_a_sentence(
    read_only: Path, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text("Forename,Surname,Class\nAva,Jones,Oak\n")
    result = CliRunner().invoke(cli.main, ["--data", str(read_only), *words], input="135790\n")
    assert result.exit_code == 1
    assert result.output.startswith("Error: The ")
    assert result.output.rstrip().endswith("Please ask whoever looks after this device.")


def test_the_kiosk_on_a_read_only_folder_ends_in_a_sentence(read_only: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "run", "--data", str(read_only)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, f"Error: {READ_ONLY}\n")
