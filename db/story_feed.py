"""Stories as they are read: pages of posts, newest first, pinned ones on top.

What is here is for everybody who may stand in front of the kiosk: no parent's name, no comment.
A page costs the same few queries however long the story is; the next one begins at a cursor, so
that a post that is published meanwhile moves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from peewee import JOIN, Tuple, fn

from db import models
from db.connection import looking, reading
from db.policy import NotFound, need_staff
from db.prepared import Prepared
from db.records import Staff
from db.story_photos import shown, tagged
from db.story_records import Cursor, OldWords, Page, Post, PostKind
from db.story_rows import GONE, photo_use, place_ids

PAGE = 20
LONGEST_PAGE = 100


def page(
    class_id: int | None,
    *,
    kind: PostKind | None = None,
    after: Cursor | None = None,
    size: int = PAGE,
) -> Page:
    """Posts of a class's story, or of the school's (None); of one `kind` only, where given."""
    return page_of(() if class_id is None else (class_id,), kind=kind, after=after, size=size)


def count(class_id: int | None, *, kind: PostKind | None = None) -> int:
    """How many posts the story has, for a scroll bar."""
    place, p = models.PostPlace, models.Post
    here = place.school_class.is_null() if class_id is None else place.school_class == class_id
    with reading():
        rows = place.select().where(here, place.shown_at.is_null(False))
        if kind is not None:
            rows = rows.join(p).where(p.kind == kind.value)
        return int(rows.count())


def post(post_id: int) -> Post:
    """One published post. Raises `NotFound` for one that is hidden from its readers."""
    with reading():
        return posts([post_id], place_ids(post_id))[0]


def newest(class_id: int) -> Post | None:
    """The newest post of a class, pinned or not, for the idle screen."""
    place = models.PostPlace
    with reading():
        tops = [
            place.select(place.shown_at, place.post)
            .where(
                place.school_class == class_id,
                place.pinned == is_pinned,
                place.shown_at.is_null(False),
            )
            .order_by(place.shown_at.desc(), place.post.desc())
            .limit(1)
            for is_pinned in (False, True)  # each is the end of the index
        ]
        found: list[tuple[datetime, int]] = [row for top in tops for row in top.tuples().iterator()]
        return posts([max(found)[1]], [class_id])[0] if found else None


def page_of(
    class_ids: Collection[int],
    *,
    kind: PostKind | None = None,
    after: Cursor | None = None,
    size: int = PAGE,
) -> Page:
    """A page of the stories of several classes as one, each post once, or of the school's (no
    classes). Who may ask is not asked here."""
    size = max(1, min(size, LONGEST_PAGE))
    place, p = models.PostPlace, models.Post
    with reading():
        rows = place.select(place.post, place.pinned, place.shown_at).where(
            _in(place, class_ids), place.shown_at.is_null(False)
        )
        if len(class_ids) > 1:
            rows = rows.where(~_better(place, class_ids))
        if kind is not None:
            rows = rows.join(p).where(p.kind == kind.value)
        if after is not None:
            before = (after.pinned, place.shown_at.db_value(after.shown_at), after.post_id)
            rows = rows.where(Tuple(place.pinned, place.shown_at, place.post) < before)
        rows = rows.order_by(place.pinned.desc(), place.shown_at.desc(), place.post.desc())
        found: list[tuple[int, bool, datetime]] = list(rows.limit(size + 1).tuples().iterator())
        here = found[:size]
        pinned = frozenset(post_id for post_id, is_pinned, _ in here if is_pinned)
        known = posts([post_id for post_id, _, _ in here], class_ids, pinned)
    last = here[-1] if len(found) > size else None
    return Page(tuple(known), Cursor(bool(last[1]), last[2], last[0]) if last else None)


def posts(
    post_ids: Sequence[int],
    class_ids: Collection[int],
    pinned: frozenset[int] | None = None,
) -> list[Post]:
    """Published posts in the order of `post_ids`, all of the school's story (no `class_ids`) or
    all of classes; four or five queries. Raises `NotFound` where one is not shown."""
    if not post_ids:
        return []
    place = models.PostPlace
    rows = {row.id: row for row in _POSTS(post_ids)}
    if len(rows) != len(set(post_ids)):
        raise NotFound(GONE)
    if pinned is None:
        top = place.select(place.post).where(
            place.post.in_(list(post_ids)), _in(place, class_ids), place.pinned
        )
        pinned = frozenset(row.post_id for row in top)
    files = tagged(post_ids, photo_use(class_ids))
    return [_record(rows[it], pinned=it in pinned, files=files.get(it, ())) for it in post_ids]


def marked(some: Sequence[Post], guardian_id: int) -> list[Post]:
    """The same posts with `liked` and `is_new` as they are for this parent; one query."""
    if not some:
        return []
    with looking():
        rows = _MARKS(guardian_id, [it.id for it in some]).tuples()
        known = {post_id: rest for post_id, *rest in rows}
    found = []
    for it in some:
        joined_at, liked, has_read = known[it.id]
        is_new = not has_read and it.published_at >= joined_at
        found.append(replace(it, liked=bool(liked), is_new=is_new) if liked or is_new else it)
    return found


def old_words(actor: Staff | None, post_id: int) -> list[OldWords]:
    """What stood in a published post before it was edited, newest first. For staff."""
    need_staff(actor)
    e, s = models.PostEdit, models.Staff
    with reading():
        rows = (
            e.select(e.title, e.words, s.name, e.edited_at)
            .join(s)
            .where(e.post == post_id)
            .order_by(e.id.desc())
        )
        return [OldWords(*row) for row in rows.tuples().iterator()]


def _in(place: Any, class_ids: Collection[int]) -> Any:
    if not class_ids:
        return place.school_class.is_null()
    if len(class_ids) == 1:
        return place.school_class == next(iter(class_ids))  # keeps to the order of the index
    return place.school_class.in_(list(class_ids))


def _better(place: Any, class_ids: Collection[int]) -> Any:
    """The same post stands in another of these stories too, and counts there."""
    other = place.alias()
    higher = (other.pinned > place.pinned) | (
        (other.pinned == place.pinned) & (other.id < place.id)
    )
    same = other.select().where(other.post == place.post, _in(other, class_ids), higher)
    return fn.EXISTS(same)


def _shown(post_ids: Collection[int]) -> Any:
    p, s = models.Post, models.Staff
    rows = p.select(p, s.name.alias("writer")).join(s)
    return rows.where(p.id.in_(post_ids), p.state == "published", ~p.held)


def _marks(guardian_id: int, post_ids: Collection[int]) -> Any:
    p, g, like, read = models.Post, models.Guardian, models.PostLike, models.PostRead
    return (
        p.select(
            p.id,
            g.joined_at,
            like.post.is_null(False).alias("liked"),
            read.post.is_null(False).alias("has_read"),
        )
        .join(g, on=(g.id == guardian_id))
        .join(like, JOIN.LEFT_OUTER, on=((like.post == p.id) & (like.guardian == g.id)))
        .join(read, JOIN.LEFT_OUTER, on=((read.post == p.id) & (read.guardian == g.id)))
        .where(p.id.in_(post_ids))
    )


_POSTS = Prepared(models.Post, _shown)
_MARKS = Prepared(models.Guardian, _marks)


def _record(row: models.Post, *, pinned: bool, files: Any) -> Post:
    visible = shown(files)
    return Post(
        id=row.id,
        kind=PostKind(row.kind),
        title=row.title,
        words=row.words,
        writer_id=row.staff_id,
        writer=row.writer,
        published_at=row.published_at,
        edited_at=row.edited_at,
        pinned=pinned,
        comments_on=row.comments_on,
        due_on=row.due_on,
        happens_on=row.happens_on,
        happens_at=row.happens_at,
        likes=row.likes,
        comments=row.comments,
        reads=row.reads,
        files=visible,
        hidden=len(files) - len(visible),
    )
