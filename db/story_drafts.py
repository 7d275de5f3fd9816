"""What staff are writing: kept as they type, so that it outlives sign-out, idle and power cuts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from peewee import JOIN

from db import audit, models
from db.connection import reading, writing
from db.family_records import PhotoUse
from db.policy import NotFound, Refused
from db.records import Role, Staff
from db.roster import classes as all_classes
from db.roster import taught_by
from db.story_photos import tagged
from db.story_records import Draft, Places, PostKind, PostState, Writing
from db.story_rows import (
    UNPUBLISHED,
    cleaned,
    may_write,
    named,
    need_places,
    working,
    writable,
)

SCHOOL_STORY = "School story"
PUBLISHED_ALREADY = "This post is published already."


def save(
    actor: Staff | None, written: Writing, now: datetime, *, post_id: int | None = None
) -> int:
    """Keep a draft, new or known, however unfinished; gives its id.

    A post that was scheduled, or waits for a leader, is a draft again. Words are not looked at
    before they are published, only their length. Raises `NotAllowed` for classes of others (R5,
    R9), `NotFound` for a class that is gone, `Refused` for too long words.
    """
    title, words = cleaned(written)
    classes = list(dict.fromkeys(written.class_ids))
    with writing():
        staff = working(actor)
        need_places(staff, classes)
        c = models.SchoolClass
        if c.select().where(c.id.in_(classes), c.left_on.is_null()).count() != len(classes):
            raise NotFound("That class is not there any more.")
        new = models.Post(staff=staff.id, made_at=now)
        row = new if post_id is None else _unpublished(staff, post_id)
        row.kind, row.title, row.words = written.kind.value, title, words
        row.comments_on = written.comments_on
        row.due_on = written.due_on
        row.happens_on, row.happens_at = written.happens_on, written.happens_at
        row.state, row.publish_at, row.saved_at = PostState.DRAFT.value, None, now
        row.save()
        _put(row.id, classes)
        return int(row.id)


def discard(actor: Staff | None, post_id: int, now: datetime) -> None:
    """Throw a post away that was never published, with its files.

    Raises `NotAllowed`, `NotFound`, `Refused` for one that was.
    """
    with writing():
        staff = working(actor)
        row = _unpublished(staff, post_id)
        audit.record(now, staff.id, "threw a draft away", named(row))
        models.Post.delete().where(models.Post.id == post_id).execute()


def drafts(actor: Staff | None) -> list[Draft]:
    """What this person has not published yet, the last touched first."""
    p = models.Post
    with reading():
        staff = working(actor)
        mine = (p.staff == staff.id) & p.state.in_(UNPUBLISHED)
        return _drafts(mine)


def mine(actor: Staff | None) -> list[Draft]:
    """As `drafts`, and one's posts that were taken down, which one may put back or be told why."""
    p = models.Post
    with reading():
        staff = working(actor)
        states = (*UNPUBLISHED, PostState.TAKEN_DOWN.value)
        return _drafts((p.staff == staff.id) & p.state.in_(states))


def waiting(actor: Staff | None) -> list[Draft]:
    """Posts that wait for a leader because of their words (R24), the last touched first: for a
    leader all of them, for others their own."""
    p = models.Post
    with reading():
        staff = working(actor)
        wanted = p.state == PostState.WAITING.value
        if staff.role is not Role.LEADER:
            wanted &= p.staff == staff.id
        return _drafts(wanted)


def draft(actor: Staff | None, post_id: int) -> Draft:
    """One post as its writer sees it, published or not. Raises `NotAllowed`, `NotFound`."""
    with reading():
        writable(actor, post_id)
        (found,) = _drafts(models.Post.id == post_id)
        return found


def _unpublished(staff: Staff, post_id: int) -> models.Post:
    _, row, _ = writable(staff, post_id)
    if row.published_at is not None or row.state not in UNPUBLISHED:
        raise Refused(PUBLISHED_ALREADY)
    return row


def _put(post_id: int, classes: Sequence[int]) -> None:
    place = models.PostPlace
    places: list[int | None] = [*classes] or [None]
    standing = {row.school_class_id for row in place.select().where(place.post == post_id)}
    for gone in standing - set(places):
        here = place.school_class.is_null() if gone is None else place.school_class == gone
        place.delete().where(place.post == post_id, here).execute()
    for new in places:
        if new not in standing:
            place.create(post=post_id, school_class=new)


def _drafts(wanted: object) -> list[Draft]:
    p, s, place, c = models.Post, models.Staff, models.PostPlace, models.SchoolClass
    rows = list(
        p.select(p, s.name.alias("writer"))
        .join(s)
        .where(wanted)
        .order_by(p.saved_at.desc(), p.id.desc())
        .objects()
    )
    ids = [row.id for row in rows]
    places: dict[int, list[tuple[int, str]]] = defaultdict(list)
    standing = (
        place.select(place.post, c.id, c.name)
        .join(c, JOIN.INNER)
        .where(place.post.in_(ids))
        .order_by(place.id)
    )
    for post_id, class_id, name in standing.tuples().iterator():
        places[post_id].append((class_id, name))
    files = tagged([it for it in ids if it in places], PhotoUse.CLASS_STORY)
    files |= tagged([it for it in ids if it not in places], PhotoUse.SCHOOL_STORY)
    return [
        Draft(
            id=row.id,
            writing=Writing(
                kind=PostKind(row.kind),
                words=row.words,
                title=row.title,
                class_ids=tuple(class_id for class_id, _ in places[row.id]),
                comments_on=row.comments_on,
                due_on=row.due_on,
                happens_on=row.happens_on,
                happens_at=row.happens_at,
            ),
            state=PostState(row.state),
            note=row.note,
            writer_id=row.staff_id,
            writer=row.writer,
            places=tuple(name for _, name in places[row.id]) or (SCHOOL_STORY,),
            saved_at=row.saved_at,
            publish_at=row.publish_at,
            published_at=row.published_at,
            files=files.get(row.id, ()),
        )
        for row in rows
    ]


def places(actor: Staff | None) -> Places:
    """Where this person may write (R5, R9): what a screen offers."""
    with reading():
        staff = working(actor)
        mine = taught_by(staff.id)
        found = [it for it in all_classes() if staff.role is Role.LEADER or it.id in mine]
        return Places(tuple(found), school=may_write(staff, ()))


def is_writable(actor: Staff | None, class_ids: Sequence[int]) -> bool:
    """Whether this person may write here (R5, R9), for what a screen offers."""
    with reading():
        return may_write(working(actor), class_ids)
