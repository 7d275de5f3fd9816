"""Staff, their PINs, and who may change what."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import models, people
from db.connection import reading
from db.policy import NotAllowed, NotFound, Refused
from db.records import Role, Staff
from db.set_up import set_up
from tests.conftest import NOW, PIN, Here


def teacher(pin: str | None = "135791") -> Staff:
    return people.add_staff("Mr Ash", Role.TEACHER, NOW, pin=pin)


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("", "digits"),
        ("13579", "6 to 12"),
        ("1357913579135", "6 to 12"),
        ("13579a", "digits only"),
        ("１３５７９０", "digits only"),
        ("٣٥٧٩١٣", "digits only"),
        ("135 79", "digits only"),
        ("000000", "too easy"),
        ("123456", "too easy"),
        ("987654", "too easy"),
        ("890123", "too easy"),
        ("121212", "too easy"),
        ("123123", "too easy"),
    ],
)
def test_an_unfit_pin_is_refused(pin: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        people.check_pin(pin)


@given(st.text(alphabet="0123456789", max_size=20))
def test_a_pin_that_is_taken_has_six_digits_at_least(pin: str) -> None:
    try:
        people.check_pin(pin)
    except Refused:
        return
    assert 6 <= len(pin) <= 12


def test_pins_are_kept_as_argon2id(here: Here) -> None:
    with reading():
        kept = models.Staff.get_by_id(here.leader.id).pin_hash
    assert kept.startswith("$argon2id$")
    assert PIN not in kept
    assert PIN.encode() not in (here.data / "kiosk.sqlite3").read_bytes()
    assert PIN.encode() not in (here.data / "kiosk.sqlite3-wal").read_bytes()


def test_signing_in(here: Here, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert people.sign_in(here.leader.id, PIN, NOW) == here.leader
    with pytest.raises(NotAllowed, match="not right") as wrong:
        people.sign_in(here.leader.id, "975310", NOW)
    assert "975310" not in str(wrong.value)
    assert "975310" not in caplog.text
    assert PIN not in caplog.text


def test_without_a_pin_nobody_signs_in(here: Here) -> None:
    ash = teacher(pin=None)
    assert not ash.has_pin
    for guess in ("", "000000", PIN):
        with pytest.raises(NotAllowed, match="No PIN"):
            people.sign_in(ash.id, guess, NOW)


def test_no_pin_exists_until_somebody_chose_one(records: object) -> None:
    set_up("Riverside", "Mrs Rowan", "864213", NOW)
    with reading():
        assert [bool(row.pin_hash) for row in models.Staff.select()] == [True]


def test_who_sets_whose_pin(here: Here) -> None:
    ash = teacher()
    people.set_pin(ash, ash.id, "864213", NOW)
    people.set_pin(here.leader, ash.id, "753198", NOW)
    assert people.sign_in(ash.id, "753198", NOW) == ash
    with pytest.raises(NotAllowed):
        people.set_pin(ash, here.leader.id, "864213", NOW)
    with pytest.raises(NotAllowed):
        people.set_pin(None, ash.id, "864213", NOW)
    with pytest.raises(Refused):
        people.set_pin(ash, ash.id, "1234", NOW)
    with pytest.raises(NotFound):
        people.set_pin(here.leader, 999, "864213", NOW)
    assert people.sign_in(ash.id, "753198", NOW) == ash


def test_adding_staff(here: Here) -> None:
    ash = teacher()
    with pytest.raises(Refused, match="already"):
        teacher()
    with pytest.raises(Refused, match="no class called"):
        people.add_staff("Ms Elm", Role.TEACHER, NOW, class_name="Nowhere")
    with pytest.raises(Refused):
        people.add_staff(" \u200b\x1b[31m ", Role.TEACHER, NOW)
    with pytest.raises(NotAllowed):
        people.add_staff("Ms Elm", Role.TEACHER, NOW, actor=ash)
    people.add_staff("Ms Elm", Role.TEACHER, NOW, actor=here.leader, class_name="Maple")
    assert [it.name for it in people.staff_list()] == ["Mr Ash", "Mrs Rowan", "Ms Elm"]


def test_somebody_who_left_signs_in_no_more(here: Here) -> None:
    ash = teacher()
    people.remove_staff(here.leader, ash.id, NOW)
    with pytest.raises(NotFound):
        people.sign_in(ash.id, "135791", NOW)
    assert [it.name for it in people.staff_list()] == ["Mrs Rowan"]


def test_the_last_leader_stays(here: Here) -> None:
    people.add_staff("Head without a PIN", Role.LEADER, NOW)
    with pytest.raises(Refused, match="at least one leader"):
        people.remove_staff(here.leader, here.leader.id, NOW)
    with pytest.raises(Refused, match="at least one leader"):
        people.set_role(here.leader, here.leader.id, Role.TEACHER, NOW)


def test_roles_change_once_another_leader_can_sign_in(here: Here) -> None:
    ash = teacher()
    assert people.set_role(here.leader, ash.id, Role.LEADER, NOW).role is Role.LEADER
    assert people.set_role(here.leader, here.leader.id, Role.OFFICE, NOW).role is Role.OFFICE


def test_staff_lines_tell_classes_and_waits(here: Here) -> None:
    people.add_staff("Bo", Role.TEACHER, NOW, class_name="Maple")
    ash = teacher()
    for _ in range(3):
        with pytest.raises(NotAllowed):
            people.sign_in(ash.id, "111222", NOW)
    lines = {it.staff.name: it for it in people.staff_lines(here.leader, NOW)}
    assert list(lines) == ["Bo", "Mr Ash", "Mrs Rowan"]
    assert lines["Bo"].classes == ("Maple",)
    assert not lines["Bo"].staff.has_pin
    assert lines["Mr Ash"].wait > 0
    assert lines["Mrs Rowan"].wait == 0
    people.lift_wait(here.leader, ash.id, NOW)
    assert people.sign_in(ash.id, "135791", NOW) == ash


def test_only_leaders_see_and_change_the_staff_list(here: Here) -> None:
    office = people.add_staff("Olu", Role.OFFICE, NOW)
    for actor in (teacher(), office, None):
        with pytest.raises(NotAllowed):
            people.staff_lines(actor, NOW)
        with pytest.raises(NotAllowed):
            people.set_role(actor, here.leader.id, Role.OFFICE, NOW)
        with pytest.raises(NotAllowed):
            people.lift_wait(actor, here.leader.id, NOW)


def test_r26_what_leaders_change_is_in_the_log(here: Here) -> None:
    ash = teacher()
    people.set_role(here.leader, ash.id, Role.OFFICE, NOW)
    people.lift_wait(here.leader, ash.id, NOW)
    people.remove_staff(here.leader, ash.id, NOW)
    with reading():
        rows = list(models.AuditEntry.select().order_by(models.AuditEntry.id))[-3:]
    assert [row.action for row in rows] == ["changed a role", "lifted a wait", "removed staff"]
    assert {row.staff_id for row in rows} == {here.leader.id}
