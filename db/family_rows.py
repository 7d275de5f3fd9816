"""Rows that the operations on families begin with, for use inside a transaction."""

from __future__ import annotations

from db import models
from db.policy import NotFound

SOMEBODY_GONE = "That parent or carer is not connected any more."


def pupil_here(pupil_id: int) -> models.Pupil:
    """The pupil's row. Raises `NotFound` for one who left."""
    row = models.Pupil.get_or_none(models.Pupil.id == pupil_id, models.Pupil.left_on.is_null())
    if row is None:
        raise NotFound("That pupil is not on the class list any more.")
    return row


def guardian_here(guardian_id: int) -> models.Guardian:
    """The guardian's row. Raises `NotFound` for one whose access was withdrawn."""
    g = models.Guardian
    row = g.get_or_none(g.id == guardian_id, g.withdrawn_at.is_null())
    if row is None:
        raise NotFound(SOMEBODY_GONE)
    return row


def full_name(row: models.Pupil) -> str:
    """The pupil's name for the log."""
    return f"{row.preferred_name or row.forename} {row.surname}".strip()
