"""The guardian's row that the operations on families begin with, for use inside a transaction."""

from __future__ import annotations

from db import models
from db.policy import NotFound

SOMEBODY_GONE = "That parent or carer is not connected any more."


def guardian_here(guardian_id: int) -> models.Guardian:
    """The guardian's row. Raises `NotFound` for one whose access was withdrawn."""
    g = models.Guardian
    row = g.get_or_none(g.id == guardian_id, g.withdrawn_at.is_null())
    if row is None:
        raise NotFound(SOMEBODY_GONE)
    return row
