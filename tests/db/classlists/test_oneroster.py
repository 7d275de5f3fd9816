"""OneRoster 1.1 and 1.2 CSV, whole and as changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db import classlists, models, people
from db.classlists import BadRows, Layout
from db.policy import NotAllowed, Refused
from db.records import Role, Staff
from tests.conftest import NOW, PIN
from tests.db.classlists.files import (
    OneRoster,
    everything,
    homes,
    maple_school,
    plain,
    pupils_of,
    read,
    take_in,
    upn,
    written,
    zip_of,
)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("how", ["zip", "folder", "nested zip"])
def test_a_whole_school(files: Path, version: str, how: str) -> None:
    export = maple_school(version)
    if how == "folder":
        path = export.folder(files / "export")
    else:
        path = export.zip(files / "export.zip", "Export 2026/csv/" if how == "nested zip" else "")
    assert read(path).layout is Layout.ONEROSTER
    changes = take_in(path)
    assert homes() == {"Ava Khan": "4 Maple", "Ben Smith": "4 Maple", "Zoë O'Brien": "5 Oak"}
    assert pupils_of("Maths set 1") == ["Ava Khan", "Zoë O'Brien"]
    classes = {row.name: (row.is_home, row.year_group) for row in models.SchoolClass.select()}
    assert classes["4 Maple"] == (True, "Year 4")
    assert classes["Maths set 1"] == (False, "Year 4 and Year 5")
    assert [(it.name, it.detail) for it in changes.contacts] == [
        ("Gina Khan", "guardian of Ava Khan, to be invited")
    ]
    assert changes.notes == ()


def test_teachers_become_staff_without_a_pin(files: Path, leader: Staff) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    staff = {it.name: it for it in people.staff_list()}
    assert staff["Tom Rowan"].role is Role.TEACHER
    assert not staff["Tom Rowan"].has_pin
    with pytest.raises(NotAllowed, match="No PIN"):
        people.sign_in(staff["Tom Rowan"].id, PIN, NOW)
    people.set_pin(leader, staff["Tom Rowan"].id, PIN, NOW)
    people.sign_in(staff["Tom Rowan"].id, PIN, NOW)
    links = models.StaffClass.select(models.StaffClass, models.SchoolClass.name).join(
        models.SchoolClass
    )
    assert {(row.staff_id, row.school_class.name) for row in links} == {
        (staff["Tom Rowan"].id, "4 Maple"),
        (staff["Una Patel"].id, "5 Oak"),
    }


def test_a_teacher_who_is_on_the_staff_list_already_keeps_pin_and_role(files: Path) -> None:
    export = maple_school().user("t3", "Mrs Rowan", "teacher")
    changes = take_in(export.zip(files / "a.zip"))
    rows = models.Staff.select().where(models.Staff.name == "Mrs Rowan")
    assert [(row.role, bool(row.pin_hash)) for row in rows] == [("leader", True)]
    assert ("Mrs Rowan", "is joined to OneRoster") in [(it.name, it.detail) for it in changes.staff]


def test_bulk_who_is_not_in_it_has_left(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    export = maple_school()
    export.rows["users"] = [row for row in export.rows["users"] if row["sourcedId"] != "p2"]
    export.rows["enrollments"] = [
        row for row in export.rows["enrollments"] if row["userSourcedId"] != "p2"
    ]
    changes = take_in(export.zip(files / "b.zip"))
    assert [(it.name, it.detail) for it in changes.left] == [("Ben Smith", "4 Maple")]
    row = models.Pupil.get(models.Pupil.forename == "Ben")
    assert row.left_on == NOW.date()
    assert not models.Enrolment.select().where(
        models.Enrolment.pupil == row.id, models.Enrolment.left_on.is_null()
    )


def test_bulk_someone_who_comes_back_has_kept_everything(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    row = models.Pupil.get(models.Pupil.forename == "Ben")
    models.Pupil.update(points=7).where(models.Pupil.id == row.id).execute()
    gone = maple_school()
    gone.rows["users"][1]["status"] = "tobedeleted"
    changes = take_in(gone.zip(files / "b.zip"))
    assert [it.name for it in changes.left] == ["Ben Smith"]
    changes = take_in(maple_school().zip(files / "c.zip"))
    assert [(it.name, it.detail) for it in changes.new] == [("Ben Smith", "is back: 4 Maple")]
    again = models.Pupil.get(models.Pupil.forename == "Ben")
    assert (again.id, again.points, again.left_on) == (row.id, 7, None)


def test_delta_only_what_is_marked_leaves(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    delta = OneRoster(mode="delta")
    delta.user("p2", "Ben Smith", status="tobedeleted")
    delta.user("p4", "Cy Reed", status="active", grades="04")
    delta.enrol("c1", "p4", status="active")
    changes = take_in(delta.zip(files / "b.zip"))
    assert [it.name for it in changes.left] == ["Ben Smith"]
    assert [(it.name, it.detail) for it in changes.new] == [("Cy Reed", "4 Maple")]
    assert homes() == {"Ava Khan": "4 Maple", "Cy Reed": "4 Maple", "Zoë O'Brien": "5 Oak"}


def test_delta_a_pupil_moves_class_and_keeps_everything(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    row = models.Pupil.get(models.Pupil.forename == "Ava")
    delta = OneRoster(mode="delta")
    delta.enrol("c1", "p1", status="tobedeleted").enrol("c2", "p1", status="active")
    changes = take_in(delta.zip(files / "b.zip"))
    assert [(it.name, it.detail) for it in changes.moved] == [("Ava Khan", "4 Maple → 5 Oak")]
    assert not changes.left
    assert homes()["Ava Khan"] == "5 Oak"
    assert pupils_of("Maths set 1") == ["Ava Khan", "Zoë O'Brien"]
    assert models.Pupil.get(models.Pupil.forename == "Ava").id == row.id


def test_delta_of_a_name_and_of_a_class(files: Path) -> None:
    take_in(maple_school("1.2").zip(files / "a.zip"))
    delta = OneRoster("1.2", mode="delta")
    delta.user("p1", "Ava Khan-Lee", role="", status="active")
    delta.user("t1", "Tom Rowan-Lee", role="", status="active")
    delta.course("c3", "Maths set 1", "scheduled", status="tobedeleted")
    delta.course("c4", "Chess club", "scheduled", status="active", courseSourcedId="k2")
    delta.enrol("c4", "p1", "p2", status="active")
    changes = take_in(delta.zip(files / "b.zip"))
    told = {it.name: it.detail for it in changes.changed}
    assert told["Ava Khan-Lee"] == (
        "surname Khan-Lee, was Khan; joins Chess club; leaves Maths set 1"
    )
    assert [(it.name, it.detail) for it in changes.classes] == [
        ("Chess club", "new, 2 pupils"),
        ("Maths set 1", "has no pupils any more and is put away"),
    ]
    assert ("Tom Rowan-Lee", "was Tom Rowan") in [(it.name, it.detail) for it in changes.staff]
    assert homes()["Ben Smith"] == "4 Maple"


def test_delta_another_pupil_of_the_same_name_is_another_pupil(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    delta = OneRoster(mode="delta").user("p9", "Ava Khan", status="active")
    delta.enrol("c1", "p9", status="active")
    take_in(delta.zip(files / "b.zip"))
    assert pupils_of("4 Maple") == ["Ava Khan", "Ava Khan", "Ben Smith"]


def test_without_a_manifest_marked_rows_mean_changes(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    delta = OneRoster()
    delta.manifest = False
    delta.user("p2", "Ben Smith", status="tobedeleted")
    changes = take_in(delta.zip(files / "b.zip"))
    assert [it.name for it in changes.left] == ["Ben Smith"]
    assert any("No manifest says" in note for note in changes.notes)


def test_without_a_manifest_and_marks_it_is_everything(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    export = OneRoster().org("s1", "Riverside Primary").course("c1", "4 Maple")
    export.user("p1", "Ava Khan").enrol("c1", "p1")
    export.manifest = False
    assert [it.name for it in take_in(export.zip(files / "b.zip")).left] == [
        "Ben Smith",
        "Zoë O'Brien",
    ]


def test_bulk_without_enrolments_leaves_pupils_where_they_are(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    before = homes()
    export = maple_school()
    del export.rows["enrollments"]
    export.modes["enrollments"] = "absent"
    take_in(export.zip(files / "b.zip"))
    assert homes() == before


def test_upn_and_birth_are_found_where_systems_put_them(files: Path) -> None:
    export = OneRoster()
    export.extra["users"] = ["metadata.upn", "metadata.ethnicity"]
    export.course("c1", "4 Maple").enrol("c1", "p1", "p2", "p3", "p4")
    export.user("p1", "Ava Khan", **{"metadata.upn": upn(1)})
    export.user("p2", "Ben Smith", userIds="{UPN:" + upn(2) + "}")
    export.user("p3", "Cy Reed", identifier=upn(3))
    export.user("p4", "Di Lee", identifier="4711")
    export.add("demographics", sourcedId="p1", birthDate="2018-04-30")
    export.add("demographics", sourcedId="p2", birthDate="30/04/2018")
    changes = take_in(export.zip(files / "a.zip"))
    rows = {row.forename: row for row in models.Pupil.select()}
    assert [rows[name].upn for name in ("Ava", "Ben", "Cy", "Di")] == [
        upn(1),
        upn(2),
        upn(3),
        None,
    ]
    assert rows["Ava"].born_on == rows["Ben"].born_on == date(2018, 4, 30)
    assert changes.notes == ("Dates are read as day/month/year.",)


def test_preferred_names(files: Path) -> None:
    export = maple_school("1.2")
    export.rows["users"][0]["preferredGivenName"] = "Avie"
    take_in(export.zip(files / "a.zip"))
    assert models.Pupil.get(models.Pupil.forename == "Ava").preferred_name == "Avie"


def test_parents_are_people_to_invite_and_no_staff(files: Path) -> None:
    export = maple_school().user("g2", "Hal Smith", "parent", agentSourcedIds="p2")
    export.user("g3", "Ida Both", "relative", agentSourcedIds="p1,p2")
    take_in(export.zip(files / "a.zip"))
    rows = models.GuardianContact.select(models.GuardianContact, models.Pupil).join(models.Pupil)
    assert {(row.name, row.relationship, row.pupil.forename) for row in rows} == {
        ("Gina Khan", "guardian", "Ava"),
        ("Hal Smith", "parent", "Ben"),
        ("Ida Both", "relative", "Ava"),
        ("Ida Both", "relative", "Ben"),
    }
    assert {it.name for it in people.staff_list()} == {"Mrs Rowan", "Tom Rowan", "Una Patel"}
    export = maple_school()
    changes = take_in(export.zip(files / "b.zip"))
    assert len(changes.contacts) == 3
    assert models.GuardianContact.select().count() == 1


def test_a_teacher_whom_a_pupil_names_is_no_parent(files: Path) -> None:
    export = maple_school()
    export.rows["users"][1]["agentSourcedIds"] = "t1"
    take_in(export.zip(files / "a.zip"))
    assert models.GuardianContact.select().count() == 1


def test_a_teacher_who_is_a_parent_is_both(files: Path) -> None:
    export = maple_school("1.2")
    export.rows["users"][1]["agentSourcedIds"] = "t1"
    export.add("roles", sourcedId="x", userSourcedId="t1", roleType="secondary", role="parent")
    take_in(export.zip(files / "a.zip"))
    assert "Tom Rowan" in {it.name for it in people.staff_list()}
    assert "Tom Rowan" in {row.name for row in models.GuardianContact.select()}


def test_staff_who_are_not_in_it_any_more_cannot_sign_in(files: Path, leader: Staff) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    una = next(it for it in people.staff_list() if it.name == "Una Patel")
    people.set_pin(leader, una.id, PIN, NOW)
    export = maple_school()
    export.rows["users"] = [row for row in export.rows["users"] if row["sourcedId"] != "t2"]
    export.rows["enrollments"] = [
        row for row in export.rows["enrollments"] if row["userSourcedId"] != "t2"
    ]
    changes = take_in(export.zip(files / "b.zip"))
    assert [(it.name, it.detail) for it in changes.staff] == [("Una Patel", "has left")]
    assert {it.name for it in people.staff_list()} == {"Mrs Rowan", "Tom Rowan"}
    assert models.Staff.get_by_id(una.id).pin_hash == ""
    changes = take_in(maple_school().zip(files / "c.zip"))
    assert changes.staff[0].detail.startswith("is back, without a PIN")
    assert not next(it for it in people.staff_list() if it.name == "Una Patel").has_pin


def test_a_leader_is_never_taken_off_by_a_file(files: Path) -> None:
    export = maple_school().user("t3", "Mrs Rowan", "principal")
    take_in(export.zip(files / "a.zip"))
    changes = take_in(maple_school().zip(files / "b.zip"))
    assert "Mrs Rowan" in {it.name for it in people.staff_list()}
    assert any("Mrs Rowan is not in the list any more, but" in note for note in changes.notes)


def test_a_plain_list_first_and_oneroster_later_are_the_same_pupils(files: Path) -> None:
    rows = ["Forename,Surname,Class", "Ava,Khan,4 Maple", "Ben,Smith,4 maple", "Guy,Hand,6 Elm"]
    take_in(written(files / "a.csv", plain(rows)))
    ids = {row.forename: row.id for row in models.Pupil.select()}
    changes = take_in(maple_school().zip(files / "b.zip"))
    assert [it.name for it in changes.new] == ["Zoë O'Brien"]
    assert not changes.left, "Guy is in a class that the list does not name"
    assert "2 pupils are joined to their numbers of OneRoster." in changes.notes
    assert "Not in this list, and left as they are: 6 Elm (1 pupil)." in changes.notes
    assert {row.forename: row.id for row in models.Pupil.select()}.items() >= ids.items()
    assert models.SchoolClass.select().where(models.SchoolClass.name == "4 Maple").count() == 1


def test_bad_rows_of_every_file_at_once(files: Path) -> None:
    before = everything()
    export = maple_school("1.2")
    export.add("users", sourcedId="", givenName="No", familyName="Number")
    export.user("p1", "Eva Other")
    export.user("p7", "Cher")
    export.course("c9", "").enrol("c8", "p1").enrol("c1", "p99")
    export.add("roles", sourcedId="r", userSourcedId="p98", role="student")
    export.add("demographics", sourcedId="p1", birthDate="soon")
    path = export.zip(files / "a.zip")
    with pytest.raises(BadRows) as bad:
        classlists.apply(read(path), NOW)
    assert [str(row) for row in bad.value.rows] == [
        "classes.csv, row 5: the class has no name",
        "demographics.csv, row 2: the date of birth cannot be read: soon",
        "enrollments.csv, row 9: it names a class (c8) that is in no other file",
        "enrollments.csv, row 10: it names a person (p99) who is in no other file",
        "roles.csv, row 10: it names a person (p98) who is not in users.csv",
        "users.csv, row 8: the person has no id",
        "users.csv, row 9: the id p1 belongs to row 2 already",
        "users.csv, row 10: the pupil has no surname (a dash stands for none)",
    ]
    assert everything() == before


def test_a_upn_of_somebody_else_is_a_bad_row(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    models.Pupil.update(upn=upn(5)).where(models.Pupil.forename == "Ben").execute()
    before = everything()
    export = maple_school()
    export.rows["users"][0]["identifier"] = upn(5)
    with pytest.raises(BadRows, match="belongs to Ben Smith already"):
        classlists.apply(read(export.zip(files / "b.zip")), NOW)
    assert everything() == before


def test_two_pupils_exchange_their_upns(files: Path) -> None:
    export = maple_school()
    export.rows["users"][0]["identifier"], export.rows["users"][1]["identifier"] = upn(1), upn(2)
    take_in(export.zip(files / "a.zip"))
    export.rows["users"][0]["identifier"], export.rows["users"][1]["identifier"] = upn(2), upn(1)
    changes = take_in(export.zip(files / "b.zip"))
    assert len(changes.changed) == 2
    assert models.Pupil.get(models.Pupil.forename == "Ava").upn == upn(2)


def test_users_or_a_column_that_is_missing(files: Path) -> None:
    export = maple_school().files()
    del export["users.csv"]
    with pytest.raises(Refused, match=r"users\.csv is missing"):
        read(zip_of(files / "a.zip", export))
    export["users.csv"] = "sourcedId,givenName\r\np1,Ava\r\n"
    with pytest.raises(Refused, match=r"users\.csv has no column familyName"):
        read(zip_of(files / "b.zip", export))


def test_a_class_is_renamed_and_two_of_one_name_are_told_apart(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    export = maple_school()
    export.rows["classes"][0]["title"] = "5 Maple"
    export.course("c5", "Maths set 1", "scheduled", classCode="5/Ma", courseSourcedId="k1")
    changes = take_in(export.zip(files / "b.zip"))
    lines = {(it.name, it.detail) for it in changes.classes}
    assert ("5 Maple", "was 4 Maple") in lines
    assert ("Maths set 1 (5/Ma)", "new, 0 pupils") in lines
    assert homes()["Ava Khan"] == "5 Maple"


def test_a_class_that_is_gone_is_put_away_and_keeps_its_points(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    models.SchoolClass.update(points=9).where(models.SchoolClass.name == "5 Oak").execute()
    export = maple_school()
    export.rows["classes"] = [row for row in export.rows["classes"] if row["sourcedId"] != "c2"]
    export.rows["enrollments"] = [
        row for row in export.rows["enrollments"] if row["classSourcedId"] != "c2"
    ]
    export.enrol("c1", "p3")
    changes = take_in(export.zip(files / "b.zip"))
    assert [(it.name, it.detail) for it in changes.moved] == [("Zoë O'Brien", "5 Oak → 4 Maple")]
    oak = models.SchoolClass.get(models.SchoolClass.name == "5 Oak")
    assert (oak.left_on, oak.points) == (NOW.date(), 9)


def test_most_of_the_school_leaving_is_said_first(files: Path) -> None:
    export = OneRoster().course("c1", "4 Maple")
    for number in range(10):
        export.user(f"p{number}", f"Name{number} Lee").enrol("c1", f"p{number}")
    take_in(export.zip(files / "a.zip"))
    del export.rows["users"][3:], export.rows["enrollments"][3:]
    changes = take_in(export.zip(files / "b.zip"))
    assert changes.notes[0].startswith("7 of 10 pupils would leave.")
