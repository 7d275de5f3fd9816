"""People's words on the way into the records."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.policy import Refused
from db.words import MOST_MARKS_IN_A_ROW, clean, folded, required


@pytest.mark.parametrize(
    "words", ["O'Brien", "Zoë", "李", "👩🏽‍🏫", "Ellie-Mae", "Śliwiński", "D’Arcy", "❤️", "[/] [$x]"]
)
def test_names_come_through_whole(words: str) -> None:
    assert clean(words) == words


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("  two   words \t\n", "two words"),
        ("Zoe\u0308", "Zoë"),
        ("a\x1b[2Jb", "ab"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("a\x9b31mb", "ab"),
        ("a\x00\x07\x7f\x85b", "a b"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u2066b\u2069", "ab"),
        ("a\u200bb\ufeff", "ab"),
        ("a\u200db", "ab"),
        ("\ud800a", "a"),
        ("\ue000a", "a"),
        ("line\nline", "line line"),
        ("\u0301a", "a"),
    ],
)
def test_what_could_harm_or_mislead_goes(words: str, left: str) -> None:
    assert clean(words) == left


def test_lines_stay_where_they_are_asked_for() -> None:
    assert clean("one \r\n two\n\n\n\nthree\n", lines=True) == "one\ntwo\n\nthree"


def test_a_tower_of_marks_is_cut_down() -> None:
    tall = clean("Z" + "\u0337" * 40 + "o")
    assert sum(unicodedata.combining(char) > 0 for char in tall) == MOST_MARKS_IN_A_ROW
    assert tall.endswith("o")


@given(st.text())
def test_nothing_is_left_that_a_terminal_acts_on(words: str) -> None:
    left = clean(words)
    assert all(unicodedata.category(char)[0] != "C" or char == "\u200d" for char in left)
    assert left == left.strip()
    assert "  " not in left


@given(st.text(), st.booleans())
def test_cleaning_twice_changes_nothing(words: str, lines: bool) -> None:
    once = clean(words, lines=lines)
    assert clean(once, lines=lines) == once


def test_something_must_be_left() -> None:
    assert required(" Ann ", "a name") == "Ann"
    with pytest.raises(Refused, match="a name"):
        required(" \u200b\x00", "a name")
    with pytest.raises(Refused, match="at most 3"):
        required("Anna", "a name", most=3)


def test_case_and_accents_do_not_count_when_comparing() -> None:
    assert folded("ZOË") == folded("zoe")
    assert folded("Straße") == "strasse"
