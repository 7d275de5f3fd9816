"""Inviting, joining, confirming and withdrawing in any order, against a model (R21–R23).

One parent of several children, several parents of one child, several phones of one parent. What
a phone sees is what the model says, a code works once and never after its end, and nothing
is seen by anybody before staff confirm.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db import connection, invitations, joining, models, people, phones, roster, withdrawal
from db.connection import reading, writing
from db.family_records import Asked, Connection, InvitationState
from db.policy import NotFound
from db.set_up import set_up
from tests.conftest import NOW, PIN, add_pupils

WHERE: dict[str, Path] = {}


@dataclass
class Parent:
    id: int
    name: str
    children: dict[int, Asked] = field(default_factory=dict)
    withdrawn: bool = False

    @property
    def confirmed(self) -> bool:
        return Asked.CONFIRMED in self.children.values()


@dataclass
class Phone:
    """`over` is why it is signed out: "" while it is not, "out", or "withdrawn"."""

    token: str
    parent: Parent
    over: str = ""


@dataclass
class Code:
    id: int
    code: str
    until: datetime
    pupil_id: int | None = None
    parent: Parent | None = None
    used: bool = False
    ended: bool = False


class Families(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        shutil.copy(WHERE["file"], self.folder.name)
        connection.open_database(Path(self.folder.name) / connection.FILE_NAME)
        self.leader = people.staff_list()[0]
        self.maple = roster.classes()[0]
        self.pupils = roster.pupils(self.maple.id)
        self.now = NOW
        self.codes: list[Code] = []
        self.phones: list[Phone] = []
        self.parents: list[Parent] = []

    def teardown(self) -> None:
        connection.close_database()
        self.folder.cleanup()

    @rule(days=st.sampled_from((0, 5, 13)), minutes=st.sampled_from((0, 4, 9)))
    def time_passes(self, days: int, minutes: int) -> None:
        self.now += timedelta(days=days, minutes=minutes, seconds=1)

    @rule(data=st.data(), whole_class=st.booleans())
    def invite(self, data: st.DataObject, whole_class: bool) -> None:
        if whole_class:
            made = invitations.invite_class(self.leader, self.maple.id, self.now)
        else:
            pupil = data.draw(st.sampled_from(self.pupils))
            made = [invitations.invite(self.leader, pupil.id, self.now)]
        for it in made:
            self.codes.append(Code(it.id, it.code, it.expires_at, pupil_id=it.pupil.id))

    @precondition(lambda self: self.codes)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(self.codes))
        invitations.cancel(self.leader, code.id, self.now)
        code.ended = code.ended or not code.used

    @precondition(lambda self: self.codes)
    @rule(data=st.data(), with_phone=st.booleans())
    def join(self, data: st.DataObject, with_phone: bool) -> None:
        """By a new phone, or by one that is, or was, signed in."""
        self._join(data, data.draw(st.sampled_from(self.codes)), with_phone)

    @rule(data=st.data(), with_phone=st.booleans())
    def invite_and_join(self, data: st.DataObject, with_phone: bool) -> None:
        """As at the gate."""
        pupil = data.draw(st.sampled_from(self.pupils))
        it = invitations.invite(self.leader, pupil.id, self.now)
        self.codes.append(Code(it.id, it.code, it.expires_at, pupil_id=pupil.id))
        self._join(data, self.codes[-1], with_phone)

    def _join(self, data: st.DataObject, code: Code, with_phone: bool) -> None:
        phone = None
        if with_phone and self.phones:
            phone = data.draw(st.sampled_from(self.phones))
        token = phone.token if phone else ""
        name = f"Parent {len(self.parents)}"
        if not self._is_open(code):
            with pytest.raises(NotFound, match="does not work"):
                joining.join(code.code, name, "mum", "", self.now, token=token)
            return
        got = joining.join(code.code, name, "mum", "", self.now, token=token)
        code.used = True
        if code.parent is not None:
            assert got not in {it.token for it in self.phones}
            self.phones.append(Phone(got, code.parent))
            return
        assert code.pupil_id is not None
        if phone and not phone.over:
            assert got == phone.token
            parent = phone.parent
        else:
            assert got not in {it.token for it in self.phones}
            with reading():
                found = models.Guardian.get(models.Guardian.name == name)
            parent = Parent(found.id, name)
            self.parents.append(parent)
            self.phones.append(Phone(got, parent))
        if parent.children.get(code.pupil_id) is not Asked.CONFIRMED:
            parent.children[code.pupil_id] = Asked.WAITING

    @precondition(lambda self: self.parents)
    @rule(data=st.data())
    def another_phone(self, data: st.DataObject) -> None:
        parent = data.draw(st.sampled_from(self.parents))
        if parent.withdrawn or not parent.confirmed:
            with pytest.raises(NotFound):
                joining.another_phone(parent.id, self.now)
            return
        made = joining.another_phone(parent.id, self.now)
        self.codes.append(Code(made.id, made.code, made.expires_at, parent=parent))

    @precondition(lambda self: self.parents)
    @rule(data=st.data(), yes=st.booleans())
    def decide(self, data: st.DataObject, yes: bool) -> None:
        """Mostly about somebody who waits; else it is refused."""
        pairs = [(parent, pupil_id) for parent in self.parents for pupil_id in parent.children]
        waiting = [
            (it, pupil_id) for it, pupil_id in pairs if it.children[pupil_id] is Asked.WAITING
        ]
        only_waiting = data.draw(st.booleans())
        chosen = waiting if waiting and only_waiting else pairs
        parent, pupil_id = data.draw(st.sampled_from(chosen))
        act = invitations.confirm if yes else invitations.refuse
        if parent.withdrawn or parent.children[pupil_id] is not Asked.WAITING:
            with pytest.raises(NotFound):
                act(self.leader, parent.id, pupil_id, self.now)
            return
        act(self.leader, parent.id, pupil_id, self.now)
        parent.children[pupil_id] = Asked.CONFIRMED if yes else Asked.REFUSED
        if set(parent.children.values()) == {Asked.REFUSED}:
            self._end_phones(parent, "out")

    @precondition(lambda self: self.parents)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        parent = data.draw(st.sampled_from(self.parents))
        self.now += timedelta(seconds=1)
        if parent.withdrawn:
            with pytest.raises(NotFound):
                withdrawal.withdraw(self.leader, parent.id, "court order", self.now)
            return
        withdrawal.withdraw(self.leader, parent.id, "court order", self.now)
        parent.withdrawn = True
        self._end_phones(parent, "withdrawn")
        self.now += timedelta(seconds=1)

    @precondition(lambda self: self.phones)
    @rule(data=st.data(), everywhere=st.booleans())
    def sign_out(self, data: st.DataObject, everywhere: bool) -> None:
        phone = data.draw(st.sampled_from(self.phones))
        if everywhere:
            signed_in = [it for it in self.phones if it.parent is phone.parent and not it.over]
            assert phones.sign_out_all(phone.parent.id, self.now) == len(signed_in)
            self._end_phones(phone.parent, "out")
        else:
            phones.sign_out(phone.token, self.now)
            phone.over = phone.over or "out"

    @invariant()
    def each_phone_sees_what_staff_confirmed(self) -> None:
        for phone in self.phones:
            visitor = phones.visitor(phone.token)
            if phone.over == "out":
                assert visitor is None
                continue
            assert visitor is not None
            assert visitor.guardian_id == phone.parent.id
            assert visitor.withdrawn is (phone.over == "withdrawn")
            children = {} if visitor.withdrawn else phone.parent.children
            confirmed = {it for it, asked in children.items() if asked is Asked.CONFIRMED}
            assert {it.id for it in visitor.children} == confirmed
            assert visitor.waiting is (Asked.WAITING in children.values())

    @invariant()
    def each_code_works_once_and_until_its_end(self) -> None:
        for code in self.codes:
            if self._is_open(code):
                assert joining.look(code.code, self.now).another_phone is (code.parent is not None)
            else:
                with pytest.raises(NotFound):
                    joining.look(code.code, self.now)
            if code.used:
                assert invitations.state(code.id, self.now) is InvitationState.USED

    @invariant()
    def the_board_and_the_waiting_agree(self) -> None:
        waiting = {
            (parent.id, pupil_id)
            for parent in self.parents
            for pupil_id, asked in parent.children.items()
            if asked is Asked.WAITING and not parent.withdrawn
        }
        found = invitations.waiting(self.leader, self.maple.id)
        assert {(it.guardian_id, it.pupil.id) for it in found} == waiting
        for row in invitations.board(self.leader, self.maple.id, self.now):
            asked = {
                parent.id: parent.children[row.pupil.id]
                for parent in self.parents
                if not parent.withdrawn
                and parent.children.get(row.pupil.id, Asked.REFUSED) is not Asked.REFUSED
            }
            assert {it.guardian_id: it.asked for it in row.parents} == asked
            is_open = any(it.pupil_id == row.pupil.id and self._is_open(it) for it in self.codes)
            if Asked.CONFIRMED in asked.values():
                assert row.connection is Connection.CONNECTED
            elif asked:
                assert row.connection is Connection.WAITING
            else:
                wanted = Connection.INVITED if is_open else Connection.NOT_INVITED
                assert row.connection is wanted

    def _is_open(self, code: Code) -> bool:
        if code.used or code.ended or code.until <= self.now:
            return False
        return code.parent is None or (code.parent.confirmed and not code.parent.withdrawn)

    def _end_phones(self, parent: Parent, why: str) -> None:
        for phone in self.phones:
            if phone.parent is parent:
                phone.over = phone.over or why
        if why == "withdrawn" or parent.confirmed:
            for code in self.codes:
                if code.parent is parent and not code.used:
                    code.ended = True


def test_r21_r23_families_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / connection.FILE_NAME
    connection.open_database(file)
    set_up("Riverside Primary", "Mrs Rowan", PIN, NOW)
    with writing():
        add_pupils(models.SchoolClass.create(name="Maple").id, ["Ava", "Ben"])
    connection.close_database()
    WHERE["file"] = file
    run_state_machine_as_test(
        Families,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
