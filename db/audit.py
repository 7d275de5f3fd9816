"""The log of who did what (R26). It is only ever added to; the database refuses changes."""

from __future__ import annotations

from datetime import datetime

from db import models


def record(now: datetime, staff_id: int | None, action: str, detail: str = "") -> None:
    """Add one line, inside the transaction of what it tells of."""
    models.AuditEntry.insert(at=now, staff=staff_id, action=action, detail=detail).execute()
