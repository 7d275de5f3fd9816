"""What tests about portfolios share: two families, their teachers, and files in the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import agreement, invitations, joining, media, models, people, phones, roster
from db.connection import writing
from db.family_records import Visitor
from db.media import Facts
from db.records import Pupil, Role, Staff
from tests.conftest import NOW, Here


@dataclass(frozen=True)
class Family:
    """Aisha who signed, her mum's phone, the parent of another child, two teachers."""

    aisha: Pupil
    mum: Visitor
    other_pupil: Pupil
    other_parent: Visitor
    teacher: Staff
    other_teacher: Staff


def two_families(here: Here) -> Family:
    aisha, other = roster.pupils(here.maple.id)[:2]
    for pupil in (aisha, other):
        agreement.sign(pupil, 1, NOW, typed_name=pupil.forename)
    with writing():
        models.SchoolClass.create(name="Oak")
    return Family(
        aisha,
        parent(here, aisha.id, "Sam"),
        other,
        parent(here, other.id, "Eve"),
        people.add_staff("Mr Ash", Role.TEACHER, NOW, class_name="Maple"),
        people.add_staff("Ms Yew", Role.TEACHER, NOW, class_name="Oak"),
    )


def parent(here: Here, pupil_id: int, name: str) -> Visitor:
    """A parent's phone, confirmed."""
    code = invitations.invite(here.leader, pupil_id, NOW).code
    token = joining.join(code, name, "mum", "", NOW)
    visitor = phones.visitor(token, NOW)
    assert visitor
    invitations.confirm(here.leader, visitor.guardian_id, pupil_id, NOW)
    confirmed = phones.visitor(token, NOW)
    assert confirmed
    return confirmed


def photo(folder: Path, words: bytes = b"photo", poster: bytes = b"small") -> str:
    """A file in the store, and its poster; gives its name."""
    clean, small = folder / "clean.jpg", folder / "poster.jpg"
    clean.write_bytes(words)
    small.write_bytes(poster)
    return media.keep(clean, small, Facts("photo", "image/png", 800, 600), NOW).sha256
