"""What tests of the stories on phones begin with: a phone of a parent of Aisha, one of another
class's, and their school's posts."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.testclient import TestClient

from db import invitations, joining, phones
from db.connection import writing
from db.family_records import Visitor
from db.models import Enrolment
from tests.conftest import NOW, Here, add_pupils
from tests.db.stories import other_class
from tests.web.conftest import Clock, new_phone, signed_in


@dataclass(frozen=True)
class Household:
    """A parent, the child they are connected with first, and their phone."""

    who: Visitor
    child_id: int
    phone: TestClient

    @property
    def guardian_id(self) -> int:
        return self.who.guardian_id

    @property
    def at(self) -> str:
        """The address of the child's page."""
        return f"/child/{self.child_id}"


def household(here: Here, clock: Clock, *pupil_ids: int, name: str = "Sam Hill") -> Household:
    """A parent whom staff confirmed for these pupils."""
    token = ""
    for pupil_id in pupil_ids:
        code = invitations.invite(here.leader, pupil_id, NOW).code
        token = joining.join(code, name, "Dad", "", NOW, token=token)
        who = phones.visitor(token)
        assert who
        invitations.confirm(here.leader, who.guardian_id, pupil_id, NOW)
    who = phones.visitor(token)
    assert who
    return Household(who, pupil_ids[0], signed_in(new_phone(here, clock), token))


def stranger(here: Here, clock: Clock) -> Household:
    """A parent whose child is in another class."""
    (zed,) = add_pupils(other_class(), ["Zed"])
    return household(here, clock, zed, name="Kim Brown")


def enrol(pupil_id: int, class_id: int) -> None:
    with writing():
        Enrolment.create(pupil=pupil_id, school_class=class_id, is_home=False)
