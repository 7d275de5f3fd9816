"""Headings that are not known are asked about, and the answer is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import classlists
from db.classlists import ColumnsUnknown
from db.policy import Refused
from tests.conftest import NOW
from tests.db.classlists.files import homes, plain, read, take_in, written

ROWS = ["Our school,,", "Vorname,Surname,Klasse,UPN", "Ava,Khan,4 Maple,", "Ben,Smith,5 Oak,"]
ANSWER = {"forename": "Vorname", "class": "Klasse"}


def test_first_rows_are_shown_and_nothing_is_guessed(files: Path) -> None:
    with pytest.raises(ColumnsUnknown) as asked:
        read(written(files / "a.csv", plain(ROWS)))
    it = asked.value
    assert it.headings == ("Vorname", "Surname", "Klasse", "UPN")
    assert it.first_rows == (("Ava", "Khan", "4 Maple", ""), ("Ben", "Smith", "5 Oak", ""))
    assert it.guesses == {"surname": "Surname", "upn": "UPN"}
    assert it.missing == ("forename", "class")
    assert it.needed == ("forename",)
    assert "which column is the forename and the class" in str(it)


def test_headings_that_are_only_alike_are_not_guessed(files: Path) -> None:
    for heading in ("Forenam", "Fore", "Nickname", "Namen", "Teacher Forename"):
        with pytest.raises(ColumnsUnknown):
            read(written(files / "a.csv", plain([f"{heading},Surname,Class", "Ava,Khan,4"])))


def test_an_answer_is_used(files: Path) -> None:
    changes = take_in(written(files / "a.csv", plain(ROWS)), columns=ANSWER)
    assert homes() == {"Ava Khan": "4 Maple", "Ben Smith": "5 Oak"}
    assert any("forename from Vorname" in note for note in changes.notes)


def test_an_answer_is_remembered_for_lists_of_that_shape(files: Path) -> None:
    path = written(files / "a.csv", plain(ROWS))
    with pytest.raises(ColumnsUnknown) as asked:
        read(path)
    classlists.remember_columns(asked.value.headings, ANSWER, NOW)
    take_in(path)
    other = ["UPN,SURNAME,klasse,vorname", ",Reed,4 Maple,Cy"]
    assert [it.forename for it in read(written(files / "b.csv", plain(other))).pupils] == ["Cy"]
    with pytest.raises(ColumnsUnknown):
        read(written(files / "c.csv", plain(["Vorname,Surname,Klasse", "Cy,Reed,4"])))


def test_a_new_answer_replaces_the_old_one(files: Path) -> None:
    headings = "First,Last,Which".split(",")
    rows = [",".join(headings), "Ava,Khan,4 Maple"]
    wrong = {"forename": "Last", "surname": "First", "class": "Which"}
    right = {"forename": "First", "surname": "Last", "class": "Which"}
    classlists.remember_columns(headings, wrong, NOW)
    classlists.remember_columns(headings, right, NOW)
    take_in(written(files / "a.csv", plain(rows)))
    assert homes() == {"Ava Khan": "4 Maple"}


def test_an_answer_may_say_that_there_is_no_class(files: Path) -> None:
    rows = ["Forename,Surname,House colour,Year", "Ava,Khan,Red,4"]
    path = written(files / "a.csv", plain(rows))
    with pytest.raises(ColumnsUnknown) as asked:
        read(path)
    assert (asked.value.missing, asked.value.needed) == (("class",), ())
    answer = asked.value.guesses | {"class": ""}
    classlists.remember_columns(asked.value.headings, answer, NOW)
    take_in(path)
    assert homes() == {"Ava Khan": "Year 4"}


def test_an_answer_may_take_a_known_heading_for_something_else(files: Path) -> None:
    rows = ["Forename,Surname,Class,Form", "Ava,Khan,Maths 1,4 Maple"]
    take_in(written(files / "a.csv", plain(rows)), columns={"class": "Form"})
    assert homes() == {"Ava Khan": "4 Maple"}


def test_answers_that_do_not_fit(files: Path) -> None:
    path = written(files / "a.csv", plain(ROWS))
    with pytest.raises(Refused, match="no row of headings with Given"):
        read(path, columns={"forename": "Given"})
    with pytest.raises(Refused, match="no field nickname"):
        read(path, columns={"nickname": "Vorname"})
    with pytest.raises(ColumnsUnknown):
        read(path, columns={"class": "Klasse"})


def test_headings_of_signs_alone(files: Path) -> None:
    rows = ["姓,名,班", "李,小龙,4 Maple"]
    columns = {"surname": "姓", "forename": "名", "class": "班"}
    take_in(written(files / "a.csv", plain(rows)), columns=columns)
    assert homes() == {"小龙 李": "4 Maple"}
    take_in(
        written(files / "b.csv", plain(["#,*,Class", "Ava,Khan,4"])),
        columns={"forename": "#", "surname": "*"},
    )
    assert homes()["Ava Khan"] == "4"
