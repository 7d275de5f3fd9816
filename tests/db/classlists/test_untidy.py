"""Real files are untidy: what can be understood is taken, with a line in the summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import models, people
from db.classlists import WhichSchool
from db.policy import Refused
from tests.db.classlists.files import (
    OneRoster,
    homes,
    maple_school,
    pupils_of,
    read,
    take_in,
)

EVERYBODY = {"Ava Khan": "4 Maple", "Ben Smith": "4 Maple", "Zoë O'Brien": "5 Oak"}


def test_roles_in_both_files(files: Path) -> None:
    export = maple_school("1.2")
    export.extra["users"] = ["role"]
    for row in export.rows["users"]:
        row["role"] = "student" if row["sourcedId"].startswith("p") else "teacher"
    changes = take_in(export.zip(files / "a.zip"))
    assert homes() == EVERYBODY
    assert "Roles stand in roles.csv and in users.csv; roles.csv counts first." in changes.notes


def test_roles_of_1_2_in_users_of_1_1(files: Path) -> None:
    export = maple_school("1.1")
    export.rows["roles"] = []
    take_in(export.zip(files / "a.zip"))
    assert homes() == EVERYBODY


def test_roles_in_odd_letters_and_without_any(files: Path) -> None:
    export = maple_school()
    export.rows["users"][0]["role"] = "Student"
    export.rows["users"][1]["role"] = ""
    export.rows["users"][3]["role"] = "TEACHER"
    take_in(export.zip(files / "a.zip"))
    assert homes() == EVERYBODY
    assert "Tom Rowan" in {it.name for it in people.staff_list()}


def test_extra_columns_misspelt_and_unprefixed(files: Path) -> None:
    export = maple_school()
    export.extra["users"] = ["metadata.sen", "metdata.fsm", "House"]
    export.extra["classes"] = ["metadata.room"]
    export.rows["users"][0] |= {"metadata.sen": "K", "metdata.fsm": "1", "House": "Red"}
    changes = take_in(export.zip(files / "a.zip"))
    assert homes() == EVERYBODY
    assert changes.notes == ("users.csv: columns that are not used: metdata.fsm, House.",)


def test_empty_status_beside_others(files: Path) -> None:
    export = maple_school()
    export.rows["users"][0]["status"] = "active"
    export.rows["users"][1]["status"] = "Active"
    export.rows["users"][2]["status"] = "current"
    changes = take_in(export.zip(files / "a.zip"))
    assert homes() == EVERYBODY
    assert "users.csv: rows without a status are taken as active (3)." in changes.notes
    assert "users.csv: a status of current is taken as active." in changes.notes


def test_dates_as_day_month_year_and_dates_that_are_none(files: Path) -> None:
    export = maple_school()
    for row in export.rows["enrollments"]:
        row |= {"beginDate": "01/09/2026", "endDate": "23/07/2027"}
    export.rows["enrollments"][0]["endDate"] = ""
    export.rows["enrollments"][1]["endDate"] = "summer"
    for row in export.rows["enrollments"]:
        if row["classSourcedId"] == "c3":
            row["endDate"] = "30/9/2026"
    changes = take_in(export.zip(files / "a.zip"))
    assert homes() == EVERYBODY
    assert pupils_of("Maths set 1") == []
    assert any("An end date cannot be read" in note and "summer" in note for note in changes.notes)


def test_a_list_of_a_year_that_is_over(files: Path) -> None:
    export = maple_school()
    for row in export.rows["enrollments"]:
        row["endDate"] = "2026-07-23"
    changes = take_in(export.zip(files / "a.zip"))
    assert homes() == EVERYBODY
    assert "Every enrolment of this list has ended; it is taken as it stood." in changes.notes


def test_a_class_without_pupils(files: Path) -> None:
    changes = take_in(maple_school().course("c9", "6 Elm").zip(files / "a.zip"))
    assert "6 Elm has no pupils." in changes.notes
    assert ("6 Elm", "new, 0 pupils") in [(it.name, it.detail) for it in changes.classes]
    assert models.SchoolClass.get(models.SchoolClass.name == "6 Elm").is_home


def test_a_pupil_without_a_class(files: Path) -> None:
    changes = take_in(maple_school().user("p9", "Cy Reed").zip(files / "a.zip"))
    assert "Cy Reed is in no class." in changes.notes
    assert [(it.name, it.detail) for it in changes.new if it.name == "Cy Reed"] == [
        ("Cy Reed", "no class")
    ]


def test_someone_enrolled_in_another_role_than_their_own(files: Path) -> None:
    export = maple_school().enrol("c2", "t1").enrol("c2", "p1", role="teacher")
    export.enrol("c1", "g1", role="guardian")
    changes = take_in(export.zip(files / "a.zip"))
    assert {it.name for it in people.staff_list()} == {"Mrs Rowan", "Tom Rowan", "Una Patel"}
    assert pupils_of("4 Maple") == ["Ava Khan", "Ben Smith"]
    assert pupils_of("5 Oak") == ["Ava Khan", "Zoë O'Brien"]
    assert any("2 people are enrolled as something else" in note for note in changes.notes)
    assert any("Gina Khan is no pupil or staff" in note for note in changes.notes)


def test_a_role_that_the_kiosk_has_no_place_for(files: Path) -> None:
    changes = take_in(maple_school().user("x", "Al Umni", "alumni").zip(files / "a.zip"))
    assert any("Al Umni is left out" in note and "alumni" in note for note in changes.notes)


def two_schools(version: str = "1.1") -> OneRoster:
    export = maple_school(version)
    export.org("d1", "Valley Trust", "district").org("s2", "Hilltop Primary")
    export.rows["orgs"][0]["parentSourcedId"] = export.rows["orgs"][2]["parentSourcedId"] = "d1"
    export.course("h1", "4 Ash", schoolSourcedId="s2")
    export.user("p7", "Hal Top", org="s2").user("t7", "Hilda Top", "teacher", org="s2")
    export.user("g7", "Gus Top", "parent", org="d1", agentSourcedIds="p7")
    export.user("t8", "Dina Both", "teacher", org="s1,s2")
    export.enrol("h1", "p7", schoolSourcedId="s2")
    export.enrol("h1", "t7", role="teacher", schoolSourcedId="s2")
    return export


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_several_schools_are_asked_about(files: Path, version: str) -> None:
    path = two_schools(version).zip(files / "a.zip")
    with pytest.raises(WhichSchool) as asked:
        read(path)
    assert [(it.id, it.name) for it in asked.value.schools] == [
        ("s2", "Hilltop Primary"),
        ("s1", "Riverside Primary"),
    ]
    with pytest.raises(Refused, match="no school Seaside"):
        read(path, school="Seaside")


@pytest.mark.parametrize("school", ["s1", "Riverside Primary", "riverside primary"])
def test_one_of_several_schools(files: Path, school: str) -> None:
    changes = take_in(two_schools().zip(files / "a.zip"), school=school)
    assert homes() == EVERYBODY
    assert {it.name for it in changes.staff} == {"Tom Rowan", "Una Patel", "Dina Both"}
    assert {it.name for it in changes.contacts} == {"Gina Khan"}
    assert changes.notes == ()


def test_the_other_of_several_schools(files: Path) -> None:
    changes = take_in(two_schools("1.2").zip(files / "a.zip"), school="s2")
    assert homes() == {"Hal Top": "4 Ash"}
    assert {it.name for it in changes.contacts} == {"Gus Top"}
    assert "The list is of Hilltop Primary; the school here is Riverside Primary." in changes.notes


def test_a_teacher_of_one_school_who_is_a_parent_at_the_other(files: Path) -> None:
    export = two_schools("1.2")
    export.add("roles", sourcedId="r", userSourcedId="t7", role="parent", orgSourcedId="s1")
    export.rows["users"][1]["agentSourcedIds"] = "t7"
    changes = take_in(export.zip(files / "a.zip"), school="s1")
    assert "Hilda Top" not in {it.name for it in people.staff_list()}
    assert ("Hilda Top", "parent of Ben Smith, to be invited") in [
        (it.name, it.detail) for it in changes.contacts
    ]


def test_schools_without_pupils_are_not_asked_about(files: Path) -> None:
    export = maple_school().org("d1", "Valley Trust", "district").org("s3", "Empty School")
    take_in(export.zip(files / "a.zip"))
    assert homes() == EVERYBODY


def test_no_class_says_that_it_is_the_home_class(files: Path) -> None:
    export = maple_school()
    for row in export.rows["classes"]:
        row["classType"] = "scheduled"
    export.rows["enrollments"].sort(key=lambda row: row["classSourcedId"], reverse=True)
    take_in(export.zip(files / "a.zip"))
    assert homes() == EVERYBODY, "the class without a subject is the home class"


def test_two_classes_could_be_the_home_class(files: Path) -> None:
    changes = take_in(maple_school().enrol("c2", "p1").zip(files / "a.zip"))
    assert homes()["Ava Khan"] == "4 Maple"
    assert any("Ava Khan has several classes that could be" in note for note in changes.notes)


def test_a_person_who_stands_twice(files: Path) -> None:
    changes = take_in(maple_school().user("p1", "Ava Khan").zip(files / "a.zip"))
    assert homes() == EVERYBODY
    assert "One person stood twice." in changes.notes


def test_semicolons_and_windows_letters(files: Path) -> None:
    texts = {
        name: text.replace(",", ";").encode("cp1252")
        for name, text in maple_school().files().items()
    }
    (files / "x").mkdir()
    for name, data in texts.items():
        (files / "x" / name.upper()).write_bytes(data)
    take_in(files / "x")
    assert homes() == EVERYBODY


def test_a_parent_whom_nobody_knows(files: Path) -> None:
    export = maple_school()
    export.rows["users"][1]["agentSourcedIds"] = "g9"
    changes = take_in(export.zip(files / "a.zip"))
    assert "users.csv, row 3 names a parent who is not in the list." in changes.notes
