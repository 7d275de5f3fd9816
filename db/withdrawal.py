"""Leaders take a parent's access away, and staff see of whom that was done (R23)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from db import audit, models
from db.connection import reading, writing
from db.family_records import Asked, Withdrawn
from db.family_rows import guardian_here
from db.policy import need_leader, need_staff
from db.records import Role, Staff
from db.words import NOTE_LENGTH, required


def withdraw(leader: Staff | None, guardian_id: int, reason: str, now: datetime) -> None:
    """End a parent's access at once, on every phone, for every child; codes for phones end too.

    The reason is for the school and never shown on the phone, which says to call the school. The
    parent may be invited anew, and is then confirmed anew. Raises `NotAllowed` for anybody but a
    leader, `Refused` without a reason, `NotFound` where access was withdrawn before.
    """
    staff = need_leader(leader)
    reason = required(reason, "a reason", most=NOTE_LENGTH)
    phone, code = models.PhoneSession, models.Invitation
    with writing():
        row = guardian_here(guardian_id)
        g = models.Guardian
        g.update(withdrawn_at=now, withdrawn_by=staff.id, withdrawn_reason=reason).where(
            g.id == guardian_id
        ).execute()
        phone.update(ended_at=now).where(
            phone.guardian == guardian_id, phone.ended_at.is_null()
        ).execute()
        code.update(ended_at=now).where(
            code.guardian == guardian_id, code.used_at.is_null(), code.ended_at.is_null()
        ).execute()
        audit.record(now, staff.id, "withdrew a parent's access", f"{row.name}: {reason}")


def withdrawn(actor: Staff | None, pupil_id: int) -> list[Withdrawn]:
    """Who was a parent of this pupil until a leader ended their access, newest first.

    Only leaders are told the reason. Raises `NotAllowed`.
    """
    return withdrawn_of(actor, [pupil_id]).get(pupil_id, [])


def withdrawn_of(actor: Staff | None, pupil_ids: Collection[int]) -> dict[int, list[Withdrawn]]:
    """`withdrawn()` of several pupils, those of whom nobody was left out, in one query."""
    is_leader = need_staff(actor).role is Role.LEADER
    g, link, staff = models.Guardian, models.Guardianship, models.Staff
    rows = (
        g.select(
            link.pupil, g.name, link.relationship, g.withdrawn_at, staff.name, g.withdrawn_reason
        )
        .join(link, on=(link.guardian == g.id))
        .join(staff, on=(staff.id == g.withdrawn_by))
        .where(
            link.pupil.in_(list(pupil_ids)),
            link.state != Asked.REFUSED.value,
            g.withdrawn_at.is_null(False),
        )
        .order_by(g.withdrawn_at.desc(), g.id)
    )
    found: dict[int, list[Withdrawn]] = defaultdict(list)
    with reading():
        for pupil_id, name, relationship, at, by, reason in rows.tuples().iterator():
            it = Withdrawn(name, relationship, at, by, reason if is_leader else "")
            found[pupil_id].append(it)
    return dict(found)
