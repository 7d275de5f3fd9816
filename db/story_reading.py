"""What parents do with stories: read, like, and be counted as having seen (R6, R9).

Every function begins with the parent's id, as `phones.visitor` gave it, and raises `NotFound`, with
one sentence, for whatever is not in a story that this parent reads now; where `pupil_id` is given,
in those of that child.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from peewee import Select

from db import models
from db.connection import looking, reading, writing
from db.policy import NotFound
from db.readers import classes_of, readable, readers
from db.records import Pupil, Staff
from db.remembered import Remembered
from db.roster import as_known
from db.story_feed import PAGE, marked, page_of, posts
from db.story_photos import FILE_GONE, shown, tagged
from db.story_records import Cursor, Page, Post, PostKind, StoryFile
from db.story_rows import answerable, photo_use, place_ids

_PAGES: Remembered[Page] = Remembered(60)
"""Pages as all their readers see them: thirty families open the same one on the same evening."""


@dataclass(frozen=True, slots=True)
class New:
    """How many posts a parent has not opened yet, of those that came after they joined."""

    of_class: int
    of_school: int


@dataclass(frozen=True, slots=True)
class Reader:
    """A parent, and whose parent it is."""

    guardian_id: int
    name: str
    children: tuple[Pupil, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Of the `everybody` parents a post is for, `seen` have opened it; `not_yet` have not, in the
    order of their names."""

    seen: int
    everybody: int
    not_yet: tuple[Reader, ...]


def class_page(
    guardian_id: int,
    pupil_id: int,
    *,
    kind: PostKind | None = None,
    after: Cursor | None = None,
    size: int = PAGE,
) -> Page:
    """The stories of all classes of one child, as one story. Raises `NotFound`."""
    with looking():
        classes = classes_of(guardian_id, pupil_id)[pupil_id]
    if not classes:
        return Page((), None)
    return _page(guardian_id, tuple(sorted(classes)), kind, after, size)


def school_page(
    guardian_id: int,
    *,
    kind: PostKind | None = None,
    after: Cursor | None = None,
    size: int = PAGE,
) -> Page:
    """The school's story (R9). Raises `NotFound`."""
    with looking():
        classes_of(guardian_id)
    return _page(guardian_id, (), kind, after, size)


def post(guardian_id: int, post_id: int, pupil_id: int | None = None) -> Post:
    """One post; of the stories of one child, where `pupil_id` is given. To look at it does not mark
    it as read: a phone may fetch it ahead of its owner. Raises `NotFound`."""
    with reading():
        row, classes = readable(guardian_id, post_id, pupil_id)
        return marked(posts([row.id], sorted(classes)), guardian_id)[0]


def new(guardian_id: int, pupil_id: int) -> New:
    """What there is new for a child's page; a few queries. Raises `NotFound`."""
    with reading():
        return new_of(guardian_id, classes_of(guardian_id, pupil_id)[pupil_id])


def new_of_children(guardian_id: int) -> dict[int, New]:
    """What there is new for each child of a parent, by the child's id. Raises `NotFound`."""
    with reading():
        known = classes_of(guardian_id)
        of_school = _count(guardian_id, models.PostPlace.school_class.is_null())
        return {
            pupil_id: New(_of_classes(guardian_id, classes), of_school)
            for pupil_id, classes in known.items()
        }


def new_of(guardian_id: int, classes: Collection[int]) -> New:
    """What there is new in the stories of these classes and the school's; inside a transaction."""
    of_school = _count(guardian_id, models.PostPlace.school_class.is_null())
    return New(_of_classes(guardian_id, classes), of_school)


def unread(guardian_id: int, here: object) -> Select:
    """The places of posts that a parent has not opened, of those that came after they joined and
    stand `here`; inside a transaction."""
    place, read, g = models.PostPlace, models.PostRead, models.Guardian
    known = read.select(read.post).where(read.guardian == guardian_id)
    since = g.select(g.joined_at).where(g.id == guardian_id)
    # Both, so that the index is walked from the moment on and not from its beginning.
    either = place.pinned.in_([True, False])
    return place.select(place.post).where(
        here, either, place.shown_at >= since, place.post.not_in(known)
    )


def mark_read(
    guardian_id: int, post_ids: Collection[int], now: datetime, pupil_id: int | None = None
) -> int:
    """Remember that this parent has opened these posts; gives how many they had not before.

    Posts of other stories are left out without a word: the list comes from a page that may be
    older than what changed since. A few queries, however many posts.
    """
    place, read = models.PostPlace, models.PostRead
    with writing():
        mine = frozenset().union(*classes_of(guardian_id, pupil_id).values())
        theirs = place.school_class.is_null() | place.school_class.in_(sorted(mine))
        known = read.select(read.post).where(read.guardian == guardian_id)
        rows = (
            place.select(place.post)
            .where(
                place.post.in_(list(post_ids)),
                place.shown_at.is_null(False),
                theirs,
                place.post.not_in(known),
            )
            .distinct()
        )
        fresh = [row.post_id for row in rows]
        if fresh:
            marks = [(it, guardian_id, now) for it in fresh]
            read.insert_many(marks, [read.post, read.guardian, read.read_at]).execute()
            p = models.Post
            p.update(reads=p.reads + 1).where(p.id.in_(fresh)).execute()
        return len(fresh)


def like(
    guardian_id: int, post_id: int, on: bool, now: datetime, pupil_id: int | None = None
) -> int:
    """Like a post, which is then read too, or like it no more; twice is once. Gives how many like
    it then. Raises `NotFound`."""
    p, table = models.Post, models.PostLike
    with writing():
        readable(guardian_id, post_id, pupil_id)
        mine = (table.post == post_id) & (table.guardian == guardian_id)
        if on:
            mark_read(guardian_id, [post_id], now)
        if on and not table.select().where(mine).exists():
            table.create(post=post_id, guardian=guardian_id, liked_at=now)
            p.update(likes=p.likes + 1).where(p.id == post_id).execute()
        elif not on and table.delete().where(mine).execute():
            p.update(likes=p.likes - 1).where(p.id == post_id).execute()
        return int(p.get_by_id(post_id).likes)


def file(guardian_id: int, file_id: int) -> StoryFile:
    """A photo or file of a post that this parent reads, while it may be shown (R7)."""
    f = models.PostFile
    with reading():
        row = f.get_or_none(f.id == file_id)
        if row is None:
            raise NotFound(FILE_GONE)
        _, classes = readable(guardian_id, row.post_id)
        (found,) = tagged([row.post_id], photo_use(classes), only=file_id)[row.post_id]
        for it in shown([found]):
            return it
    raise NotFound(FILE_GONE)


def seen(actor: Staff | None, post_id: int) -> Seen:
    """Which parents have opened a post, and which have not yet, for those who answer for it.

    Raises `NotAllowed`, `NotFound`. A few queries, however many parents.
    """
    read = models.PostRead
    with reading():
        answerable(actor, post_id)
        everybody = readers(place_ids(post_id))
        rows = read.select(read.guardian).where(read.post == post_id)
        have = {row.guardian_id for row in rows} & everybody.keys()
    missing = [
        Reader(guardian_id, name, tuple(as_known(children)))
        for guardian_id, (name, children) in everybody.items()
        if guardian_id not in have
    ]
    missing.sort(key=lambda it: (it.name.casefold(), it.guardian_id))
    return Seen(len(have), len(everybody), tuple(missing))


def _page(
    guardian_id: int,
    classes: tuple[int, ...],
    kind: PostKind | None,
    after: Cursor | None,
    size: int,
) -> Page:
    asked = classes, kind, after, size
    page = _PAGES.get(asked, lambda: page_of(classes, kind=kind, after=after, size=size))
    return Page(tuple(marked(page.posts, guardian_id)), page.after)


def _of_classes(guardian_id: int, classes: Collection[int]) -> int:
    return _count(guardian_id, models.PostPlace.school_class.in_(sorted(classes)))


def _count(guardian_id: int, here: object) -> int:
    return int(unread(guardian_id, here).distinct().count())
