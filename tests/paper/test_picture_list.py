"""The printed picture codes, read back."""

from __future__ import annotations

import io

from pypdf import PdfReader

from db.pupils import PICTURES
from db.records import Pupil, PupilCode
from kiosk.paper.picture_list import picture_list


def pupil(number: int, name: str) -> Pupil:
    return Pupil(number, name, name, "O'Łuk", "🦊")


def test_a_line_a_pupil_and_as_many_pages_as_that_takes() -> None:
    codes = [PupilCode(pupil(n, f"Zoë{n}"), (n % 12, 3, 11), 0) for n in range(70)]
    codes[5] = PupilCode(pupil(5, "W" * 100), (), 0)
    pages = PdfReader(io.BytesIO(picture_list(codes, PICTURES, "Maple"))).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert len(pages) == 3
    assert text.count("Maple: picture codes") == 3
    assert "Zoë69 O'Łuk" in text
    assert "WWW…" in text
    assert text.count("2 rainbow") >= 69
    assert text.count("3 crown") == 69
