"""Codes, joining, confirming, the class's Join board, withdrawal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import codes, invitations, joining, models, people, phones, withdrawal
from db.connection import database, writing
from db.family_records import Connection, InvitationState
from db.policy import NotAllowed, NotFound, Refused
from db.records import Role
from tests.conftest import NOW, Here


@given(st.data())
def test_a_code_is_known_however_it_is_written(data: st.DataObject) -> None:
    code = codes.new_code()
    assert len(code) == codes.LENGTH
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "-"]), min_size=26, max_size=26))
    typed = "".join(char + gap for char, gap in zip(code, gaps, strict=True)).upper()
    assert codes.hash_code(typed) == codes.hash_code(codes.grouped(code)) == codes.hash_code(code)
    assert codes.hash_code(code[:-1]) != codes.hash_code(code)


def test_r21_a_code_works_once_and_looking_uses_nothing_up(here: Here) -> None:
    made = invitations.invite(here.leader, here.pupil_ids[0], NOW)
    for _ in range(3):
        assert joining.look(made.code, NOW).school_name == "Riverside Primary"
    with pytest.raises(Refused):
        joining.join(made.code, " ", "mother", "", NOW)
    assert invitations.state(made.id, NOW) is InvitationState.OPEN
    token = joining.join(made.code, "Sam Okafor", "mother", "phone", NOW)
    assert invitations.state(made.id, NOW) is InvitationState.USED
    visitor = phones.visitor(token)
    assert visitor
    assert (visitor.children, visitor.waiting) == ((), True)
    with pytest.raises(NotFound, match="does not work"):
        joining.join(made.code, "Eve", "aunt", "", NOW)


def test_r21_every_bad_code_answers_alike(here: Here) -> None:
    first, old, ended, left = (
        invitations.invite(here.leader, pupil_id, NOW).code for pupil_id in here.pupil_ids[:4]
    )
    joining.join(first, "Sam", "mother", "", NOW)
    invitations.cancel(here.leader, 3, NOW)
    with writing():
        models.Pupil.update(left_on=NOW.date()).where(
            models.Pupil.id == here.pupil_ids[3]
        ).execute()
    said = set()
    for code, when in (
        (first, NOW),
        (old, NOW + invitations.VALID),
        (ended, NOW),
        (left, NOW),
        (codes.new_code(), NOW),
        ("\ud800é" * 99, NOW),
    ):
        for ask in (
            lambda c=code, t=when: joining.look(c, t),
            lambda c=code, t=when: joining.join(c, "Eve", "aunt", "", t),
        ):
            with pytest.raises(NotFound) as caught:
                ask()
            said.add(str(caught.value))
    assert len(said) == 1


def test_r21_staff_confirm_or_refuse_once(here: Here) -> None:
    one, two = here.pupil_ids[:2]
    token = joining.join(invitations.invite(here.leader, one, NOW).code, "Sam", "dad", "", NOW)
    same = joining.join(
        invitations.invite(here.leader, two, NOW).code, "", "dad", "", NOW, token=token
    )
    assert same == token
    guardian = invitations.waiting(here.leader, here.maple.id)[0].guardian_id
    with pytest.raises(NotAllowed):
        invitations.confirm(None, guardian, one, NOW)
    invitations.confirm(here.leader, guardian, one, NOW)
    with pytest.raises(NotFound):
        invitations.refuse(here.leader, guardian, one, NOW)
    invitations.refuse(here.leader, guardian, two, NOW)
    visitor = phones.visitor(token)
    assert visitor
    assert [it.id for it in visitor.children] == [one]
    assert not visitor.waiting


def test_r21_a_refused_stranger_is_signed_out(here: Here) -> None:
    code = invitations.invite(here.leader, here.pupil_ids[0], NOW).code
    token = joining.join(code, "Eve", "aunt", "", NOW)
    invitations.refuse(here.leader, 1, here.pupil_ids[0], NOW)
    assert phones.visitor(token) is None


def test_r22_the_board_costs_the_same_for_one_pupil_and_a_class(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = invitations.invite_class(here.leader, here.maple.id, NOW, pupil_ids=here.pupil_ids[:3])
    for it in made[:2]:
        joining.join(it.code, "Sam", "mum", "", NOW)
    invitations.confirm(here.leader, 1, made[0].pupil.id, NOW)
    with writing():
        models.GuardianContact.create(name="Jo Bell", pupil=here.pupil_ids[3])
    asked: list[str] = []
    run = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda sql, *a, **k: asked.append(sql) or run(sql, *a, **k)
    )
    rows = {it.pupil.id: it for it in invitations.board(here.leader, here.maple.id, NOW)}
    assert len(asked) <= 8
    assert [rows[it.pupil.id].connection for it in made] == [
        Connection.CONNECTED,
        Connection.WAITING,
        Connection.INVITED,
    ]
    assert rows[here.pupil_ids[3]].connection is Connection.NOT_INVITED
    assert rows[here.pupil_ids[3]].contacts[0].name == "Jo Bell"


def test_r23_a_withdrawal_ends_every_phone_at_once(here: Here) -> None:
    pupil = here.pupil_ids[0]
    first = joining.join(invitations.invite(here.leader, pupil, NOW).code, "Sam", "mum", "", NOW)
    invitations.confirm(here.leader, 1, pupil, NOW)
    second = joining.join(joining.another_phone(1, NOW).code, "", "", "", NOW)
    spare = joining.another_phone(1, NOW).code
    teacher = people.add_staff("Mr Ash", Role.TEACHER, NOW, pin="135791")
    with pytest.raises(NotAllowed):
        withdrawal.withdraw(teacher, 1, "court order", NOW)
    with pytest.raises(Refused):
        withdrawal.withdraw(here.leader, 1, " ", NOW)
    withdrawal.withdraw(here.leader, 1, "court order", NOW + timedelta(hours=1))
    for token in (first, second):
        visitor = phones.visitor(token)
        assert visitor
        assert visitor.withdrawn
        assert not visitor.children
    with pytest.raises(NotFound, match="does not work"):
        joining.look(spare, NOW)
    with pytest.raises(NotFound):
        joining.another_phone(1, NOW)


def test_r23_who_was_withdrawn_is_told_and_the_reason_to_leaders_only(here: Here) -> None:
    pupil, other = here.pupil_ids[:2]
    code = invitations.invite(here.leader, pupil, NOW)
    assert invitations.used_by(here.leader, code.id) is None
    joining.join(code.code, "Sam", "mum", "", NOW)
    assert invitations.used_by(here.leader, code.id) == 1
    invitations.confirm(here.leader, 1, pupil, NOW)
    assert withdrawal.withdrawn(here.leader, pupil) == []
    withdrawal.withdraw(here.leader, 1, "court order", NOW)
    teacher = people.add_staff("Mr Ash", Role.TEACHER, NOW, pin="135791")
    for actor, reason in ((here.leader, "court order"), (teacher, "")):
        (found,) = withdrawal.withdrawn(actor, pupil)
        assert (found.name, found.relationship, found.at) == ("Sam", "mum", NOW)
        assert (found.by, found.reason) == (here.leader.name, reason)
    assert withdrawal.withdrawn(here.leader, other) == []
    with pytest.raises(NotAllowed):
        withdrawal.withdrawn(None, pupil)
