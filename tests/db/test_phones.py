"""Phones: another one, when it was here, signing out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import invitations, joining, models, phones
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
    assert phones.visitor(first, NOW) is None
    assert phones.visitor(second, NOW)
    assert phones.sign_out_all(1, NOW) == 2
    assert phones.visitor(third, NOW) is None
    assert phones.visitor("", NOW) is phones.visitor("guess", NOW) is None


def test_last_seen_is_kept_to_the_minute(here: Here) -> None:
    token = parent(here)
    for seconds, kept in ((59, 0), (60, 60), (90, 60)):
        phones.visitor(token, NOW + timedelta(seconds=seconds))
        with reading():
            assert models.PhoneSession.get().seen_at == NOW + timedelta(seconds=kept)
