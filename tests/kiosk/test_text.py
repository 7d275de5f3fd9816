"""People's words on the way to the eye."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from db.words import clean
from kiosk.text import count, folded, plain, safe, shorten
from tests.names import HOSTILE, WHOLE, is_harmless


@pytest.mark.parametrize("name", WHOLE)
def test_names_of_every_kind_come_through_whole(name: str) -> None:
    assert safe(name).plain == name
    assert clean(name) == name


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_harmful_comes_through(name: str) -> None:
    for shown in (plain(name), safe(name).plain, shorten(name, 20), clean(name)):
        assert is_harmless(shown), ascii(shown)


@given(st.text())
def test_whatever_is_typed_is_harmless_and_cleaning_again_changes_nothing(words: str) -> None:
    once = clean(words)
    assert is_harmless(once)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert plain(once) == once


@given(st.text(alphabet=st.sampled_from("[]/@=$()'\"\\ clikap.quit:#\n")))
def test_markup_is_only_words(words: str) -> None:
    content = safe(words, "bold")
    assert content.plain == plain(words)
    assert all("meta" not in str(span.style) for span in content.spans)
    assert "@click" not in "".join(str(span.style) for span in content.spans)


@given(st.text(), st.integers(1, 60))
def test_what_is_shortened_fits(words: str, cells: int) -> None:
    short = shorten(words, cells)
    assert Content(short).cell_length <= cells
    assert "\n" not in short


def test_numbers_and_their_words() -> None:
    assert count(1, "pupil") == "1 pupil"
    assert count(0, "pupil") == "0 pupils"
    assert count(1200, "class", "classes") == "1,200 classes"


def test_comparing_with_what_somebody_types() -> None:
    assert folded("Zoë") == "zoe"
    assert folded("ÅSA") == "asa"
