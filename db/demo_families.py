"""The families of the made-up school: who is connected, who waits, and what parents allow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from db import models
from db.codes import hash_code, hash_token, new_code, new_token
from db.family_records import Asked, PhotoUse
from db.invitations import VALID

MOTHERS = (
    "Amina Beth Carys Dina Esme Fiona Gwen Helen Ivana Joan Karen Leila Marta Nell Orla".split()
)
FATHERS = (
    "Alan Bashir Colin Dev Eamon Farid Gareth Hugo Ivan Joseph Karl Liam Marek Neil Owen".split()
)
PHONES = ("iPhone", "Android phone", "Android phone", "iPad")
NO_ONE, INVITED, WAITING = {5, 12, 19, 26, 29}, {2, 8, 14, 20, 27}, {6, 21}  # the rest: connected
BOTH_PARENTS, GRANDPARENT = {0, 4, 11, 16}, 9
NO_STORIES, NOTHING_SAID, CHANGED_THEIR_MIND = {3, 18}, {12, 26}, 10


def fill(
    chance: Random, staff_id: int, pupils: Sequence[models.Pupil], start: datetime, now: datetime
) -> None:
    """Parents, invitations and photo permission of a class. `start` is when the term began."""
    waiting = [number for number in range(len(pupils)) if number in WAITING]
    for number, pupil in enumerate(pupils):
        joined = start + timedelta(days=2 + chance.randint(0, 30), minutes=chance.randint(0, 400))
        if number in WAITING:
            asked = now - timedelta(minutes=12 + 25 * waiting.index(number))
            _join(chance, staff_id, pupil, "Mum", asked, Asked.WAITING)
        elif number in INVITED:
            _invite(staff_id, pupil.id, now - timedelta(days=number % 9), used_by=None)
        elif number not in NO_ONE:
            relationship = "Gran" if number == GRANDPARENT else chance.choice(("Mum", "Dad"))
            _join(chance, staff_id, pupil, relationship, joined, Asked.CONFIRMED)
            if number in BOTH_PARENTS:
                other = "Dad" if relationship == "Mum" else "Mum"
                _join(chance, staff_id, pupil, other, joined + timedelta(days=1), Asked.CONFIRMED)
        if number in NO_ONE | INVITED:
            models.GuardianContact.create(
                name=_name(chance, pupil, "Mum"), relationship="Mother", pupil=pupil.id
            )
    _photos(staff_id, pupils, start)


def share(chance: Random, staff_id: int, one: models.Pupil, other: models.Pupil) -> None:
    """A parent of `one` is also `other`'s: two children in two classes."""
    link = models.Guardianship
    row = link.select().where(link.pupil == one.id, link.state == Asked.CONFIRMED.value).first()
    if row is not None:
        at = row.decided_at + timedelta(days=1, minutes=chance.randint(0, 99))
        _invite(staff_id, other.id, at, used_by=row.guardian_id)
        link.create(
            guardian=row.guardian_id,
            pupil=other.id,
            relationship=row.relationship,
            state=Asked.CONFIRMED.value,
            asked_at=at,
            decided_at=at,
            decided_by=staff_id,
        )


def _join(
    chance: Random,
    staff_id: int,
    pupil: models.Pupil,
    relationship: str,
    asked_at: datetime,
    state: Asked,
) -> None:
    """Nobody ever had the code or holds the phone: both are random and forgotten."""
    guardian = models.Guardian.create(name=_name(chance, pupil, relationship), joined_at=asked_at)
    _invite(staff_id, pupil.id, asked_at, used_by=guardian.id)
    is_decided = state is not Asked.WAITING
    models.Guardianship.create(
        guardian=guardian.id,
        pupil=pupil.id,
        relationship=relationship,
        state=state.value,
        asked_at=asked_at,
        decided_at=asked_at + timedelta(minutes=20) if is_decided else None,
        decided_by=staff_id if is_decided else None,
    )
    models.PhoneSession.create(
        token_hash=hash_token(new_token()),
        guardian=guardian.id,
        phone=chance.choice(PHONES),
        began_at=asked_at,
        seen_at=asked_at,
    )


def _invite(staff_id: int, pupil_id: int, made_at: datetime, *, used_by: int | None) -> None:
    models.Invitation.create(
        code_hash=hash_code(new_code()),
        pupil=pupil_id,
        printed=True,
        made_by=staff_id,
        made_at=made_at,
        expires_at=made_at + VALID,
        used_at=None if used_by is None else made_at,
        used_by=used_by,
    )


def _name(chance: Random, pupil: models.Pupil, relationship: str) -> str:
    forename = chance.choice(FATHERS if relationship == "Dad" else MOTHERS)
    return f"{forename} {pupil.surname}"


def _photos(staff_id: int, pupils: Sequence[models.Pupil], start: datetime) -> None:
    answers = []
    for number, pupil in enumerate(pupils):
        if number in NOTHING_SAID:
            continue
        for use in PhotoUse:
            is_allowed = use is PhotoUse.PORTFOLIO or number not in NO_STORIES
            if use is PhotoUse.SCHOOL_STORY and number % 7 == 1:
                is_allowed = False
            answers.append((pupil.id, use.value, is_allowed, staff_id, start))
    changed = pupils[CHANGED_THEIR_MIND].id
    later = start + timedelta(days=15)
    answers.append((changed, PhotoUse.SCHOOL_STORY.value, False, staff_id, later))
    answers.append(
        (changed, PhotoUse.SCHOOL_STORY.value, True, staff_id, later + timedelta(days=4))
    )
    table = models.PhotoPermission
    fields = [table.pupil, table.use, table.allowed, table.recorded_by, table.recorded_at]
    table.insert_many(answers, fields=fields).execute()
