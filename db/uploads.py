"""Upload links: leave to send files for one pupil, for ten minutes."""

from __future__ import annotations

from datetime import datetime

from db import models
from db.policy import Refused

OVER = "This link has ended. Please ask for a new one on the kiosk."
FULL = "This link has taken as many files as it may. Please ask for a new one on the kiosk."


def use(link_id: int, now: datetime) -> None:
    """Count one file against the link, inside the transaction that keeps the file.

    Raises `Refused` for a link that is full, has ended or is too old.
    """
    table = models.UploadLink
    row = table.get_or_none(table.id == link_id, table.ended_at.is_null(), table.expires_at > now)
    if row is None:
        raise Refused(OVER)
    counted = (
        table.update(files=table.files + 1)
        .where(table.id == link_id, table.files < table.most_files)
        .execute()
    )
    if not counted:
        raise Refused(FULL)
