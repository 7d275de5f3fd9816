"""A day in the class, by keys in a real terminal, and the plug pulled in the middle of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from db import connection, points, roster
from db.connection import reading
from db.models import Award, Pupil, Signature
from kiosk.widgets.picture_pad import KEYS
from tests.conftest import TODAY
from tests.db.classlists.files import OneRoster
from tests.e2e.tmux import KIOSK, Tmux

pytestmark = pytest.mark.e2e

NAMES = ("Ava Khan", "Ben Smith", "Cara O'Brien", "Dilan Kaya", "Zoë Lee", "李 Wang")
PIN = "864213"


def class_list(path: Path) -> Path:
    it = OneRoster().org("s1", "Oak Tree Primary").course("c1", "Maple", grades="02")
    for number, name in enumerate(NAMES):
        it.user(f"p{number}", name, grades="02").enrol("c1", f"p{number}")
    it.user("t1", "Tom Rowan", "teacher").enrol("c1", "t1", role="teacher", primary="true")
    return it.zip(path)


def set_up(tmux: Tmux, data: Path, home: Path) -> None:
    class_list(home / "oneroster.zip")
    tmux.start("run", "--data", str(data), home=home)
    tmux.wait_for("Look around", seconds=60)
    tmux.keys("1")
    tmux.wait_for("What is your school called?")
    tmux.type("Oak Tree Primary")
    tmux.keys("Enter")
    tmux.wait_for("Which file is the class list?")
    tmux.type("oner")
    tmux.press_until("Tab", "/oneroster.zip")
    tmux.keys("Enter")
    tmux.wait_for("And who are you?")
    tmux.type("Mrs Hill")
    tmux.keys("Enter")
    tmux.wait_for("A new PIN")
    tmux.type(PIN)
    tmux.keys("Enter")
    tmux.wait_for("Once more")
    tmux.type(PIN)
    tmux.keys("Enter")
    tmux.wait_for("6 new pupils", "Zoë Lee", "Please check")
    tmux.keys("Enter")
    tmux.wait_for("Well done, everybody", "Mrs Hill")


def award(tmux: Tmux, names: str, key: str, done: str) -> None:
    """Choose pupils by the first letters of their names, then the skill; wait for "done"."""
    for letter in names:
        tmux.type(letter)
        tmux.keys("Space")
    tmux.wait_for("Chosen:" if len(names) == 1 else f"{len(names)} chosen")
    tmux.type(key)
    tmux.wait_for(f"✓ {done}")


def sign_in(tmux: Tmux) -> None:
    tmux.wait_for("Staff sign-in", "Mrs Hill")
    tmux.type("m")
    tmux.type(PIN)
    tmux.keys("Enter")
    tmux.wait_until_gone("Staff sign-in")


def code_of(data: Path, name: str) -> str:
    """The keys of a pupil's pictures, as their teacher would tell them."""
    connection.open_database(data / connection.FILE_NAME)
    try:
        with reading():
            written = Pupil.get(Pupil.forename == name).picture_code
    finally:
        connection.close_database()
    return "".join(KEYS[int(place)] for place in written.split(","))


def kept(data: Path) -> tuple[dict[str, int], list[str], list[tuple[str, tuple[str, ...]]]]:
    """Points by pupil, who has signed, and the acts of today, as the records have them."""
    connection.open_database(data / connection.FILE_NAME)
    try:
        (maple,) = roster.classes()
        totals = {it.pupil.name: it.total for it in roster.tiles(maple.id, TODAY)}
        with reading():
            signed = [row.pupil_name for row in Signature.select()]
            days = {row.day for row in Award.select(Award.day).distinct()}
        acts = [act for day in days for act in points.feed(maple.id, day)]
        return totals, signed, sorted((act.skill_name, act.pupils) for act in acts)
    finally:
        connection.close_database()


def agrees(data: Path) -> None:
    done = subprocess.run(
        [KIOSK, "check", "--data", data], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_was_called_done_is_there_after_the_plug_was_pulled(
    tmux: Tmux, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    set_up(tmux, data, tmp_path)

    tmux.keys("1")
    tmux.wait_for("Ava", "Working hard")
    award(tmux, "abz", "1", "Working hard for Ava, Ben and Zoë")
    tmux.keys("F2")
    tmux.wait_for("6 chosen")
    tmux.type("4")
    tmux.wait_for("✓ Kindness")

    tmux.keys("Escape")
    tmux.wait_for("Well done, everybody")
    tmux.type("t")
    tmux.wait_for("Picture codes")
    tmux.type("7")
    tmux.wait_for("no pictures yet")
    tmux.type("a")
    tmux.wait_until_gone("no pictures yet")
    tmux.keys("C-l")
    tmux.wait_for("Well done, everybody")

    tmux.type("4")
    tmux.wait_for("Ava")
    tmux.type("a")
    tmux.keys("Enter")
    tmux.wait_for("Tap your three pictures")
    tmux.type(code_of(data, "Ava"))
    for page in range(1, 7):
        tmux.wait_for(f"{page} of 6", "☐")
        tmux.keys("Space")
        tmux.wait_until_gone("☐")
        tmux.press_until("Right", f"{page + 1} of 6" if page < 6 else "Type your name")
    tmux.type("Ava")
    tmux.keys("Enter")
    tmux.wait_for("Thank you")
    tmux.kill()

    expected = dict.fromkeys(("Cara", "Dilan", "李"), 1) | dict.fromkeys(("Ava", "Ben", "Zoë"), 2)
    everybody = ("Ava", "Ben", "Cara", "Dilan", "Zoë", "李")
    acts = [("Kindness", everybody), ("Working hard", ("Ava", "Ben", "Zoë"))]
    assert kept(data) == (expected, ["Ava Khan"], acts)
    agrees(data)

    tmux.start("run", "--data", str(data), home=tmp_path)
    tmux.wait_for("Maple", "Well done, everybody", seconds=60)
    tmux.type("4")
    tmux.wait_for("1 of 6 have signed")
    tmux.keys("Escape")
    tmux.wait_for("Well done, everybody")
    tmux.type("1")
    sign_in(tmux)
    tmux.wait_for("2 today · 2 in all", "1 today · 1 in all", "Kindness")
    award(tmux, "b", "8", "Great idea for Ben")
    tmux.kill()

    assert kept(data)[0] == expected | {"Ben": 4}
    agrees(data)
    tmux.start("run", "--data", str(data), home=tmp_path)
    tmux.wait_for("Maple", "Well done, everybody", seconds=60)
