"""What a parent sees of a child first: what is new, what is to be done, and how it goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from db import models
from db.clock import school_day
from db.connection import reading
from db.family_records import Visitor
from db.homework import tasks
from db.homework_records import ChildTask
from db.portfolio_records import ItemState
from db.readers import classes_of
from db.small_markdown import beginning, plain
from db.story_reading import New, new_of, unread
from db.story_records import PostKind
from db.story_rows import time_zone

MOST_NEW = 6
MOST_NOTES = 3
BEGINNING = 80


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post that the parent has not opened yet. `title` is how it begins where it has none."""

    id: int
    kind: PostKind
    title: str
    of_school: bool
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """What a teacher wrote to a piece of the portfolio that they sent back (R17)."""

    about: str
    words: str
    teacher: str


@dataclass(frozen=True, slots=True)
class ChildPage:
    """`new` counts all, `posts` are the newest of them. `coming` are tasks that are not done yet,
    the first due first, and `late` those whose day is over; `done` is how many of those still to
    come are done. `points` are of all years."""

    new: New
    posts: tuple[NewPost, ...]
    coming: tuple[ChildTask, ...]
    late: tuple[ChildTask, ...]
    done: int
    points: int
    notes: tuple[Note, ...]


def child_page(visitor: Visitor, pupil_id: int, now: datetime) -> ChildPage:
    """The page of one child; the same few queries, whatever there is. Raises `NotFound` for a
    child of others."""
    with reading():
        classes = classes_of(visitor.guardian_id, pupil_id)[pupil_id]
        known = tasks(visitor, pupil_id, now)
        today = school_day(now, time_zone())
        to_come = [it for it in known if it.task.due_on >= today]
        return ChildPage(
            new=new_of(visitor.guardian_id, classes),
            posts=_posts(visitor.guardian_id, classes),
            coming=tuple(it for it in to_come if it.done is None),
            late=tuple(it for it in known if it.is_late),
            done=sum(it.done is not None for it in to_come),
            points=models.Pupil.get_by_id(pupil_id).points,
            notes=_notes(pupil_id),
        )


def _posts(guardian_id: int, classes: Collection[int]) -> tuple[NewPost, ...]:
    place, p = models.PostPlace, models.Post
    here = place.school_class.is_null() | place.school_class.in_(sorted(classes))
    # The newest first, of what stands in the index: the words of all the others stay unread.
    newest = (
        unread(guardian_id, here)
        .select(place.post, place.shown_at, place.school_class.is_null().alias("of_school"))
        .distinct()  # one of a post that stands in several of the child's stories
        .order_by(place.shown_at.desc(), place.post.desc())
        .limit(MOST_NEW)
        .alias("newest")
    )
    rows = (
        p.select(p.id, p.kind, p.title, p.words, newest.c.of_school, p.published_at)
        .join(newest, on=(p.id == newest.c.post_id))
        .order_by(newest.c.shown_at.desc(), p.id.desc())
    )
    return tuple(
        NewPost(post_id, PostKind(kind), title or _start(words), bool(of_school), at)
        for post_id, kind, title, words, of_school, at in rows.tuples().iterator()
    )


def _start(words: str) -> str:
    return plain(beginning(words, BEGINNING))


def _notes(pupil_id: int) -> tuple[Note, ...]:
    it, s = models.PortfolioItem, models.Staff
    rows = (
        it.select(it.words, it.note, s.name)
        .join(s, on=(it.decided_by == s.id))
        .where(it.pupil == pupil_id, it.state == ItemState.SENT_BACK.value)
        .order_by(it.decided_at.desc(), it.id.desc())
        .limit(MOST_NOTES)
    )
    return tuple(
        Note(words[:BEGINNING], note, teacher) for words, note, teacher in rows.tuples().iterator()
    )
