"""Who is who: matching, moving, leaving, and importing twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from db import classlists, connection, models, points, roster, school, skills
from db.connection import reading
from db.policy import NotAllowed, Refused
from db.records import Role, Staff
from db.set_up import set_up
from tests.conftest import NOW, PIN
from tests.db.classlists.files import (
    everything,
    homes,
    maple_school,
    plain,
    pupils_of,
    read,
    take_in,
    upn,
    written,
)

HEAD = "Forename,Surname,Class,UPN,DOB"


def a_list(path: Path, *rows: str) -> Path:
    return written(path, plain([HEAD, *(f"{row}{',' * (4 - row.count(','))}" for row in rows)]))


def ids() -> dict[str, int]:
    return {f"{row.forename} {row.surname}": row.id for row in models.Pupil.select()}


def test_a_preview_changes_nothing_and_says_what_an_import_does(files: Path) -> None:
    path = maple_school().zip(files / "a.zip")
    before = everything()
    shown = classlists.preview(read(path), NOW)
    assert everything() == before
    assert shown == classlists.apply(read(path), NOW)
    assert shown.summary == "3 new, 0 changed, 0 moved class, 0 left"


def test_r3_a_pupil_who_moves_class_keeps_points_awards_and_code(
    files: Path, leader: Staff
) -> None:
    take_in(a_list(files / "a.csv", f"Ava,Khan,3 Maple,{upn(1)}", "Ben,Smith,3 Maple"))
    was = ids()
    maple = next(it for it in roster.classes() if it.name == "3 Maple")
    points.award(leader, "act", maple.id, [was["Ava Khan"]], skills.skills()[0].id, NOW)
    models.Pupil.update(picture_code="1-2-3").execute()
    path = a_list(files / "b.csv", f"Ava,Khan,4 Oak,{upn(1)}", "Ben,Smith,3 Maple")
    changes = take_in(path)
    assert [(it.name, it.detail) for it in changes.moved] == [("Ava Khan", "3 Maple → 4 Oak")]
    assert ids() == was
    row = models.Pupil.get(models.Pupil.forename == "Ava")
    assert (row.points, row.picture_code, row.awards.count()) == (1, "1-2-3", 1)
    assert roster.school_class(maple.id).points == 1


def test_matched_by_upn_though_the_name_is_another(files: Path) -> None:
    take_in(a_list(files / "a.csv", f"Ava,Khan,3 Maple,{upn(1)}"))
    was = ids()["Ava Khan"]
    changes = take_in(a_list(files / "b.csv", f"Ava Mae,Lee,4 Oak,{upn(1)}"))
    assert ids() == {"Ava Mae Lee": was}
    assert changes.changed[0].detail == "forename Ava Mae, was Ava; surname Lee, was Khan"


def test_matched_by_name_and_birth(files: Path) -> None:
    take_in(a_list(files / "a.csv", "Ava,Khan,3 Maple,,01/02/2018", "Ava,Khan,3 Oak,,03/04/2018"))
    one = models.Pupil.get(models.Pupil.born_on == "2018-02-01").id
    path = a_list(
        files / "b.csv", f"Ava,Khan,3 Oak,{upn(1)},2018-02-01", "Ava,Khan,3 Maple,,2018-04-03"
    )
    changes = take_in(path)
    assert len(changes.moved) == 2
    assert models.Pupil.get(models.Pupil.upn == upn(1)).id == one


def test_matched_by_name_within_the_class(files: Path) -> None:
    take_in(a_list(files / "a.csv", "Ava,Khan,3 Maple", "Ava,Khan,3 Oak"))
    was = {name: roster.pupils(it.id)[0].id for it in roster.classes() for name in [it.name]}
    take_in(a_list(files / "b.csv", f"AVA,khan,3 Oak,{upn(2)}", f"Ava,Khan,3 Maple,{upn(1)}"))
    assert models.Pupil.get(models.Pupil.upn == upn(1)).id == was["3 Maple"]
    assert models.Pupil.get(models.Pupil.upn == upn(2)).id == was["3 Oak"]


def test_a_name_is_not_enough_where_upn_or_birth_differ(files: Path) -> None:
    take_in(a_list(files / "a.csv", f"Ava,Khan,3 Maple,{upn(1)}", "Ben,Lee,3 Maple,,01/02/2018"))
    path = a_list(files / "b.csv", f"Ava,Khan,3 Maple,{upn(2)}", "Ben,Lee,3 Maple,,03/04/2018")
    changes = take_in(path)
    assert len(changes.new) == 2
    assert len(changes.left) == 2


def test_known_by_the_preferred_name(files: Path) -> None:
    take_in(a_list(files / "a.csv", "Ben,Lee,3 Maple"))
    rows = ["Forename,Preferred name,Surname,Class", "Benjamin,Ben,Lee,3 Maple"]
    changes = take_in(written(files / "b.csv", plain(rows)))
    assert not changes.new
    assert models.Pupil.get().forename == "Benjamin"


def test_a_mover_of_whom_only_the_name_is_known(files: Path) -> None:
    take_in(a_list(files / "a.csv", "Ava,Khan,3 Maple", "Ben,Lee,3 Maple"))
    was = ids()
    changes = take_in(a_list(files / "b.csv", "Ava,Khan,4 Oak"))
    assert [it.name for it in changes.moved] == ["Ava Khan"]
    assert "Ava Khan is found by the name alone; please check." in changes.notes
    assert ids() == was


def test_class_after_class_in_a_new_year(files: Path) -> None:
    """Lists of one class each, of names alone: those who left with the first are back later."""
    take_in(a_list(files / "a.csv", "Ava,Khan,Maple", "Ben,Lee,Oak", "Cy,Reed,Elm"))
    was = ids()
    take_in(a_list(files / "b.csv", "Ava,Khan,Oak", "Di,New,Oak"))
    changes = take_in(a_list(files / "c.csv", "Ben,Lee,Elm"))
    assert [(it.name, it.detail) for it in changes.new] == [("Ben Lee", "is back: Elm")]
    assert ids().items() >= was.items()
    assert homes() == {"Ava Khan": "Oak", "Di New": "Oak", "Ben Lee": "Elm"}


def test_two_of_one_name_are_not_found_by_name_alone(files: Path) -> None:
    take_in(a_list(files / "a.csv", "Ava,Khan,Maple", "Ava,Khan,Oak"))
    changes = take_in(a_list(files / "b.csv", "Ava,Khan,Elm"))
    assert len(changes.new) == 1
    assert not changes.moved


def test_a_plain_list_speaks_only_for_its_own_classes(files: Path) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    changes = take_in(a_list(files / "b.csv", "Ava,Khan,4 Maple", "Cy,Reed,4 Maple"))
    assert [(it.name, it.detail) for it in changes.left] == [("Ben Smith", "4 Maple")]
    assert [it.name for it in changes.new] == ["Cy Reed"]
    assert homes()["Zoë O'Brien"] == "5 Oak"
    assert pupils_of("Maths set 1") == ["Ava Khan", "Zoë O'Brien"]
    assert "Not in this list, and left as they are: 5 Oak (1 pupil)." in changes.notes


def test_what_a_list_does_not_say_stays(files: Path) -> None:
    take_in(a_list(files / "a.csv", f"Ava,Khan,3 Maple,{upn(1)},01/02/2018"))
    changes = take_in(a_list(files / "b.csv", "Ava,Khan,3 Maple"))
    assert changes.nothing
    assert models.Pupil.get().upn == upn(1)


def test_a_class_that_everybody_left_is_put_away_and_used_again(files: Path) -> None:
    take_in(a_list(files / "a.csv", f"Ava,Khan,3 Maple,{upn(1)}"))
    changes = take_in(a_list(files / "b.csv", f"Ava,Khan,4 Maple,{upn(1)}"))
    assert [it.name for it in roster.classes()] == ["4 Maple"]
    assert ("3 Maple", "has no pupils any more and is put away") in [
        (it.name, it.detail) for it in changes.classes
    ]
    changes = take_in(a_list(files / "c.csv", f"Ava,Khan,3 Maple,{upn(1)}"))
    assert ("3 Maple", "is used again, 1 pupil") in [(it.name, it.detail) for it in changes.classes]
    assert models.SchoolClass.select().count() == 2


def test_points_can_be_awarded_in_each_class_of_a_pupil(files: Path, leader: Staff) -> None:
    take_in(maple_school().zip(files / "a.zip"))
    ava = ids()["Ava Khan"]
    for it in roster.classes():
        if it.name in ("4 Maple", "Maths set 1"):
            points.award(leader, it.name, it.id, [ava], skills.skills()[0].id, NOW)
    assert models.Pupil.get_by_id(ava).points == 2
    assert {it.name: it.points for it in roster.classes()} == {
        "4 Maple": 1,
        "5 Oak": 0,
        "Maths set 1": 1,
    }


def test_neighbours_get_different_animals(files: Path) -> None:
    rows = [f"Name{number},Lee,Maple" for number in range(30)]
    take_in(a_list(files / "a.csv", *rows))
    take_in(a_list(files / "b.csv", *rows, "Late,Comer,Maple"))
    assert len({row.avatar for row in models.Pupil.select()}) == 31


def test_an_import_is_written_down(files: Path, leader: Staff) -> None:
    classlists.apply(read(a_list(files / "a.csv", "Ava,Khan,Maple")), NOW, leader)
    run = models.ImportRun.get()
    assert (run.file_name, run.layout, run.staff_id) == ("a.csv", "class list", leader.id)
    entry = models.AuditEntry.select().order_by(models.AuditEntry.id.desc()).first()
    assert (entry.action, entry.staff_id) == ("took in a class list", leader.id)
    assert entry.detail == "a.csv (class list): 1 new, 0 changed, 0 moved class, 0 left"


def test_only_leaders_import(files: Path) -> None:
    teacher = Staff(99, "Mr Nobody", Role.TEACHER)
    with pytest.raises(NotAllowed):
        classlists.apply(read(a_list(files / "a.csv", "Ava,Khan,Maple")), NOW, teacher)


def test_a_school_is_set_up_with_its_list_or_not_at_all(records: Path, tmp_path: Path) -> None:
    path = maple_school().zip(tmp_path / "a.zip")
    with (
        patch("db.classlists.known.Records.save", side_effect=Refused("no")),
        pytest.raises(Refused),
    ):
        set_up("Riverside", "Tom Rowan", PIN, NOW, class_list=read(path))
    assert school.current() is None
    assert not models.Staff.select().exists()
    _, leader = set_up("Riverside", "Tom Rowan", PIN, NOW, class_list=read(path))
    assert len(homes()) == 3
    row = models.Staff.get(models.Staff.name == "Tom Rowan")
    assert (row.id, row.role) == (leader.id, "leader"), "the teacher of that name is the leader"


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    queries: list[str] = []
    run = connection.database.obj.execute_sql

    def counting(sql: str, *args: object, **more: object) -> object:
        queries.append(sql)
        return run(sql, *args, **more)

    with patch.object(connection.database.obj, "execute_sql", counting):
        yield queries


def test_queries_do_not_grow_with_the_rows(files: Path) -> None:
    counts = []
    for size in (20, 180):
        rows = [f"Name{number},Lee{size},Class {size} {number % 6}" for number in range(size)]
        class_list = read(a_list(files / f"{size}.csv", *rows))
        with counted_queries() as queries:
            classlists.apply(class_list, NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 40
    moved = [f"Name{number},Lee180,Class 180 {(number + 1) % 6}" for number in range(180)]
    class_list = read(a_list(files / "m.csv", *moved))
    with counted_queries() as queries, reading():
        assert len(classlists.preview(class_list).moved) == 180
    assert len(queries) < 12


def test_six_hundred_pupils(files: Path) -> None:
    """A safety net, not a benchmark: seconds here would be minutes on a small device."""
    import time

    export = maple_school()
    for number in range(600):
        course = f"k{number % 20}"
        if number < 20:
            export.course(course, f"Class {number}")
        export.user(f"x{number}", f"Name{number} Lee", grades="04").enrol(course, f"x{number}")
        export.user(f"y{number}", f"Parent{number} Lee", "parent", agentSourcedIds=f"x{number}")
    path = export.zip(files / "a.zip")
    started = time.process_time()
    classlists.apply(read(path), NOW)
    assert time.process_time() - started < 3
    assert len(homes()) == 603
