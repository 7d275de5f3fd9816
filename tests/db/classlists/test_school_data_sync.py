"""Microsoft School Data Sync, versions 1, 2 and 2.1."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import models, people
from db.classlists import BadRows, Layout, WhichSchool
from db.policy import Refused
from db.records import Role
from tests.db.classlists.files import (
    folder_of,
    homes,
    maple_school,
    plain,
    pupils_of,
    read,
    take_in,
    zip_of,
)


def first_version() -> dict[str, list[str]]:
    return {
        "School.csv": ["SIS ID,Name,School Number", "10,Riverside Primary,1"],
        "Section.csv": [
            "SIS ID,School SIS ID,Section Name,Section Number,Term Name,Course SIS ID",
            "s1,10,4 Maple,4M,2026,",
            "s2,10,5 Oak,5O,2026,",
            "s3,10,Maths set 1,M1,2026,k1",
        ],
        "Student.csv": [
            "SIS ID,School SIS ID,Username,First Name,Last Name,Grade,Birthdate",
            "1,10,akhan,Ava,Khan,4,30/04/2018",
            "2,10,bsmith,Ben,Smith,4,",
            "3,10,zobrien,Zoë,O'Brien,5,",
        ],
        "StudentEnrollment.csv": ["Section SIS ID,SIS ID", "s3,1", "s1,1", "s1,2", "s2,3"],
        "Teacher.csv": [
            "SIS ID,School SIS ID,Username,First Name,Last Name",
            "1,10,trowan,Tom,Rowan",
        ],
        "TeacherRoster.csv": ["Section SIS ID,SIS ID", "s1,1"],
    }


def second_version() -> dict[str, list[str]]:
    return {
        "orgs.csv": ["sourcedId,name,type,parentSourcedId", "10,Riverside Primary,school,"],
        "users.csv": [
            "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms",
            "p1,akhan,Ava,Khan,,,,,",
            "p2,bsmith,Ben,Smith,,,,,",
            "t1,trowan,Tom,Rowan,,,,,",
            "g1,gkhan,Gina,Khan,,,g@example.org,,",
        ],
        "roles.csv": [
            "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate",
            "p1,10,student,2026,04,true,,",
            "p2,10,student,2026,04,,,",
            "t1,10,teacher,2026,,,,",
            "g1,10,guardian,,,,,",
        ],
        "relationships.csv": [
            "userSourcedId,relationshipUserSourcedId,relationshipRole",
            "p1,g1,guardian",
        ],
        "classes.csv": [
            "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId,code",
            "c1,10,4 Maple,2026,,4M",
        ],
        "enrollments.csv": [
            "classSourcedId,userSourcedId,role",
            "c1,p1,student",
            "c1,p2,student",
            "c1,t1,teacher",
        ],
    }


def texts(files: dict[str, list[str]]) -> dict[str, str | bytes]:
    return {name: plain(rows) for name, rows in files.items()}


@pytest.mark.parametrize("how", ["zip", "folder"])
def test_first_version(files: Path, how: str) -> None:
    make = zip_of if how == "zip" else folder_of
    path = make(files / "sds", texts(first_version()))
    assert read(path).layout is Layout.SCHOOL_DATA_SYNC
    take_in(path)
    assert homes() == {"Ava Khan": "4 Maple", "Ben Smith": "4 Maple", "Zoë O'Brien": "5 Oak"}
    assert pupils_of("Maths set 1") == ["Ava Khan"]
    assert [(it.name, it.role, it.has_pin) for it in people.staff_list()][1:] == [
        ("Tom Rowan", Role.TEACHER, False)
    ]
    assert models.StaffClass.select().count() == 1
    assert models.Pupil.get(models.Pupil.forename == "Ava").born_on is not None


def test_first_version_with_only_the_three_files(files: Path) -> None:
    some = first_version()
    for name in ("School.csv", "Teacher.csv", "TeacherRoster.csv"):
        del some[name]
    take_in(zip_of(files / "a.zip", texts(some)))
    assert len(homes()) == 3


def test_first_version_who_is_missing_has_left_and_who_moves_stays_the_same(files: Path) -> None:
    take_in(zip_of(files / "a.zip", texts(first_version())))
    ids = {row.forename: row.id for row in models.Pupil.select()}
    later = first_version()
    del later["Student.csv"][2]
    later["StudentEnrollment.csv"] = ["Section SIS ID,SIS ID", "s2,1", "s2,3"]
    changes = take_in(zip_of(files / "b.zip", texts(later)))
    assert [it.name for it in changes.left] == ["Ben Smith"]
    assert [(it.name, it.detail) for it in changes.moved] == [("Ava Khan", "4 Maple → 5 Oak")]
    assert {row.forename: row.id for row in models.Pupil.select()} == ids


def test_first_version_bad_rows(files: Path) -> None:
    some = first_version()
    some["Student.csv"].append("4,10,x,,Nobody,4,")
    some["StudentEnrollment.csv"].append("s1,99")
    with pytest.raises(BadRows) as bad:
        read(zip_of(files / "a.zip", texts(some)))
    assert [(row.file, row.row) for row in bad.value.rows] == [
        ("Student.csv", 5),
        ("StudentEnrollment.csv", 6),
    ]


def test_second_version(files: Path) -> None:
    path = zip_of(files / "a.zip", texts(second_version()))
    assert read(path).layout is Layout.SCHOOL_DATA_SYNC
    changes = take_in(path)
    assert homes() == {"Ava Khan": "4 Maple", "Ben Smith": "4 Maple"}
    assert [(it.name, it.detail) for it in changes.contacts] == [
        ("Gina Khan", "guardian of Ava Khan, to be invited")
    ]
    assert {it.name for it in people.staff_list()} == {"Mrs Rowan", "Tom Rowan"}
    assert {row.year_group for row in models.Pupil.select()} == {"Year 4"}


def test_second_version_relationships_the_other_way_round(files: Path) -> None:
    some = second_version()
    some["relationships.csv"][1] = "g1,p1,Parent"
    changes = take_in(zip_of(files / "a.zip", texts(some)))
    assert [it.detail for it in changes.contacts] == ["parent of Ava Khan, to be invited"]


def test_second_version_with_only_users_roles_and_relationships(files: Path) -> None:
    some = second_version()
    for name in ("orgs.csv", "classes.csv", "enrollments.csv"):
        del some[name]
    changes = take_in(zip_of(files / "a.zip", texts(some)))
    assert homes() == {"Ava Khan": "Year 4", "Ben Smith": "Year 4"}
    assert any("names no classes" in note for note in changes.notes)


def test_version_2_1_roles_that_name_a_class(files: Path) -> None:
    some = second_version()
    del some["enrollments.csv"]
    some["roles.csv"] += ["p1,c1,student,2026,,,,", "p2,c1,student,2026,,,,", "t1,c1,teacher,,,,,"]
    take_in(zip_of(files / "a.zip", texts(some)))
    assert homes() == {"Ava Khan": "4 Maple", "Ben Smith": "4 Maple"}
    assert models.StaffClass.select().count() == 1


def test_second_version_roles_that_are_over(files: Path) -> None:
    some = second_version()
    some["roles.csv"][3] = "t1,10,teacher,2025,,,01/09/2025,20/07/2026"
    del some["enrollments.csv"][3]
    take_in(zip_of(files / "a.zip", texts(some)))
    assert {it.name for it in people.staff_list()} == {"Mrs Rowan"}


def test_several_schools(files: Path) -> None:
    some = second_version()
    some["orgs.csv"].append("20,Hilltop Primary,school,")
    some["users.csv"].append("p9,x,Hal,Top,,,,,")
    some["roles.csv"].append("p9,20,student,2026,04,,,")
    path = zip_of(files / "a.zip", texts(some))
    with pytest.raises(WhichSchool):
        read(path)
    take_in(path, school="10")
    assert homes() == {"Ava Khan": "4 Maple", "Ben Smith": "4 Maple"}


def test_oneroster_is_not_mistaken_for_it(files: Path) -> None:
    for version in ("1.1", "1.2"):
        export = maple_school(version)
        export.manifest = False
        assert read(export.zip(files / "a.zip")).layout is Layout.ONEROSTER


def test_its_numbers_never_meet_those_of_oneroster(files: Path) -> None:
    """Number p1 is another child in the other system: name and class decide, not the number."""
    take_in(maple_school().zip(files / "a.zip"))
    some = second_version()
    some["users.csv"][1:3] = ["p2,akhan,Ava,Khan,,,,,", "p1,bsmith,Ben,Smith,,,,,"]
    some["relationships.csv"] = some["relationships.csv"][:1]
    ids = {row.forename: row.id for row in models.Pupil.select()}
    changes = take_in(zip_of(files / "b.zip", texts(some)))
    assert not changes.new
    assert not changes.left
    assert {row.forename: row.id for row in models.Pupil.select()} == ids
    assert models.Pupil.get(models.Pupil.forename == "Ava").source_id == "school_data_sync:p2"


def test_users_missing(files: Path) -> None:
    some = second_version()
    del some["users.csv"]
    with pytest.raises(Refused, match=r"users\.csv is missing"):
        read(zip_of(files / "a.zip", texts(some)))
