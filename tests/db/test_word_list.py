"""The word list: whole words, the school's to change (R24)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import word_list
from db.policy import NotAllowed, NotFound, Refused
from db.records import Role, Staff
from tests.conftest import NOW, Here

ONE_SCHOOL = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzåé0123456789", min_size=1, max_size=5)
AROUND = st.text(' .,!?;:-–—_()[]"“”/\n\t*#…', max_size=3)


@ONE_SCHOOL
@given(st.sampled_from(word_list.STARTING_WORDS), AROUND, AROUND, st.booleans())
def test_r24_a_listed_word_is_found_among_any_marks(
    here: Here, word: str, before: str, after: str, loud: bool
) -> None:
    text = f"Such a{before}({word.upper() if loud else word}{after}"
    assert word in word_list.tripped(text) or word.replace("-", "") in word_list.tripped(text)


@ONE_SCHOOL
@given(st.sampled_from(["arse", "shit", "scum", "crap", "twat"]), LETTERS, LETTERS)
def test_r24_a_listed_word_inside_another_is_not_found(
    here: Here, word: str, before: str, after: str
) -> None:
    for text in (f"{before}{word}{after}", f"{before}{word}"):
        if text not in word_list.STARTING_WORDS:
            assert word_list.tripped(text) == ()


def test_r24_what_schools_write_is_not_found(here: Here) -> None:
    text = (
        "Class 4 assembly: The Ugly Duckling. Scunthorpe United won, the cock crowed, and we "
        "saw a donkey. Don't get lost on the trip! Dumbo is our book. Shut the upper gate."
    )
    assert word_list.tripped(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You STUPID boy", ("stupid",)),
        ("you’re useless!", ("you're useless",)),
        ("Shut   up. SHUT-UP, you ídiot", ("shut up", "idiot")),
        ("ｓｔｕｐｉｄ", ("stupid",)),
        ("Well done 🖕🏽", ("🖕",)),
        ("stu**pid** and [idi](https://x.example)ot", ("stupid", "idiot")),
        ("[us](https://idiot.example)", ("idiot",)),
        ("", ()),
    ],
)
def test_r24_capitals_accents_and_spaces_make_no_difference(
    here: Here, text: str, found: tuple[str, ...]
) -> None:
    assert word_list.tripped(text) == found


def test_r24_the_school_changes_its_list(here: Here) -> None:
    assert word_list.add(here.leader, "  Snot-Face ", NOW) == "snot face"
    assert word_list.tripped("You snot–face") == ("snot face",)
    word_list.remove(here.leader, "Stupid", NOW)
    assert word_list.tripped("stupid") == ()
    assert [(it.word, it.added) for it in word_list.choices()] == [
        ("snot face", True),
        ("stupid", False),
    ]
    word_list.add(here.leader, "stúpid", NOW)
    assert word_list.tripped("stupid") == ("stupid",)
    word_list.remove(here.leader, "half wit", NOW)
    assert word_list.tripped("half-wit") == ()
    assert "half-wit" not in word_list.words()
    word_list.add(here.leader, "바보", NOW)
    assert word_list.tripped("바보!") == ("바보",)


def test_r24_what_is_taken_off_and_put_back_is_as_it_came(here: Here) -> None:
    before = word_list.words()
    for word in ("half-wit", "you're useless"):
        word_list.remove(here.leader, word, NOW)
    assert [(it.word, it.added) for it in word_list.choices()] == [
        ("half wit", False),
        ("youre useless", False),
    ]
    for it in word_list.choices():
        word_list.add(here.leader, it.word, NOW)
    assert word_list.choices() == []
    assert word_list.words() == before


def test_r24_only_leaders_change_it(here: Here) -> None:
    with pytest.raises(NotAllowed):
        word_list.add(Staff(99, "T", Role.TEACHER), "moo", NOW)
    with pytest.raises(NotFound):
        word_list.remove(here.leader, "moo", NOW)
    with pytest.raises(Refused):
        word_list.add(here.leader, "!!!", NOW)


def test_r24_the_writer_is_shown_the_words_first(here: Here) -> None:
    with pytest.raises(word_list.Tripped, match="“stupid”, “shut up”") as caught:
        word_list.need_kind("stupid", "shut up")
    assert caught.value.words == ("stupid", "shut up")
    assert word_list.need_kind("stupid", anyway=True)
    assert not word_list.need_kind("lovely", anyway=True)
