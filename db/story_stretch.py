"""A stretch of a story around one of its posts: for a screen, where one goes up as well as down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from peewee import Tuple

from db import models
from db.connection import reading
from db.story_feed import PAGE, count, posts
from db.story_records import Cursor, Post, PostKind

END = Cursor(False, datetime(1970, 1, 1, tzinfo=UTC), 0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Posts that follow each other in a story, in its order. `before` is how many stand above
    them, `everything` how many there are in all."""

    posts: tuple[Post, ...]
    before: int
    everything: int

    @property
    def begins(self) -> bool:
        return self.before == 0

    @property
    def ends(self) -> bool:
        return self.before + len(self.posts) >= self.everything


def around(
    class_id: int | None,
    at: Cursor | None = None,
    *,
    kind: PostKind | None = None,
    above: int = PAGE,
    below: int = 2 * PAGE,
) -> Stretch:
    """Posts of a class's story, or of the school's (None): some `above` a place, and some from it
    on. The place is that of a post, whether it is still there or not; None is the beginning, `END`
    what comes after the last one. The same few queries wherever it is."""
    place, p = models.PostPlace, models.Post
    here = place.school_class.is_null() if class_id is None else place.school_class == class_id
    order = (place.pinned, place.shown_at, place.post)
    rows = place.select(*order).where(here, place.shown_at.is_null(False))
    if kind is not None:
        rows = rows.join(p).where(p.kind == kind.value)
    newest_first = [it.desc() for it in order]
    with reading():
        if at is None:
            found = _read(rows.order_by(*newest_first).limit(above + below))
        else:
            key = (at.pinned, place.shown_at.db_value(at.shown_at), at.post_id)
            up = rows.where(Tuple(*order) > key).order_by(*order).limit(above)
            down = rows.where(Tuple(*order) <= key).order_by(*newest_first).limit(below)
            found = [*reversed(_read(up)), *_read(down)]
        first = 0
        if at is not None and found:
            pinned, shown_at, post_id = found[0]
            key = (pinned, place.shown_at.db_value(shown_at), post_id)
            first = rows.where(Tuple(*order) > key).count()
        top = frozenset(post_id for pinned, _, post_id in found if pinned)
        classes = () if class_id is None else (class_id,)
        known = posts([it for *_, it in found], classes, pinned=top)
        return Stretch(tuple(known), first, count(class_id, kind=kind))


def cursor(post: Post) -> Cursor:
    """Where a post of a story stands in it."""
    return Cursor(post.pinned, post.published_at, post.id)


def _read(rows: Any) -> list[tuple[bool, datetime, int]]:
    return list(rows.tuples().iterator())
