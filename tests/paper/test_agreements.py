"""The printed agreements, read back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from db.clock import utc_now
from db.records import Agreement, Promise, Signature, SignedAgreement, Strokes
from kiosk.paper import sheet
from kiosk.paper.agreements import signed_agreements
from tests.conftest import NOW, TODAY

WAVE: Strokes = (((0.0, 0.0), (0.5, 1.0), (1.0, 0.25)), ((0.2, 0.9), (0.8, 0.9)))
WORDING = Agreement(
    3, (Promise("I am kind", "Kind words."), Promise("I tell", "A grown-up.")), "We talk.", NOW
)


def paper(
    name: str, *, strokes: Strokes = (), typed: str = "", wording: Agreement = WORDING
) -> SignedAgreement:
    return SignedAgreement(
        Signature(name, "St Bríd's", wording.version, typed, strokes, NOW, TODAY), wording
    )


def read(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_r19_a_page_a_pupil_with_words_school_version_and_date() -> None:
    names = ["Aisha Adams", "Zoë O'Brien", "Łukasz Żółć", "Νίκη Юлия"]
    told: list[tuple[int, int]] = []
    pages = read(
        signed_agreements(
            [paper(name, typed=name.split()[0]) for name in names],
            "Maple",
            lambda done, of: told.append((done, of)),
        )
    )
    assert len(pages) == 4
    for name, page in zip(names, pages, strict=True):
        assert page.count(name.split()[0]) == 2  # as a signature, and in print
        for words in (
            name, "St Bríd's", "Maple", "1. I am kind", "Kind words.", "2. I tell", "We talk.",
            "Tuesday 24 November 2026", "Version 3",
        ):  # fmt: skip
            assert words in page
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_was_drawn_is_drawn_as_lines() -> None:
    data = signed_agreements([paper("Aisha Adams", strokes=WAVE)], "Maple")
    page = PdfReader(io.BytesIO(data)).pages[0]
    drawing = page.get_contents()
    assert drawing is not None
    lines = [
        [float(part) for part in line.split()[:2]]
        for line in drawing.get_data().decode("latin-1").splitlines()
        for line in line.replace(" l ", " l\n").replace(" m ", " m\n").splitlines()
        if line.endswith((" m", " l"))
    ]
    point = 72 / 25.4
    left, right = 45 * point, 165 * point
    xs = [x for x, _ in lines]
    assert min(xs) == pytest.approx(left, abs=0.1)
    assert max(xs) == pytest.approx(right, abs=0.1)
    assert len(lines) >= 2 + 5  # the line to write on, and every point
    assert page.extract_text().count("Aisha") == 1


def test_letters_of_another_script_come_from_the_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not sheet._other_fonts():
        pytest.skip("this device has no font for Chinese")
    assert "李 明" in read(signed_agreements([paper("李 明", typed="李")], "Maple"))[0]


def test_letters_without_a_font_become_a_box_and_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "OTHER_FOLDERS", ())
    pages = read(signed_agreements([paper("李 Ming", typed="李"), paper("Ben", typed="Ben")], "M"))
    assert "□ Ming" in pages[0]
    assert sheet.NOTE in pages[0]
    assert sheet.NOTE not in pages[1]


def test_pictographs_are_left_out() -> None:
    page = read(signed_agreements([paper("Aisha 🦊👩🏽‍🏫", typed="🦊 Aisha")], "🍁 Maple"))[0]
    assert "Aisha" in page
    assert "□" not in page
    assert sheet.NOTE not in page


@pytest.mark.parametrize("name", ["[b]x[/b] **y** __z__", "W" * 80 + " " + "M" * 80, "a\x1b[31mb"])
def test_a_hostile_name_stays_words_on_its_own_page(name: str) -> None:
    pages = read(signed_agreements([paper(name, typed=name[:80])], "Maple"))
    assert len(pages) == 1
    assert "\x1b" not in pages[0]
    if "[b]" in name:
        assert name in pages[0]


def test_the_longest_wording_fits_one_page() -> None:
    long = Agreement(2, (Promise("T" * 40, "word " * 48),) * 12, "word " * 48, NOW)
    data = signed_agreements([paper("Aisha", typed="Aisha", wording=long)], "Maple")
    pages = read(data)
    assert len(pages) == 1
    assert "Aisha" in pages[0]
    assert "12. " in pages[0]


def test_a_class_is_printed_in_a_moment(tmp_path: Path) -> None:
    before = utc_now()
    signed_agreements([paper(f"Pupil {n}", strokes=WAVE) for n in range(35)], "Maple")
    assert (utc_now() - before).total_seconds() < 20
