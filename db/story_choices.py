"""What somebody may do with a post, for a screen that offers no more than that.

The operations themselves ask again.
"""

from __future__ import annotations

from dataclasses import dataclass

from db import models
from db.connection import reading
from db.policy import Problem
from db.records import Role, Staff
from db.story_records import PostState
from db.story_rows import answerable, working, writable


@dataclass(frozen=True, slots=True)
class Choices:
    """`edit` is to change the words of a published post, or of one that was taken down; `change`
    to pin one and to take it down, `needs_reason` whether the last needs one; `answer` to see who
    has read it, and its comments; `pinned` whether it is on top of the story that was asked about,
    and None where it does not stand in that one."""

    edit: bool = False
    change: bool = False
    needs_reason: bool = False
    put_back: bool = False
    answer: bool = False
    report: bool = False
    pinned: bool | None = None


def choices(actor: Staff | None, post_id: int, class_id: int | None) -> Choices:
    """What this person may do with a post that stands in a class's story, or in the school's
    (None); for nobody, and for a post that is gone, nothing. A few queries."""
    with reading():
        try:
            staff, row = answerable(actor, post_id)
        except Problem:
            return Choices(report=_may_report(actor, post_id))
        is_published = row.state == PostState.PUBLISHED.value
        is_down = row.state == PostState.TAKEN_DOWN.value
        is_own = row.staff_id == staff.id
        may_write = _may_write(staff, post_id)
        may_put_back = staff.role is Role.LEADER or (is_own and not row.note)
        return Choices(
            edit=may_write and (is_published or is_down),
            change=may_write and is_published,
            needs_reason=not is_own,
            put_back=may_write and is_down and may_put_back,
            answer=row.published_at is not None,
            report=is_published and not is_own,
            pinned=_pinned(post_id, class_id),
        )


def _may_write(staff: Staff, post_id: int) -> bool:
    try:
        writable(staff, post_id)
    except Problem:
        return False
    return True


def _may_report(actor: Staff | None, post_id: int) -> bool:
    try:
        working(actor)
    except Problem:
        return False
    row = models.Post.get_or_none(models.Post.id == post_id)
    return row is not None and row.state == PostState.PUBLISHED.value


def _pinned(post_id: int, class_id: int | None) -> bool | None:
    place = models.PostPlace
    here = place.school_class.is_null() if class_id is None else place.school_class == class_id
    row = place.get_or_none(place.post == post_id, here)
    return None if row is None else bool(row.pinned)
