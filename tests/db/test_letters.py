"""Codes for letters from the command line."""

from __future__ import annotations

import pytest

from db import invitations, joining, letters, models
from db.family_records import Connection
from db.policy import NotFound, Refused
from tests.conftest import NOW, Here


def connections(here: Here) -> list[Connection]:
    return [it.connection for it in invitations.board(here.leader, here.maple.id, NOW)]


def test_r21_everybody_or_those_missing(here: Here) -> None:
    first = invitations.invite(here.leader, here.pupil_ids[0], NOW)
    joining.join(first.code, "Sam", "mother", "", NOW)
    made = letters.from_command_line("maple", NOW, only_missing=True)
    assert len(made) == 29
    assert here.pupil_ids[0] not in {it.pupil.id for it in made}
    assert len(letters.from_command_line("Maple", NOW, only_missing=False)) == 30
    assert connections(here).count(Connection.INVITED) == 29
    entry = models.AuditEntry.select().order_by(models.AuditEntry.id.desc()).first()
    assert (entry.staff_id, entry.detail) == (None, "Maple (30), from the command line")


def test_r21_letters_that_were_never_written_invite_nobody(here: Here) -> None:
    made = letters.from_command_line("Maple", NOW, only_missing=False)
    letters.never_sent(made, NOW)
    assert set(connections(here)) == {Connection.NOT_INVITED}
    with pytest.raises(NotFound):
        joining.look(made[0].code, NOW)


def test_nobody_to_write_to_is_a_sentence(here: Here) -> None:
    with pytest.raises(NotFound, match="There are: Maple"):
        letters.from_command_line("Oak", NOW, only_missing=False)
    for made in letters.from_command_line("Maple", NOW, only_missing=False):
        joining.join(made.code, "Sam", "mother", "", NOW)
    with pytest.raises(Refused, match="Every family"):
        letters.from_command_line("Maple", NOW, only_missing=True)
