"""Zips that lie, bombs and folders of other things."""

from __future__ import annotations

import os
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import Workbook

from db.classlists import container
from db.classlists.layouts import read_bytes
from db.policy import Problem, Refused
from tests.db.classlists.files import (
    TODAY,
    homes,
    maple_school,
    plain,
    read,
    take_in,
    written,
    zip_of,
)

LIST = plain(["Forename,Surname,Class", "Ava,Khan,4 Maple"])


def test_a_bomb_is_refused_before_it_fills_the_memory(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "LARGEST_FILE", 1_000_000)
    with pytest.raises(Refused, match="far larger"):
        read(zip_of(files / "a.zip", {"a.csv": b"a," * 1_000_000}))
    with pytest.raises(Refused, match="far larger"):
        read(
            zip_of(files / "a.xlsx", {"[Content_Types].xml": "", "xl/sheet.xml": b"<" * 2_000_000})
        )
    monkeypatch.setattr(container, "LARGEST_TOGETHER", 2_000_000)
    with pytest.raises(Refused, match="far larger"):
        read(zip_of(files / "b.zip", {f"{name}.csv": b"a" * 900_000 for name in "abc"}))


def test_too_many_files(files: Path) -> None:
    with pytest.raises(Refused, match="far larger"):
        read(zip_of(files / "a.zip", {f"{number}.csv": "" for number in range(2001)}))


def test_a_file_that_is_too_large(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "LARGEST_FILE", 10)
    with pytest.raises(Refused, match="far larger"):
        read(written(files / "a.csv", LIST))


def test_paths_out_of_the_zip_touch_nothing(files: Path) -> None:
    out = {f"../../{name}": text for name, text in maple_school().files().items()}
    before = set(files.parent.rglob("*"))
    path = zip_of(files / "a.zip", out)
    with pytest.raises(Refused, match="no class list"):
        read(path)
    path = zip_of(path, {f"/etc/{name}": text for name, text in maple_school().files().items()})
    read(path)
    assert set(files.parent.rglob("*")) - before == {path}


def test_what_a_mac_adds_is_passed_over(files: Path) -> None:
    entries: dict[str, str | bytes] = {}
    for name, text in maple_school().files().items():
        entries |= {f"Export/{name}": text, f"__MACOSX/Export/._{name}": b"\x00\x05"}
    entries["Export/.DS_Store"] = b"\x00"
    entries["Export/read me.pdf"] = b"%PDF"
    take_in(zip_of(files / "a.zip", entries))
    assert len(homes()) == 3


def test_two_exports_in_one_zip(files: Path) -> None:
    entries = {
        f"{folder}/{name}": text
        for folder in ("2025", "2026")
        for name, text in maple_school().files().items()
    }
    with pytest.raises(Refused, match="several folders"):
        read(zip_of(files / "a.zip", entries))


def test_several_plain_lists_in_one_zip(files: Path) -> None:
    with pytest.raises(Refused, match=r"several files.*Maple\.csv, Oak\.csv"):
        read(zip_of(files / "a.zip", {"Maple.csv": LIST, "Oak.csv": LIST}))


def test_a_zip_without_lists(files: Path) -> None:
    with pytest.raises(Refused, match="no class list"):
        read(zip_of(files / "a.zip", {"photo.jpg": b"\xff"}))
    (files / "empty").mkdir()
    with pytest.raises(Refused, match="no class list"):
        read(files / "empty")


def test_a_zip_that_breaks_off(files: Path) -> None:
    data = maple_school().zip(files / "a.zip").read_bytes()
    with pytest.raises(Refused, match="damaged"):
        read(written(files / "b.zip", data[: len(data) // 2]))
    with pytest.raises(Refused, match="damaged"):
        read(written(files / "c.zip", data[:200] + bytes(80) + data[280:]))


def test_a_zip_with_a_password(files: Path) -> None:
    path = zip_of(files / "a.zip", {"a.csv": LIST})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    data[6] |= 1
    data[start + 8] |= 1
    with pytest.raises(Refused, match="password"):
        read(written(path, bytes(data)))


def test_a_zip_inside_a_zip(files: Path) -> None:
    inner = maple_school().zip(files / "inner.zip").read_bytes()
    with pytest.raises(Refused, match="no class list"):
        read(zip_of(files / "a.zip", {"inner.zip": inner}))


def test_a_folder_with_a_pipe_does_not_hang(files: Path) -> None:
    folder = maple_school().folder(files / "x")
    os.mkfifo(folder / "pipe.csv")
    take_in(folder)
    assert len(homes()) == 3


def test_changed_bytes_are_read_or_refused_in_a_sentence(files: Path) -> None:
    """Found by changing bytes at random: the zip library alone has eight ways to say no."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["Forename", "Surname", "Class"])
    book.active.append(["Ava", "Khan", "Maple"])
    book.save(files / "a.xlsx")
    whole = [maple_school().zip(files / "a.zip").read_bytes(), (files / "a.xlsx").read_bytes()]
    dice = random.Random(7)
    for turn in range(400):
        data = bytearray(whole[turn % 2])
        for _ in range(dice.choice([1, 3, 40])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with suppress(Problem):
            read_bytes("a", bytes(data[: dice.choice([None, len(data) // 2])]), today=TODAY)
