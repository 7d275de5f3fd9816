"""Phones that are signed in: whose they are, and signing out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from peewee import JOIN, Case

from db import audit, models
from db.codes import hash_token
from db.connection import looking, writing
from db.family_records import Asked, Visitor
from db.prepared import Prepared
from db.roster import as_known


def visitor(token: str) -> Visitor | None:
    """Whose phone this is, in one query; nobody's where it was signed out.

    A phone that a withdrawal signed out (R23) is told so, and nothing else.
    """
    if not token:
        return None
    with looking():
        rows = list(_VISITOR(hash_token(token)).objects())
    if not rows:
        return None
    phone = rows[0]
    if phone.ended is not None:
        if phone.ended != phone.withdrawn:
            return None
        return Visitor(phone.parent_id, phone.parent, (), waiting=False, withdrawn=True)
    asked = [row for row in rows if row.asked is not None]
    confirmed = [row for row in asked if row.asked == Asked.CONFIRMED.value]
    return Visitor(
        phone.parent_id,
        phone.parent,
        tuple(as_known(confirmed)),
        waiting=len(confirmed) < len(asked),
        withdrawn=False,
        phone_id=phone.phone_id,
    )


def were_here(moments: Mapping[int, datetime]) -> None:
    """Keep when phones, by their ids, were here last; many in one go, as one page is no reason to
    write."""
    phone = models.PhoneSession
    with writing():
        for phone_id, at in moments.items():
            phone.update(seen_at=at).where(phone.id == phone_id, phone.seen_at < at).execute()


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
    """Sign every phone of a parent out, end their codes for another and their calendar's address,
    which a lost phone knows too; gives how many phones."""
    phone, code, link = models.PhoneSession, models.Invitation, models.CalendarLink
    with writing():
        ended: int = (
            phone.update(ended_at=now)
            .where(phone.guardian == guardian_id, phone.ended_at.is_null())
            .execute()
        )
        code.update(ended_at=now).where(
            code.guardian == guardian_id, code.used_at.is_null(), code.ended_at.is_null()
        ).execute()
        link.update(ended_at=now).where(
            link.guardian == guardian_id, link.ended_at.is_null()
        ).execute()
        if ended:
            name = models.Guardian.get_by_id(guardian_id).name
            audit.record(now, None, "signed all phones out", f"{name} ({ended})")
        return ended


def _visitor(token_hash: str) -> Any:
    phone, g, link, p = models.PhoneSession, models.Guardian, models.Guardianship, models.Pupil
    there = (link.guardian == g.id) & (link.state != Asked.REFUSED.value)
    return (
        phone.select(
            *(p.id, p.forename, p.preferred_name, p.surname, p.avatar),
            phone.id.alias("phone_id"),
            phone.ended_at.alias("ended"),
            g.id.alias("parent_id"),
            g.name.alias("parent"),
            g.withdrawn_at.alias("withdrawn"),
            Case(None, [(p.id.is_null(False), link.state)]).alias("asked"),
        )
        .join(g)
        .join(link, JOIN.LEFT_OUTER, on=there)
        .join(p, JOIN.LEFT_OUTER, on=((link.pupil == p.id) & p.left_on.is_null()))
        .where(phone.token_hash == token_hash)
    )


_VISITOR = Prepared(models.Pupil, _visitor)
