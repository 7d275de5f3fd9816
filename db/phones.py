"""Phones that are signed in: whose they are, and signing out."""

from __future__ import annotations

from datetime import datetime, timedelta

from db import audit, models
from db.codes import hash_token
from db.connection import reading, writing
from db.family_records import Asked, Visitor
from db.records import Pupil
from db.roster import as_known

SEEN_EVERY = timedelta(minutes=1)


def visitor(token: str, now: datetime) -> Visitor | None:
    """Whose phone this is, in two queries; nobody's where it was signed out.

    A phone that a withdrawal signed out (R23) is told so, and nothing else. When the phone was
    here last is kept to the minute.
    """
    if not token:
        return None
    phone, g = models.PhoneSession, models.Guardian
    with reading():
        row = phone.select(phone, g).join(g).where(phone.token_hash == hash_token(token)).first()
        if row is None:
            return None
        guardian = row.guardian
        if row.ended_at is not None:
            if row.ended_at != guardian.withdrawn_at:
                return None
            return Visitor(guardian.id, guardian.name, (), waiting=False, withdrawn=True)
        children, is_waiting = _children(guardian.id)
    if now - row.seen_at >= SEEN_EVERY:
        with writing():
            phone.update(seen_at=now).where(phone.id == row.id).execute()
    return Visitor(
        guardian.id, guardian.name, tuple(children), is_waiting, withdrawn=False, phone_id=row.id
    )


def sign_out(token: str, now: datetime) -> None:
    """Sign this phone out; one that is not signed in stays so."""
    phone = models.PhoneSession
    with writing():
        row = phone.get_or_none(phone.token_hash == hash_token(token), phone.ended_at.is_null())
        if row is None:
            return
        phone.update(ended_at=now).where(phone.id == row.id).execute()
        audit.record(now, None, "signed a phone out", row.guardian.name)


def sign_out_all(guardian_id: int, now: datetime) -> int:
    """Sign every phone of a parent out and end their codes for another; gives how many phones."""
    phone, code = models.PhoneSession, models.Invitation
    with writing():
        ended: int = (
            phone.update(ended_at=now)
            .where(phone.guardian == guardian_id, phone.ended_at.is_null())
            .execute()
        )
        code.update(ended_at=now).where(
            code.guardian == guardian_id, code.used_at.is_null(), code.ended_at.is_null()
        ).execute()
        if ended:
            name = models.Guardian.get_by_id(guardian_id).name
            audit.record(now, None, "signed all phones out", f"{name} ({ended})")
        return ended


def _children(guardian_id: int) -> tuple[list[Pupil], bool]:
    p, link = models.Pupil, models.Guardianship
    rows = list(
        p.select(p, link.state.alias("asked"))
        .join(link, on=(link.pupil == p.id))
        .where(
            link.guardian == guardian_id,
            link.state != Asked.REFUSED.value,
            p.left_on.is_null(),
        )
        .objects()
    )
    confirmed = [row for row in rows if row.asked == Asked.CONFIRMED.value]
    return as_known(confirmed), len(confirmed) < len(rows)
