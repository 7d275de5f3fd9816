"""Letters home, read back: their words, and their codes as a phone reads them from the paper."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from db.codes import grouped, new_code
from db.family_records import Invited
from db.records import Pupil, School
from kiosk.paper.letters import Heading, letters
from tests.conftest import NOW

ADDRESS = "https://kiosk.riverside.sch.uk"
SCHOOL = School("St Bríd's", "Europe/London", False, False, "020 7946 0123")
NAMES = ("Aisha Adams", "Zoë O'Brien", "Łukasz Żółć")


def invited(*names: str) -> list[Invited]:
    return [
        Invited(number, new_code(), Pupil(number, name, *name.split(" ", 1), "🐻"), NOW + DAYS)
        for number, name in enumerate(names)
    ]


DAYS = timedelta(days=14)


def read(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def printed(data: bytes, folder: Path, dots_an_inch: int) -> list[Image.Image]:
    if shutil.which("pdftoppm") is None:
        pytest.skip("needs pdftoppm (on Debian: apt-get install poppler-utils)")
    (folder / "letters.pdf").write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-r", str(dots_an_inch), "-png", "letters.pdf", "page"],
        cwd=folder,
        check=True,
        timeout=60,
    )
    return [Image.open(file).convert("L") for file in sorted(folder.glob("page*.png"))]


@pytest.mark.parametrize("address", [ADDRESS, "http://192.168.1.20:8080"])
@pytest.mark.parametrize("dots_an_inch", [72, 150])
def test_r21_each_page_has_its_own_code(tmp_path: Path, address: str, dots_an_inch: int) -> None:
    made = invited(*NAMES)
    pages = printed(letters(made, Heading(SCHOOL, "Maple", address, NOW)), tmp_path, dots_an_inch)
    assert len(pages) == 3
    for it, page in zip(made, pages, strict=True):
        (found,) = zxingcpp.read_barcodes(page)
        assert found.text == f"{address}/j/{it.code}".upper()


def test_each_page_says_what_a_family_must_know() -> None:
    made = invited(*NAMES)
    told: list[tuple[int, int]] = []
    pages = read(
        letters(
            made, Heading(SCHOOL, "Maple", ADDRESS, NOW), lambda done, of: told.append((done, of))
        )
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    for name, it, page in zip(NAMES, made, pages, strict=True):
        words = " ".join(page.split())
        for part in (
            f"{name}, Maple", "St Bríd's", "Tuesday 24 November 2026", f"{ADDRESS}/j/",
            grouped(it.code), "good until Tuesday 8 December 2026", "works once", "one child",
            "8.30 to 16.30", "two working days", "Absence", "the office on 020 7946 0123",
            "Your family's data",
            "your name, who you are to your child and what kind of phone",
        ):  # fmt: skip
            assert part in words, part
        assert all(other not in words for other in NAMES if other != name)
        assert "the school's own network only" not in words


def test_an_address_of_the_school_alone_is_said() -> None:
    heading = Heading(SCHOOL, "Maple", "http://192.168.1.20:8080", NOW, at_school_only=True)
    assert "Please scan it at school" in " ".join(read(letters(invited("A B"), heading))[0].split())


def test_without_a_number_the_office_is_named() -> None:
    school = School("Oak", "Europe/London", False, False)
    page = read(letters(invited("A B"), Heading(school, "Maple", ADDRESS, NOW)))[0]
    assert "call the school office, as before" in " ".join(page.split())


@pytest.mark.parametrize("name", ["W" * 80 + " " + "M" * 80, "[b]x **y** __z__", "李 明"])
def test_the_longest_and_oddest_names_stay_on_their_page(tmp_path: Path, name: str) -> None:
    school = School("S" * 120, "Europe/London", False, False, "0" * 40)
    made = invited(name)
    address = f"https://{'kiosk.' * 8}sch.uk:8443"
    data = letters(made, Heading(school, "C" * 60, address, NOW, at_school_only=True))
    (page,) = printed(data, tmp_path, 100)
    (found,) = zxingcpp.read_barcodes(page)
    assert found.text == f"{address}/j/{made[0].code}".upper()
    assert "With kind regards" in read(data)[0]
    bottom = page.crop((0, int(page.height * 0.965), page.width, page.height))
    assert bottom.getextrema() == (255, 255), "something runs off the paper"
