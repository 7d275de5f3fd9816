"""Phones: another one, when it was here, signing out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playhouse.test_utils import count_queries

from db import calendar, invitations, joining, models, phones
from db.connection import reading
from db.policy import NotFound
from tests.conftest import NOW, Here


def parent(here: Here) -> str:
    pupil = here.pupil_ids[0]
    token = joining.join(invitations.invite(here.leader, pupil, NOW).code, "Sam", "mum", "", NOW)
    invitations.confirm(here.leader, 1, pupil, NOW)
    return token


def test_r21_another_phone_has_ten_minutes_and_one_use(here: Here) -> None:
    parent(here)
    late, good = joining.another_phone(1, NOW), joining.another_phone(1, NOW, actor=here.leader)
    with pytest.raises(NotFound):
        joining.look(late.code, NOW + timedelta(minutes=10))
    assert joining.look(good.code, NOW).another_phone
    joining.join(good.code, "", "", "", NOW)
    with pytest.raises(NotFound):
        joining.join(good.code, "", "", "", NOW)


def test_one_phone_signs_out_or_all(here: Here) -> None:
    first = parent(here)
    second, third = (
        joining.join(joining.another_phone(1, NOW).code, "", "", "", NOW) for _ in range(2)
    )
    phones.sign_out(first, NOW)
    assert phones.visitor(first) is None
    assert phones.visitor(second)
    token = calendar.new_address(1, NOW)
    assert calendar.works(token)
    assert phones.sign_out_all(1, NOW) == 2
    assert not calendar.works(token)  # it is on the phone that was lost
    assert phones.visitor(third) is None
    assert phones.visitor("") is phones.visitor("guess") is None


def test_when_phones_were_here_last_only_moves_on(here: Here) -> None:
    parent(here)
    for minutes, kept in ((5, 5), (2, 5), (7, 7)):
        phones.were_here({1: NOW + timedelta(minutes=minutes), 99: NOW})
        with reading():
            assert models.PhoneSession.get().seen_at == NOW + timedelta(minutes=kept)


def test_whose_phone_it_is_takes_one_query_for_one_child_and_for_many(here: Here) -> None:
    token = parent(here)
    for pupil_id in here.pupil_ids[1:6]:
        code = invitations.invite(here.leader, pupil_id, NOW).code
        joining.join(code, "", "mum", "", NOW, token=token)
        invitations.confirm(here.leader, 1, pupil_id, NOW)
        with count_queries() as counted:
            visitor = phones.visitor(token)
        assert counted.count == 1
    assert visitor
    assert len(visitor.children) == 6
    with count_queries() as counted:
        assert phones.visitor("guess") is None
    assert counted.count == 1
