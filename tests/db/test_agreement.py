"""The agreement's rules: wording, signing, who is missing (R18–R20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peewee import IntegrityError

from db import agreement, connection, drawing, models, people
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused
from db.records import Promise, Pupil, Role, Staff
from db.roster import pupils
from tests.conftest import NOW, TODAY, Here, add_pupils

WAVE = [[(0.1, 0.5), (0.4, 0.2), (0.9, 0.8)], [(0.2, 0.9), (0.6, 0.9)]]
PROMISES = (Promise("I try", "I always try my best."),)
CLOSING = "If I forget, my teacher will help me."


def first(here: Here) -> Pupil:
    return pupils(here.maple.id)[0]


def test_r18_the_first_wording_says_all_of_it(here: Here) -> None:
    wording = agreement.current()
    assert wording.version == 1
    assert len(wording.promises) == 6
    every = " ".join(f"{it.title} {it.words}" for it in wording.promises).casefold()
    for thing in (
        "teachers",
        "helpers",
        "classmates",
        "kind",
        "worries",
        "parent",
        "own name",
        "words",
    ):
        assert thing in every
    assert "teacher will talk with me" in wording.closing


def test_r18_a_child_of_seven_can_read_it(here: Here) -> None:
    wording = agreement.current()
    for text in (*(it.words for it in wording.promises), wording.closing):
        for sentence in text.split("."):
            assert len(sentence.split()) <= 18, sentence
        assert max(len(word.strip(".,")) for word in text.split()) <= 10, text


def test_r19_signing_records_pupil_school_version_signature_and_day(here: Here) -> None:
    who = first(here)
    signed = agreement.sign(who, 1, NOW, typed_name="  Aisha\x1b[31m S ")
    assert (signed.pupil_name, signed.school_name) == (who.full_name, "Riverside Primary")
    assert (signed.version, signed.typed_name, signed.strokes) == (1, "Aisha S", ())
    assert (signed.signed_at, signed.day) == (NOW, TODAY)
    kept = agreement.what_i_signed(who.id)
    assert kept is not None
    assert kept.signature == signed
    assert kept.agreement == agreement.current()


def test_r19_the_day_is_the_schools(here: Here) -> None:
    late = datetime.fromisoformat("2026-07-01T23:30:00+00:00")  # past midnight in London
    assert agreement.sign(first(here), 1, late, typed_name="Aisha").day.isoformat() == "2026-07-02"


def test_r19_strokes_survive_a_restart(here: Here) -> None:
    who = first(here)
    agreement.sign(who, 1, NOW, strokes=WAVE)
    connection.close_database()
    connection.open_database(here.data / connection.FILE_NAME)
    kept = agreement.what_i_signed(who.id)
    assert kept is not None
    assert kept.signature.strokes == tuple(tuple(stroke) for stroke in WAVE)
    assert kept.signature.typed_name == ""


def test_r19_signing_twice_changes_nothing(here: Here) -> None:
    who = first(here)
    once = agreement.sign(who, 1, NOW, typed_name="Aisha")
    again = agreement.sign(who, 1, NOW + timedelta(days=1), typed_name="Somebody else")
    assert again == once
    with reading():
        assert models.Signature.select().count() == 1


def test_r19_a_new_version_asks_everyone_again(here: Here) -> None:
    who = first(here)
    agreement.sign(who, 1, NOW, typed_name="Aisha")
    agreement.need_signed(who.id)
    wording = agreement.change_wording(here.leader, PROMISES, CLOSING, NOW)
    assert (wording.version, wording.promises, wording.closing) == (2, PROMISES, CLOSING)
    with pytest.raises(NotAllowed, match="read and sign"):
        agreement.need_signed(who.id)
    with pytest.raises(Refused, match="new words"):
        agreement.sign(who, 1, NOW, typed_name="Aisha")
    old = agreement.what_i_signed(who.id)
    assert old is not None
    assert old.agreement.version == 1
    assert len(old.agreement.promises) == 6
    agreement.sign(who, 2, NOW, typed_name="Aisha")
    agreement.need_signed(who.id)


def test_r19_a_signed_record_cannot_be_changed_in_the_database_either(here: Here) -> None:
    agreement.sign(first(here), 1, NOW, typed_name="Aisha")
    for change in (
        "UPDATE signature SET typed_name = 'Ben'",
        "DELETE FROM signature",
        "UPDATE agreement_version SET number = 7",
        "UPDATE agreement_version SET closing = ''",
        "DELETE FROM agreement_version",
        "UPDATE agreement_promise SET words = 'nothing'",
        "DELETE FROM agreement_promise",
    ):
        with pytest.raises(IntegrityError, match="cannot be changed"), writing():
            connection.database.execute_sql(change)
    kept = agreement.what_i_signed(first(here).id)
    assert kept is not None
    assert kept.signature.typed_name == "Aisha"
    assert len(kept.agreement.promises) == 6


def test_r19_a_name_has_letters(here: Here) -> None:
    for nothing in ("", "  ", "\u200b\u202e", "123", "!!"):
        with pytest.raises(Refused):
            agreement.sign(first(here), 1, NOW, typed_name=nothing)
    for name in ("O'Brien", "Zoë", "李", "Łukasz"):
        who = pupils(here.maple.id)[len(name)]
        assert agreement.sign(who, 1, NOW, typed_name=name).typed_name == name


def test_r19_a_drawing_is_more_than_a_dot_and_inside_the_pad(here: Here) -> None:
    who = first(here)
    bad = (
        [[(0.5, 0.5)]],
        [[(0.5, 0.5), (0.51, 0.5)]],
        [[(0.1, 0.1), (0.5, 1.2)]],
        [[(0.1, 0.1), (0.5, float("nan"))]],
        [[(0.1, 0.1), (0.9, 0.9)]] * (drawing.MOST_STROKES + 1),
        [[(0.1, 0.1)] * (drawing.MOST_POINTS + 1)],
    )
    for strokes in bad:
        with pytest.raises(Refused):
            agreement.sign(who, 1, NOW, strokes=strokes)
    with pytest.raises(Refused, match="not both"):
        agreement.sign(who, 1, NOW, strokes=WAVE, typed_name="Aisha")
    assert agreement.what_i_signed(who.id) is None


@given(
    st.lists(
        st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20),
        min_size=1,
        max_size=10,
    )
)
def test_what_is_drawn_comes_out_as_it_went_in(strokes: list[list[tuple[float, float]]]) -> None:
    try:
        drawn = drawing.checked(strokes)
    except Refused:
        return
    assert drawing.read(drawing.written(drawn)) == drawn


def test_nobody_else_signs(here: Here) -> None:
    with pytest.raises(NotAllowed):
        agreement.sign(None, 1, NOW, typed_name="Aisha")
    who = first(here)
    with writing():
        models.Pupil.update(left_on=TODAY).where(models.Pupil.id == who.id).execute()
    with pytest.raises(NotFound):
        agreement.sign(who, 1, NOW, typed_name="Aisha")


def test_staff_see_who_signed_and_who_is_missing_in_name_order(here: Here) -> None:
    known = pupils(here.maple.id)
    agreement.sign(known[1], 1, NOW, typed_name="Amelia")
    agreement.change_wording(here.leader, PROMISES, CLOSING, NOW)
    agreement.sign(known[3], 2, NOW, strokes=WAVE)
    rows = agreement.overview(here.leader, here.maple.id)
    assert [it.pupil for it in rows] == known
    assert [it.up_to_date for it in rows] == [place == 3 for place in range(30)]
    versions = [it.signature.version if it.signature else 0 for it in rows]
    assert versions == [0, 1, 0, 2] + [0] * 26
    assert [it.signed for it in agreement.tiles(here.maple.id)] == [it.up_to_date for it in rows]
    papers = agreement.signed_of_class(here.leader, here.maple.id)
    assert [it.signature.pupil_name for it in papers] == [known[1].full_name, known[3].full_name]
    assert [len(it.agreement.promises) for it in papers] == [6, 1]
    for question in (agreement.overview, agreement.signed_of_class):
        with pytest.raises(NotAllowed):
            question(None, here.maple.id)


def test_the_newest_of_several_signatures_is_shown(here: Here) -> None:
    known = pupils(here.maple.id)
    for number in (1, 2, 3):
        if number > 1:
            words = (Promise("I try", f"Version {number}."),)
            agreement.change_wording(here.leader, words, CLOSING, NOW)
        for who in known[:2]:
            agreement.sign(who, number, NOW, typed_name=f"Mark {'abc'[number - 1]}")
    rows = agreement.overview(here.leader, here.maple.id)
    names = [it.signature.typed_name for it in rows if it.signature]
    assert names == ["Mark c", "Mark c"]
    assert len(agreement.signed_of_class(here.leader, here.maple.id)) == 2


def test_only_leaders_change_the_words(here: Here) -> None:
    teacher = people.add_staff("Mr Oak", Role.TEACHER, NOW)
    for actor in (None, teacher):
        with pytest.raises(NotAllowed):
            agreement.change_wording(actor, PROMISES, CLOSING, NOW)
    assert agreement.current().version == 1


def test_words_that_are_missing_too_long_or_the_same_make_no_version(here: Here) -> None:
    same = agreement.current()
    for promises, closing in (
        ((), CLOSING),
        (PROMISES * (agreement.MOST_PROMISES + 1), CLOSING),
        ((Promise("", "words"),), CLOSING),
        ((Promise("title", " "),), CLOSING),
        ((Promise("t" * 41, "words"),), CLOSING),
        ((Promise("title", "w" * 241),), CLOSING),
        (PROMISES, ""),
        (same.promises, same.closing),
    ):
        with pytest.raises(Refused):
            agreement.change_wording(here.leader, promises, closing, NOW)
    assert agreement.current() == same


def test_r20_the_gate(here: Here) -> None:
    who, other = pupils(here.maple.id)[:2]
    agreement.sign(other, 1, NOW, typed_name="Amelia")
    with pytest.raises(NotAllowed, match="sign"):
        agreement.need_signed(who.id)
    agreement.need_signed(other.id)


def test_a_large_class_takes_no_more_queries(here: Here, caplog: pytest.LogCaptureFixture) -> None:
    def queries(question: Callable[[Staff, int], object]) -> int:
        caplog.clear()
        with caplog.at_level("DEBUG", logger="peewee"):
            question(here.leader, here.maple.id)
        return len(caplog.records)

    questions = (agreement.overview, agreement.signed_of_class)
    agreement.sign(first(here), 1, NOW, typed_name="Aisha")
    few = [queries(question) for question in questions]
    with writing():
        add_pupils(here.maple.id, [f"Ann{number}" for number in range(60)])
        for who in pupils(here.maple.id):
            agreement.sign(who, 1, NOW, typed_name="Ann")
    assert [queries(question) for question in questions] == few
