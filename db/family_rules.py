"""What the school has chosen for its families: comments, reports and points (R2, R24, R25)."""

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
    hidden until a leader has decided. `needs_work_at_home`: parents see what took points away too,
    where the school has such skills."""

    comments_wait: bool = False
    reports_hide: bool = False
    needs_work_at_home: bool = False


def rules() -> Rules:
    """As the school has chosen; before that, comments show at once, reports hide nothing, and
    parents see only what points were given for."""
    with reading():
        row = models.FamilyRules.select().first()
        if row is None:
            return Rules()
        return Rules(row.comments_wait, row.reports_hide, row.needs_work_at_home)


def choose(leader: Staff | None, chosen: Rules, now: datetime) -> Rules:
    """For what happens from now on. Raises `NotAllowed` for anybody but a leader."""
    staff = need_leader(leader)
    with writing():
        row = models.FamilyRules.select().first() or models.FamilyRules()
        row.comments_wait, row.reports_hide = chosen.comments_wait, chosen.reports_hide
        row.needs_work_at_home = chosen.needs_work_at_home
        row.save()
        waits = "every comment waits" if chosen.comments_wait else "comments show at once"
        hides = "reports hide" if chosen.reports_hide else "reports do not hide"
        home = "needs-work at home" if chosen.needs_work_at_home else "no needs-work at home"
        audit.record(now, staff.id, "chose the rules for families", f"{waits}, {hides}, {home}")
    return chosen
