"""The rows that operations on stories begin with, and who may touch them; for use inside a
transaction."""

from __future__ import annotations

from collections.abc import Collection

from db import models
from db.clock import DEFAULT_TIME_ZONE
from db.family_records import PhotoUse
from db.policy import NotAllowed, NotFound, Refused, need_staff
from db.records import Role, Staff
from db.roster import taught_by
from db.story_records import PostState, Writing
from db.words import clean

LONGEST_TITLE = 80
LONGEST_POST = 10_000
LONGEST_COMMENT = 1_000
UNPUBLISHED = (PostState.DRAFT.value, PostState.WAITING.value, PostState.SCHEDULED.value)
GONE = "That post is not there any more."
STAFF_GONE = "You are not on the staff list any more."
NOT_YOUR_CLASS = "Only staff of the class and school leaders can do this."
NOT_YOUR_SCHOOL = "Only school leaders and the office can do this for the school story."


def working(actor: Staff | None) -> Staff:
    """The member of staff as the records have them now, whatever the screen still believes.

    Raises `NotAllowed` for nobody, and for one who has left.
    """
    staff = need_staff(actor)
    s = models.Staff
    row = s.get_or_none(s.id == staff.id, s.left_on.is_null())
    if row is None:
        raise NotAllowed(STAFF_GONE)
    return Staff(row.id, row.name, Role(row.role), bool(row.pin_hash))


def need_places(staff: Staff, class_ids: Collection[int]) -> None:
    """R5, R9: staff write for the classes they teach, the office for the school (no classes),
    leaders for all. Raises `NotAllowed`."""
    if staff.role is Role.LEADER:
        return
    if not class_ids:
        if staff.role is not Role.OFFICE:
            raise NotAllowed(NOT_YOUR_SCHOOL)
    elif not taught_by(staff.id) >= set(class_ids):
        raise NotAllowed(NOT_YOUR_CLASS)


def may_write(staff: Staff, class_ids: Collection[int]) -> bool:
    try:
        need_places(staff, class_ids)
    except NotAllowed:
        return False
    return True


def post_row(post_id: int) -> models.Post:
    """Raises `NotFound`."""
    row = models.Post.get_or_none(models.Post.id == post_id)
    if row is None:
        raise NotFound(GONE)
    return row


def place_ids(post_id: int) -> tuple[int, ...]:
    """The classes a post is for, none for the school story."""
    p = models.PostPlace
    rows = p.select(p.school_class).where(p.post == post_id, p.school_class.is_null(False))
    return tuple(row.school_class_id for row in rows.order_by(p.id))


def writable(actor: Staff | None, post_id: int) -> tuple[Staff, models.Post, tuple[int, ...]]:
    """Who asks, the post and its classes. A post that was never published is its writer's, and
    the leaders'. Raises `NotFound`, and `NotAllowed` for a post of other classes."""
    staff = working(actor)
    row = post_row(post_id)
    if row.published_at is None and row.staff_id != staff.id and staff.role is not Role.LEADER:
        raise NotFound(GONE)
    class_ids = place_ids(post_id)
    need_places(staff, class_ids)
    return staff, row, class_ids


def answerable(actor: Staff | None, post_id: int) -> tuple[Staff, models.Post]:
    """Who asks, and a post that they answer for: one of a class they teach, or that they might
    have written. Raises `NotFound`, `NotAllowed`."""
    staff = working(actor)
    class_ids = place_ids(post_id)
    if staff.role is not Role.LEADER and taught_by(staff.id).isdisjoint(class_ids):
        staff, row, _ = writable(staff, post_id)
        return staff, row
    row = post_row(post_id)
    if row.published_at is None and row.staff_id != staff.id and staff.role is not Role.LEADER:
        raise NotFound(GONE)
    return staff, row


def show_or_hide(post_id: int) -> None:
    """Bring a post's places in line with its state: shown while it is published and not held."""
    row, place = post_row(post_id), models.PostPlace
    is_shown = row.state == PostState.PUBLISHED.value and not row.held
    place.update(shown_at=row.published_at if is_shown else None).where(
        place.post == post_id
    ).execute()


def time_zone() -> str:
    """The school's, for use inside a transaction."""
    row = models.School.select(models.School.time_zone).first()
    return row.time_zone if row else DEFAULT_TIME_ZONE


def photo_use(class_ids: Collection[int]) -> PhotoUse:
    return PhotoUse.CLASS_STORY if class_ids else PhotoUse.SCHOOL_STORY


def named(row: models.Post) -> str:
    """A post in the log."""
    return f"{row.kind} {row.id}: {row.title or row.words}"[:120].replace("\n", " ")


def cleaned(written: Writing) -> tuple[str, str]:
    """Title and words, clean and no longer than they may be. Raises `Refused`."""
    return (
        text(written.title, LONGEST_TITLE, "title", lines=False),
        text(written.words, LONGEST_POST, "post"),
    )


def text(words: str, most: int, what: str, *, lines: bool = True) -> str:
    """`words` cleaned, line by line. Raises `Refused` where they are over `most` characters."""
    words = clean(words, lines=lines)
    if len(words) > most:
        raise Refused(f"A {what} has at most {most:,} characters; this has {len(words):,}.")
    return words
