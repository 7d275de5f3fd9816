"""Leaders take a parent's access away (R23)."""

from __future__ import annotations

from datetime import datetime

from db import audit, models
from db.connection import writing
from db.family_rows import guardian_here
from db.policy import need_leader
from db.records import Staff
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
