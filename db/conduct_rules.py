"""What the school has chosen about comments and reports (R24, R25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db import audit, models
from db.connection import reading, writing
from db.policy import need_leader
from db.records import Staff


@dataclass(frozen=True, slots=True)
class Rules:
    """`comments_wait`: every comment waits for staff. `reports_hide`: what somebody reports is
    hidden until a leader has decided."""

    comments_wait: bool = False
    reports_hide: bool = False


def rules() -> Rules:
    """As the school has chosen; before that, comments show at once and reports hide nothing."""
    with reading():
        row = models.ConductRules.select().first()
        return Rules() if row is None else Rules(row.comments_wait, row.reports_hide)


def choose(leader: Staff | None, chosen: Rules, now: datetime) -> Rules:
    """For comments and reports from now on. Raises `NotAllowed` for anybody but a leader."""
    staff = need_leader(leader)
    with writing():
        row = models.ConductRules.select().first() or models.ConductRules()
        row.comments_wait, row.reports_hide = chosen.comments_wait, chosen.reports_hide
        row.save()
        waits = "every comment waits" if chosen.comments_wait else "comments show at once"
        hides = "reports hide" if chosen.reports_hide else "reports do not hide"
        audit.record(now, staff.id, "chose the rules of conduct", f"{waits}, {hides}")
    return chosen
