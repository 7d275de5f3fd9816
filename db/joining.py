"""The parent's side of joining: what a code says, using it, and a code for another phone (R21)."""

from __future__ import annotations

from datetime import datetime, timedelta

from db import audit, models, school
from db.codes import hash_code, hash_token, new_code, new_token
from db.connection import reading, writing
from db.family_records import Asked, PhoneCode, Welcome
from db.family_rows import SOMEBODY_GONE, guardian_here
from db.policy import NotFound
from db.records import Staff
from db.words import clean, required

PHONE_CODE_VALID = timedelta(minutes=10)
NO_SUCH_CODE = (
    "This code does not work. It may have been used already, or be too old. "
    "Please ask the school for a new one."
)


def look(code: str, now: datetime) -> Welcome:
    """What the page of a code shows. It uses nothing up, however often it is fetched.

    Raises `NotFound`, with the same sentence for a used, expired, ended or guessed code.
    """
    with reading():
        row = _open_code(code, now)
        here = school.current()
        return Welcome(here.name if here else "", row.guardian_id is not None)


def join(
    code: str, name: str, relationship: str, phone: str, now: datetime, *, token: str = ""
) -> str:
    """Use a code up; gives the token for this phone's cookie.

    A child's code makes a parent who waits for staff. With the `token` of a phone that is signed
    in, that parent asks for one more child and keeps name and token. A code for another phone
    signs the parent it was made for in here; `name` and `relationship` are then not needed.
    Raises `NotFound` as `look` does, and `Refused` for a missing name, which uses nothing up.
    """
    phone = clean(phone)[:80]
    with writing():
        row = _open_code(code, now)
        if row.guardian_id is not None:
            _use_up(row, row.guardian_id, now)
            audit.record(now, None, "signed another phone in", guardian_here(row.guardian_id).name)
            return _sign_in(row.guardian_id, phone, now)
        guardian = _signed_in(token)
        relationship = required(relationship, "who you are to the child")
        is_new = guardian is None
        if guardian is None:
            guardian = models.Guardian.create(name=required(name, "your name"), joined_at=now)
        _use_up(row, guardian.id, now)
        _ask(guardian.id, row.pupil_id, relationship, now)
        audit.record(now, None, "used an invitation", f"{guardian.name}, code {row.id}")
        return _sign_in(guardian.id, phone, now) if is_new else token


def another_phone(guardian_id: int, now: datetime, *, actor: Staff | None = None) -> PhoneCode:
    """Make a code, good for ten minutes, that signs one more phone of a confirmed parent in.

    `actor` is the member of staff at the kiosk; without one the parent's own signed-in phone asks.
    Raises `NotFound` for a parent who is not confirmed for any child.
    """
    with writing():
        guardian = guardian_here(guardian_id)
        if not _is_confirmed(guardian_id):
            raise NotFound(SOMEBODY_GONE)
        code, expires_at = new_code(), now + PHONE_CODE_VALID
        row = models.Invitation.create(
            code_hash=hash_code(code),
            guardian=guardian_id,
            made_by=actor.id if actor else None,
            made_at=now,
            expires_at=expires_at,
        )
        staff_id = actor.id if actor else None
        audit.record(now, staff_id, "made a code for another phone", guardian.name)
        return PhoneCode(row.id, code, expires_at)


def _open_code(code: str, now: datetime) -> models.Invitation:
    table = models.Invitation
    row = table.get_or_none(
        table.code_hash == hash_code(code),
        table.used_at.is_null(),
        table.ended_at.is_null(),
        table.expires_at > now,
    )
    if row is None:
        raise NotFound(NO_SUCH_CODE)
    if row.guardian_id is None:
        p = models.Pupil
        good = p.select().where(p.id == row.pupil_id, p.left_on.is_null()).exists()
    else:
        g = models.Guardian
        here = g.select().where(g.id == row.guardian_id, g.withdrawn_at.is_null()).exists()
        good = here and _is_confirmed(row.guardian_id)
    if not good:
        raise NotFound(NO_SUCH_CODE)
    return row


def _use_up(row: models.Invitation, guardian_id: int, now: datetime) -> None:
    table = models.Invitation
    used = (
        table.update(used_at=now, used_by=guardian_id)
        .where(table.id == row.id, table.used_at.is_null())
        .execute()
    )
    if not used:  # another phone was faster, on a database that lets two write at once
        raise NotFound(NO_SUCH_CODE)


def _ask(guardian_id: int, pupil_id: int, relationship: str, now: datetime) -> None:
    link = models.Guardianship
    row = link.get_or_none(link.guardian == guardian_id, link.pupil == pupil_id)
    if row is None:
        link.create(guardian=guardian_id, pupil=pupil_id, relationship=relationship, asked_at=now)
    elif row.state != Asked.CONFIRMED.value:
        link.update(
            relationship=relationship,
            state=Asked.WAITING.value,
            asked_at=now,
            decided_at=None,
            decided_by=None,
        ).where(link.guardian == guardian_id, link.pupil == pupil_id).execute()


def _sign_in(guardian_id: int, phone: str, now: datetime) -> str:
    token = new_token()
    models.PhoneSession.create(
        token_hash=hash_token(token),
        guardian=guardian_id,
        phone=phone,
        began_at=now,
        seen_at=now,
    )
    return token


def _signed_in(token: str) -> models.Guardian | None:
    if not token:
        return None
    g, phone = models.Guardian, models.PhoneSession
    found: models.Guardian | None = (
        g.select()
        .join(phone, on=(phone.guardian == g.id))
        .where(
            phone.token_hash == hash_token(token),
            phone.ended_at.is_null(),
            g.withdrawn_at.is_null(),
        )
        .first()
    )
    return found


def _is_confirmed(guardian_id: int) -> bool:
    link, p = models.Guardianship, models.Pupil
    return bool(
        link.select()
        .join(p)
        .where(
            link.guardian == guardian_id,
            link.state == Asked.CONFIRMED.value,
            p.left_on.is_null(),
        )
        .exists()
    )
