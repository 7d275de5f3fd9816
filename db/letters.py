"""Letters home from the command line: a code for each pupil of a class (R21).

Whoever may run commands on the school's device may read and change all its records, so nobody is
asked for a PIN there; the log says that it was the command line. At the kiosk it is a member of
staff: `invitations.invite_class()`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from db import audit, invitations, models
from db.connection import writing
from db.family_records import Connection, Invited
from db.policy import Refused
from db.reports import class_named

MISSING = (Connection.INVITED, Connection.NOT_INVITED)


def from_command_line(class_name: str, now: datetime, *, only_missing: bool) -> list[Invited]:
    """A code for every pupil of the class, in name order, or for those of whom no parent is
    connected or waits.

    Raises `NotFound` with the names of the classes that there are, `Refused` where there is
    nobody to write to.
    """
    with writing():
        class_id = class_named(class_name)
        chosen = [
            it.pupil
            for it in invitations.joined(class_id, now)
            if not only_missing or it.connection in MISSING
        ]
        if not chosen:
            raise Refused(
                f"Every family of {class_name} is connected or waits for the school."
                if only_missing
                else f"{class_name} has no pupils yet."
            )
        made = invitations.make_codes(None, chosen, now, printed=True)
        detail = f"{class_name} ({len(made)}), from the command line"
        audit.record(now, None, "invited the parents of a class", detail)
        return made


def never_sent(made: Collection[Invited], now: datetime) -> None:
    """The letters could not be written: their codes end, and nobody counts as invited by them."""
    table = models.Invitation
    ids = [it.id for it in made]
    with writing():
        table.update(ended_at=now).where(
            table.id.in_(ids), table.used_at.is_null(), table.ended_at.is_null()
        ).execute()
        audit.record(
            now, None, "ended the codes of letters that could not be written", f"{len(ids)}"
        )
