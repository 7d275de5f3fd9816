"""Finding the class list's file on the device and on USB sticks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.policy import Refused
from kiosk import folders
from kiosk.folders import What


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(folders, "MOUNTS", (tmp_path / "media",))
    return tmp_path


def names(typed: str) -> list[str]:
    return [it.name for it in folders.look(typed).found]


def test_likely_class_lists_come_first_and_the_newest_of_them_before(home: Path) -> None:
    downloads = home / "Downloads"
    downloads.mkdir()
    for age, name in enumerate(["Class list.csv", "pupils.xlsx", "holiday.csv", "class.jpg"]):
        (downloads / name).touch()
        os.utime(downloads / name, (1_000_000 - age, 1_000_000 - age))
    assert names("") == ["Class list.csv", "pupils.xlsx", "Home folder"]


def test_usb_sticks_are_places_however_they_are_mounted(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sticks = [home / "media" / "OFFICE", home / "media" / "teacher" / "KINGSTON"]
    for stick in sticks:
        stick.mkdir(parents=True)
    (sticks[1] / "roster.zip").touch()
    monkeypatch.setattr(Path, "is_mount", lambda path: path in sticks)
    sight = folders.look("")
    assert [(it.name, it.what) for it in sight.found] == [
        ("roster.zip", What.FILE),
        ("OFFICE", What.STICK),
        ("KINGSTON", What.STICK),
        ("Home folder", What.HOME),
    ]


def test_what_was_typed_is_completed_as_far_as_it_is_certain(home: Path) -> None:
    (home / "Documents").mkdir()
    (home / "Documents" / "Pupils 2026.csv").touch()
    (home / "Documents" / "pupils 2025.csv").touch()
    assert folders.look("docu").completed == str(home / "Documents") + os.sep
    assert folders.look("~/Documents/pu").completed == str(home / "Documents" / "pupils 202")
    assert folders.look("~/Documents/x").completed == "~/Documents/x"


def test_a_folder_shows_folders_then_files_and_the_way_up(home: Path) -> None:
    (home / "b.csv").touch()
    (home / ".hidden.csv").touch()
    (home / "letter.pdf").touch()
    (home / "bad\x1b[31mname.csv").touch()
    (home / "folder").mkdir()
    assert names(f"{home}/") == ["The folder above", "folder", "b.csv"]


def test_a_folder_of_csv_files_is_one_class_list(home: Path) -> None:
    (home / "sds").mkdir()
    (home / "sds" / "Student.csv").touch()
    assert names(f"{home}/sds/")[0] == "All of “sds”"
    assert folders.chosen(str(home / "sds")) == home / "sds"
    assert folders.look("").found[0].what is What.LIST_FOLDER


def test_only_files_and_list_folders_can_be_chosen(home: Path) -> None:
    (home / "a list.csv").touch()
    os.mkfifo(home / "pipe.csv")
    assert folders.chosen("'a list.csv'") == home / "a list.csv"
    assert folders.chosen(f"file://{home}/a list.csv") == home / "a list.csv"
    assert folders.chosen(str(home)) is None
    for typed in ("nothing.csv", str(home / "pipe.csv"), "a\0b", "~nobody-here/x"):
        with pytest.raises(Refused):
            folders.chosen(typed)


def test_a_missing_folder_is_said_in_a_sentence(home: Path) -> None:
    with pytest.raises(Refused, match="not there"):
        folders.look("/no/such/folder/x")


def test_a_crowded_folder_is_shown_in_part(home: Path) -> None:
    for number in range(folders.MOST_SHOWN + 5):
        (home / f"{number:04}.csv").touch()
    assert folders.look(f"{home}/").more == 5
