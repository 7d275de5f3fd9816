"""A class list goes in from the staff room: what is asked, what is shown first, what is refused."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select, Static

from db import classlists, people, roster
from db.policy import Refused
from db.records import Role
from kiosk import folders
from kiosk.app import KioskApp
from kiosk.screens.bad_rows import BadRowsFound
from kiosk.screens.class_list_file import ClassListFile
from kiosk.screens.class_list_preview import ClassListPreview
from kiosk.screens.one_of import OneOf
from kiosk.screens.staff_room import StaffRoom
from kiosk.screens.which_column import WhichColumn
from kiosk.screens.working import Working
from kiosk.widgets.lines import Lines
from tests.conftest import NOW, PIN, Here
from tests.screens.conftest import Look, settled
from tests.screens.test_staff_room import go, staff_room

PLAIN = "Forename,Surname,Class,Year\nZoë,O'Brien,Oak,6\n李,Wang,Oak,6\nBen,[/]x,Oak,6\n"
UNKNOWN = "Called,Family,Group,Year\nZoë,O'Brien,Oak,6\n[b]Ben,Hall,Oak,6\n"


@pytest.fixture
def home(here: Here, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that the device looks into."""
    folder = here.data / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setattr("kiosk.folders.MOUNTS", ())
    return folder


async def choose(pilot: Pilot[int], name: str) -> None:
    """From the staff room: import, and that file by typing where it is."""
    await go(pilot, "i")
    assert isinstance(pilot.app.screen, ClassListFile)
    pilot.app.screen.query_one(Input).value = f"~/{name}"
    await go(pilot, "enter")


def classes() -> dict[str, int]:
    return {it.name: it.pupils for it in roster.classes()}


async def test_what_will_change_is_shown_before_it_is_done(app: KioskApp, home: Path) -> None:
    (home / "list.csv").write_text(PLAIN, "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await choose(pilot, "list.csv")
        assert isinstance(app.screen, ClassListPreview)
        counts = str(app.screen.query_one("#counts", Static).render())
        assert counts.startswith("3 new pupils · 1 class")
        assert classes() == {"Maple": 30}
        await go(pilot, "escape")
        assert classes() == {"Maple": 30}
        await choose(pilot, "list.csv")
        await go(pilot, "enter")
        assert isinstance(app.screen, StaffRoom)
        assert classes() == {"Maple": 30, "Oak": 3}
        await choose(pilot, "list.csv")
        assert "Nothing will change" in str(app.screen.query_one("#counts", Static).render())


async def test_the_office_imports_a_class_list(app: KioskApp, home: Path) -> None:
    people.add_staff("Olu", Role.OFFICE, NOW, pin=PIN)
    (home / "list.csv").write_text(PLAIN, "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot, "Olu")
        await choose(pilot, "list.csv")
        await go(pilot, "enter")
    assert classes() == {"Maple": 30, "Oak": 3}


async def test_columns_that_are_not_known_are_asked_once(app: KioskApp, home: Path) -> None:
    (home / "list.csv").write_text(UNKNOWN, "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await choose(pilot, "list.csv")
        assert isinstance(app.screen, WhichColumn)
        await go(pilot, "f2")
        assert isinstance(app.screen, WhichColumn), "the name columns are needed"
        await go(pilot, "enter", "down", "enter")
        assert app.screen.query_one("#forename", Select).value == "Called"
        await go(pilot, "tab", "enter", "down", "down", "enter")
        await go(pilot, "tab", "tab", "enter", "down", "down", "down", "enter", "f2")
        assert isinstance(app.screen, ClassListPreview)
        await go(pilot, "enter")
        assert classes() == {"Maple": 30, "Oak": 2}
        await choose(pilot, "list.csv")
        assert isinstance(app.screen, ClassListPreview), "the answer is remembered"


async def test_several_schools_in_one_file_are_asked_about(app: KioskApp, home: Path) -> None:
    two_schools(home / "two.zip")
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await choose(pilot, "two.zip")
        assert isinstance(app.screen, OneOf)
        assert app.screen.query_one(OptionList).option_count == 2
        await go(pilot, "down", "enter")
        assert isinstance(app.screen, ClassListPreview)
        await go(pilot, "enter")
    assert classes() == {"Maple": 30, "Two": 1}


async def test_bad_rows_are_listed_and_nothing_is_imported(app: KioskApp, home: Path) -> None:
    (home / "list.csv").write_text(PLAIN + ",,Oak,6\nEve,Hall,Oak,99\n", "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await choose(pilot, "list.csv")
        assert isinstance(app.screen, BadRowsFound)
        await go(pilot, "escape")
        assert isinstance(app.screen, ClassListFile)
        await go(pilot, "escape")
        assert isinstance(app.screen, StaffRoom)
    assert classes() == {"Maple": 30}


async def test_what_is_no_class_list_is_said_in_a_sentence(
    app: KioskApp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(app, "notify", lambda words, **_: said.append(words))
    (home / "list.zip").write_bytes(b"PK\x03\x04 cut off")
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await choose(pilot, "list.zip")
        assert isinstance(app.screen, ClassListFile)
        assert len(said) == 1
        await choose_again(pilot, "nothing.csv")
        assert "no such file" in str(app.screen.query_one(".sentence", Static).render())


async def test_a_slow_folder_does_not_hide_why_a_path_was_refused(
    app: KioskApp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = folders.look

    def slow(typed: str) -> folders.Sight:
        time.sleep(0.3 if typed else 0)
        return look(typed)

    monkeypatch.setattr(folders, "look", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await choose(pilot, "nothing.csv")
        assert "no such file" in str(app.screen.query_one(".sentence", Static).render())


async def choose_again(pilot: Pilot[int], name: str) -> None:
    pilot.app.screen.query_one(Input).value = f"~/{name}"
    await go(pilot, "enter")


async def test_reading_can_be_stopped(
    app: KioskApp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    gate = threading.Event()

    def slow(*_: object, **__: object) -> object:
        gate.wait(20)
        raise Refused("too late to matter")

    monkeypatch.setattr(classlists, "read", slow, raising=False)
    (home / "list.csv").write_text(PLAIN, "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await pilot.press("i")
        await settled(pilot)
        app.screen.query_one(Input).value = "~/list.csv"
        await pilot.press("enter")
        for _ in range(100):
            await pilot.pause(0.02)
            if isinstance(app.screen, Working):
                break
        assert isinstance(app.screen, Working)
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert isinstance(app.screen, ClassListFile)
        gate.set()
        await settled(pilot)
        assert isinstance(app.screen, ClassListFile)


async def test_a_long_preview_is_scrolled_by_keys(app: KioskApp, home: Path) -> None:
    rows = "".join(f"Name{number},Surname,Oak,6\n" for number in range(2000))
    (home / "list.csv").write_text("Forename,Surname,Class,Year\n" + rows, "utf-8")
    async with app.run_test(size=(80, 24)) as pilot:
        await staff_room(pilot)
        await choose(pilot, "list.csv")
        assert isinstance(app.screen, ClassListPreview)
        await pilot.press("end")
        await pilot.pause(0.5)
        lines = app.screen.query_one(Lines)
        assert lines.scroll_offset.y > 1900


def two_schools(path: Path) -> None:
    """A OneRoster file with two schools of one pupil each."""
    tables = {
        "orgs": [
            ["sourcedId", "name", "type"],
            ["s1", "First", "school"],
            ["s2", "Second", "school"],
        ],
        "classes": [
            ["sourcedId", "title", "classType", "schoolSourcedId", "grades"],
            ["c1", "One", "homeroom", "s1", "01"],
            ["c2", "Two", "homeroom", "s2", "02"],
        ],
        "users": [
            ["sourcedId", "enabledUser", "orgSourcedIds", "role", "username", "givenName",
             "familyName"],
            ["p1", "true", "s1", "student", "p1", "Ava", "Khan"],
            ["p2", "true", "s2", "student", "p2", "Ben", "Hall"],
        ],
        "enrollments": [
            ["sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"],
            ["e1", "c1", "s1", "p1", "student"],
            ["e2", "c2", "s2", "p2", "student"],
        ],
    }  # fmt: skip
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            archive.writestr(f"{name}.csv", text.getvalue())


FILES = {
    "file": "",
    "columns": UNKNOWN,
    "bad": PLAIN + ",,Oak,6\nEve,Hall,Oak,99\n",
    "preview": PLAIN,
}


@pytest.mark.parametrize("screen", list(FILES))
def test_looks(
    snap_compare: Any,
    app_looking: Callable[[Look], KioskApp],
    look: Look,
    screen: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import os

    (home / "Downloads").mkdir()
    for name in ("Class list 2026.csv", "roster.zip"):
        (home / "Downloads" / name).touch()
        os.utime(home / "Downloads" / name, (1_790_000_000, 1_790_000_000))
    (home / "list.csv").write_text(FILES[screen], "utf-8")
    os.utime(home / "list.csv", (1_780_000_000, 1_780_000_000))

    async def before(pilot: Pilot[int]) -> None:
        await staff_room(pilot)
        if screen == "file":
            await go(pilot, "i")
        else:
            await choose(pilot, "list.csv")
        for typed in pilot.app.screen.query(Input):
            typed.cursor_blink = False

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
