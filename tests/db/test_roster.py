"""Classes and the names of the pupils in them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from db import models, roster
from db.records import Mark
from db.roster import as_known
from tests.conftest import TODAY, Here


@dataclass(frozen=True)
class Row:
    id: int
    forename: str
    surname: str
    preferred_name: str = ""
    avatar: str = "🐶"


def known(*rows: Row) -> list[str]:
    return [pupil.name for pupil in as_known(rows)]


def test_r4_names_stand_in_the_order_of_the_alphabet_accents_or_not() -> None:
    rows = [Row(1, "Zoë", "A"), Row(2, "Élodie", "B"), Row(3, "eva", "C"), Row(4, "Ben", "D")]
    assert known(*rows) == ["Ben", "Élodie", "eva", "Zoë"]


def test_namesakes_get_as_much_of_the_surname_as_it_takes() -> None:
    assert known(Row(1, "Sam", "Ali"), Row(2, "Sam", "Brown"), Row(3, "Ben", "Ali")) == [
        "Ben",
        "Sam A",
        "Sam B",
    ]
    assert known(Row(1, "Sam", "Ali"), Row(2, "Sam", "Adams")) == ["Sam Adams", "Sam Ali"]
    assert known(Row(1, "Sam", "Ali"), Row(2, "Sam", "Ali")) == ["Sam Ali (1)", "Sam Ali (2)"]


def test_the_preferred_name_is_the_one_that_shows() -> None:
    assert known(Row(1, "Benjamin", "Ali", "Ben")) == ["Ben"]


NAMES = st.sampled_from(["Sam", "sam", "Sam A", "Sam Ali", "Sam Ali (1)", "Zoë", "Zoe", ""])
SURNAMES = st.sampled_from(["Ali", "Adams", "ali", "A", ""])


@given(st.lists(st.tuples(NAMES, SURNAMES), max_size=12))
def test_no_two_pupils_of_a_class_are_shown_the_same(names: list[tuple[str, str]]) -> None:
    rows = [Row(number, *name) for number, name in enumerate(names)]
    shown = [name.casefold() for name in known(*rows)]
    assert len(set(shown)) == len(rows)


def test_who_left_the_class_or_the_school_has_no_tile(here: Here) -> None:
    first, second, *_ = here.pupil_ids
    models.Enrolment.update(left_on=TODAY).where(models.Enrolment.pupil == first).execute()
    models.Pupil.update(left_on=TODAY).where(models.Pupil.id == second).execute()
    tiles = roster.tiles(here.maple.id, TODAY)
    assert [tile.pupil.name for tile in tiles][:2] == ["Arjun", "Ava"]
    assert {tile.mark for tile in tiles} == {Mark.PRESENT}


def test_the_classes_that_one_teaches(here: Here) -> None:
    assert roster.taught_by(here.leader.id) == frozenset()
    models.StaffClass.create(staff=here.leader.id, school_class=here.maple.id)
    assert roster.taught_by(here.leader.id) == {here.maple.id}
