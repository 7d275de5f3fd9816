"""Staff: who they are, how they sign in, and who may change that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from db import models, people
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused, TryLater
from db.records import Role, Staff
from tests.conftest import NOW, PIN, Here

NEW_PIN = "975310"


@pytest.fixture
def teacher(here: Here) -> Staff:
    return people.add_staff("Ada", Role.TEACHER, NOW, pin=NEW_PIN)


@pytest.mark.parametrize(
    "pin", ["12345", "1" * 13, "123456", "654321", "000000", "121212", "123123", "12345a", "١٢٣٤٥٦"]
)
def test_unfit_pins_are_refused(pin: str) -> None:
    with pytest.raises(Refused):
        people.check_pin(pin)


def test_sign_in_wants_the_right_pin(here: Here, teacher: Staff) -> None:
    assert people.sign_in(teacher.id, NEW_PIN, NOW) == teacher
    with pytest.raises(NotAllowed):
        people.sign_in(teacher.id, PIN, NOW)


def test_the_pin_is_kept_as_argon2id_only(teacher: Staff) -> None:
    with reading():
        kept = models.Staff.get_by_id(teacher.id).pin_hash
    assert kept.startswith("$argon2id$")
    assert NEW_PIN not in kept


def test_guessing_is_slowed_down_and_a_leader_lifts_the_wait(here: Here, teacher: Staff) -> None:
    for _ in range(3):
        with pytest.raises(NotAllowed):
            people.sign_in(teacher.id, "111222", NOW)
    with pytest.raises(TryLater):
        people.sign_in(teacher.id, NEW_PIN, NOW)
    waits = {it.staff.name: it.wait for it in people.staff_lines(here.leader, NOW)}
    assert waits["Ada"] > 0
    assert waits["Mrs Rowan"] == 0
    people.lift_wait(here.leader, teacher.id, NOW)
    assert people.sign_in(teacher.id, NEW_PIN, NOW) == teacher


def test_a_wait_ends_by_itself(teacher: Staff) -> None:
    for _ in range(3):
        with pytest.raises(NotAllowed):
            people.sign_in(teacher.id, "111222", NOW)
    assert people.sign_in(teacher.id, NEW_PIN, NOW + timedelta(seconds=11)) == teacher


def test_staff_lines_name_the_classes(here: Here, teacher: Staff) -> None:
    people.add_staff("Bo", Role.TEACHER, NOW, class_name="Maple")
    with writing():
        old = models.SchoolClass.create(name="Old", left_on=NOW.date())
        models.StaffClass.create(staff=teacher.id, school_class=old)
    lines = {it.staff.name: it for it in people.staff_lines(here.leader, NOW)}
    assert list(lines) == ["Ada", "Bo", "Mrs Rowan"]
    assert lines["Bo"].classes == ("Maple",)
    assert lines["Ada"].classes == ()
    assert not lines["Bo"].staff.has_pin


def test_nobody_signs_in_before_a_pin_is_set(here: Here) -> None:
    new = people.add_staff("Bo", Role.OFFICE, NOW)
    with pytest.raises(NotAllowed, match="No PIN"):
        people.sign_in(new.id, "", NOW)
    people.set_pin(here.leader, new.id, NEW_PIN, NOW)
    assert people.sign_in(new.id, NEW_PIN, NOW).role is Role.OFFICE


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, here: people.staff_lines(actor, NOW),
        lambda actor, here: people.add_staff("Eve", Role.LEADER, NOW, actor=actor),
        lambda actor, here: people.set_pin(actor, here.leader.id, "975311", NOW),
        lambda actor, here: people.set_role(actor, here.leader.id, Role.OFFICE, NOW),
        lambda actor, here: people.remove_staff(actor, here.leader.id, NOW),
        lambda actor, here: people.lift_wait(actor, here.leader.id, NOW),
    ],
)
def test_only_leaders_change_the_staff_list(
    act: Callable[[Staff | None, Here], object], here: Here, teacher: Staff
) -> None:
    office = people.add_staff("Olu", Role.OFFICE, NOW)
    for actor in (teacher, office):
        with pytest.raises(NotAllowed):
            act(actor, here)


def test_a_teacher_changes_their_own_pin(teacher: Staff) -> None:
    people.set_pin(teacher, teacher.id, "864209", NOW)
    assert people.sign_in(teacher.id, "864209", NOW) == teacher


def test_the_last_leader_who_can_sign_in_stays(here: Here) -> None:
    without_pin = people.add_staff("Lee", Role.LEADER, NOW)
    with pytest.raises(Refused):
        people.remove_staff(here.leader, here.leader.id, NOW)
    with pytest.raises(Refused):
        people.set_role(here.leader, here.leader.id, Role.TEACHER, NOW)
    people.set_pin(here.leader, without_pin.id, NEW_PIN, NOW)
    assert people.set_role(here.leader, here.leader.id, Role.TEACHER, NOW).role is Role.TEACHER


def test_who_left_is_gone_but_the_name_is_free_again(here: Here, teacher: Staff) -> None:
    with pytest.raises(Refused):
        people.add_staff("Ada", Role.TEACHER, NOW)
    people.remove_staff(here.leader, teacher.id, NOW)
    with pytest.raises(NotFound):
        people.sign_in(teacher.id, NEW_PIN, NOW)
    assert people.add_staff("Ada", Role.TEACHER, NOW).id != teacher.id


def test_r26_what_a_leader_does_is_in_the_log(here: Here, teacher: Staff) -> None:
    people.set_role(here.leader, teacher.id, Role.OFFICE, NOW)
    people.lift_wait(here.leader, teacher.id, NOW)
    people.remove_staff(here.leader, teacher.id, NOW)
    with reading():
        rows = list(models.AuditEntry.select().order_by(models.AuditEntry.id))
    assert [row.action for row in rows][-3:] == ["changed a role", "lifted a wait", "removed staff"]
    assert {row.staff_id for row in rows[-3:]} == {here.leader.id}
