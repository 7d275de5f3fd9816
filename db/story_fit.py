"""What a post must have before it is published; for use inside a transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from db import models
from db.clock import school_day
from db.policy import NotFound, Refused
from db.story_photos import FilesWanted, need_publishable
from db.story_records import CLASS_KINDS, SCHOOL_KINDS, PostKind
from db.story_rows import UNPUBLISHED, time_zone

LATEST_DAY = timedelta(days=2 * 366)


def need_fit(row: models.Post, class_ids: Collection[int], at: datetime) -> None:
    """What a post must have to be published at `at`. Raises `Refused`, `NotFound`."""
    if row.state not in UNPUBLISHED or row.published_at is not None:
        raise Refused("This post was published already.")
    need_places_there(class_ids)
    need_whole(row, class_ids)
    need_near(row, at)
    if row.due_on is not None and row.due_on < school_day(at, time_zone()):
        raise Refused("Homework must be due on the day it is published, or later.")
    need_publishable(row.id)


def need_whole(row: models.Post, class_ids: Collection[int]) -> None:
    """What a post of its kind must have, and must not have. Raises `Refused`, `FilesWanted`."""
    kind = PostKind(row.kind)
    if kind not in (CLASS_KINDS if class_ids else SCHOOL_KINDS):
        raise Refused(f"There is no {kind} in this story.")
    f, m = models.PostFile, models.Media
    files = {it.kind for it in m.select(m.kind).join(f).where(f.post == row.id)}
    if not (row.title or row.words or files):
        raise Refused("Please write something first.")
    if kind is PostKind.HOMEWORK and not (row.title and row.due_on):
        raise Refused("Homework needs a title and a day on which it is due.")
    if kind is not PostKind.HOMEWORK and row.due_on:
        raise Refused("Only homework is due on a day.")
    if kind is PostKind.NEWSLETTER and "pdf" not in files:
        raise FilesWanted("A newsletter needs a PDF.")
    if row.happens_on and kind is not PostKind.REMINDER:
        raise Refused("Only a reminder is for a day.")
    if row.happens_at and not row.happens_on:
        raise Refused("Please choose the day too.")
    if row.happens_on and not (row.title or row.words):
        raise Refused("Please write what it is that happens.")


def need_near(row: models.Post, at: datetime) -> None:
    """A day that is years away is a slip, and would stay on top of every list. Raises `Refused`."""
    day = row.due_on or row.happens_on
    if day is not None and day - school_day(at, time_zone()) > LATEST_DAY:
        raise Refused("Please choose a day within two years.")


def need_places_there(class_ids: Collection[int]) -> None:
    """Raises `NotFound` for a class that has left."""
    c = models.SchoolClass
    here = c.select().where(c.id.in_(list(class_ids)), c.left_on.is_null()).count()
    if here != len(class_ids):
        raise NotFound("A class of this post is not there any more.")
