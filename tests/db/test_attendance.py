"""Who is here today."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import attendance, models, roster
from db.connection import writing
from db.policy import NotAllowed, NotFound
from db.records import Mark
from tests.conftest import NOW, TODAY, Here, add_pupils


def marks(here: Here) -> list[Mark]:
    return [tile.mark for tile in roster.tiles(here.maple.id, TODAY)]


def test_everybody_is_here_until_marked(here: Here) -> None:
    assert set(marks(here)) == {Mark.PRESENT}
    assert len(attendance.present(here.maple.id, NOW)) == 30


def test_a_mark_is_changed_and_taken_away(here: Here) -> None:
    first = here.pupil_ids[0]
    for mark in (Mark.ABSENT, Mark.LATE, Mark.LATE, Mark.PRESENT, Mark.PRESENT):
        attendance.mark(here.leader, here.maple.id, first, TODAY, mark, NOW)
        assert marks(here)[0] is mark
    assert models.Attendance.select().count() == 0


def test_who_is_late_is_here_and_who_is_absent_is_not(here: Here) -> None:
    first, second, *rest = here.pupil_ids
    attendance.mark(here.leader, here.maple.id, first, TODAY, Mark.ABSENT, NOW)
    attendance.mark(here.leader, here.maple.id, second, TODAY, Mark.LATE, NOW)
    assert {it.id for it in attendance.present(here.maple.id, NOW)} == {second, *rest}


def test_a_mark_holds_in_all_classes_of_a_pupil_and_for_one_day(here: Here) -> None:
    first = here.pupil_ids[0]
    club = models.SchoolClass.create(name="Chess", is_home=False)
    models.Enrolment.create(pupil=first, school_class=club, is_home=False)
    attendance.mark(here.leader, club.id, first, TODAY, Mark.ABSENT, NOW)
    assert marks(here)[0] is Mark.ABSENT
    tomorrow = roster.tiles(here.maple.id, TODAY + timedelta(days=1))
    assert tomorrow[0].mark is Mark.PRESENT


def test_everybody_present_is_about_this_class_and_this_day(here: Here) -> None:
    oak = models.SchoolClass.create(name="Oak")
    (other,) = add_pupils(oak.id, ["Una"])
    yesterday = TODAY - timedelta(days=1)
    for pupil_id in here.pupil_ids[:3]:
        attendance.mark(here.leader, here.maple.id, pupil_id, TODAY, Mark.ABSENT, NOW)
    attendance.mark(here.leader, here.maple.id, here.pupil_ids[0], yesterday, Mark.LATE, NOW)
    attendance.mark(here.leader, oak.id, other, TODAY, Mark.ABSENT, NOW)
    attendance.mark_all_present(here.leader, here.maple.id, TODAY)
    assert set(marks(here)) == {Mark.PRESENT}
    left = {(row.pupil_id, row.day) for row in models.Attendance.select()}
    assert left == {(other, TODAY), (here.pupil_ids[0], yesterday)}


def test_r1_only_staff_mark_and_only_pupils_of_the_class(here: Here) -> None:
    with pytest.raises(NotAllowed):
        attendance.mark(None, here.maple.id, here.pupil_ids[0], TODAY, Mark.ABSENT, NOW)
    with pytest.raises(NotAllowed):
        attendance.mark_all_present(None, here.maple.id, TODAY)
    with pytest.raises(NotFound):
        attendance.mark(here.leader, here.maple.id, 9999, TODAY, Mark.ABSENT, NOW)


def test_who_left_the_school_is_not_marked(here: Here) -> None:
    with writing():
        models.Pupil.update(left_on=TODAY).where(models.Pupil.id == here.pupil_ids[0]).execute()
    with pytest.raises(NotFound):
        attendance.mark(here.leader, here.maple.id, here.pupil_ids[0], TODAY, Mark.LATE, NOW)
