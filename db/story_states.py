"""What a post becomes: published, scheduled, waiting, taken down. Who may make it that is asked
before; for use inside a transaction."""

from __future__ import annotations

from datetime import datetime

from db import audit, models
from db.records import Staff
from db.story_records import PostState
from db.story_rows import named, show_or_hide


def wait(staff: Staff, row: models.Post, now: datetime) -> PostState:
    """For a leader: nobody else sees it until then."""
    row.state = PostState.WAITING.value
    row.save()
    show_or_hide(row.id)
    audit.record(now, staff.id, "sent a post to a leader", named(row))
    return PostState.WAITING


def schedule(row: models.Post) -> PostState:
    row.state, row.note = PostState.SCHEDULED.value, ""
    row.save()
    return PostState.SCHEDULED


def show(staff: Staff | None, row: models.Post, now: datetime) -> PostState:
    if row.published_at is None:
        row.published_at = now
        audit.record(now, staff.id if staff else None, "published a post", named(row))
    row.state, row.note, row.publish_at = PostState.PUBLISHED.value, "", None
    row.save()
    show_or_hide(row.id)
    return PostState.PUBLISHED


def keep_on_top(staff: Staff, row: models.Post, now: datetime) -> None:
    """In all its stories."""
    place = models.PostPlace
    place.update(pinned=True).where(place.post == row.id).execute()
    audit.record(now, staff.id, "pinned a post", named(row))


def take_down(staff: Staff, row: models.Post, reason: str, now: datetime) -> None:
    """A note is from somebody else, and then it is for a leader to put the post back, also after
    its writer has changed it and taken it down anew."""
    row.state, row.publish_at = PostState.TAKEN_DOWN.value, None
    row.note = row.note if row.staff_id == staff.id else reason
    row.save()
    show_or_hide(row.id)
    audit.record(now, staff.id, "took a post down", f"{named(row)}: {reason}")
