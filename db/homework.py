"""Homework: due on a day, marked as done by the pupil, a parent or staff (R8).

A task is a post of kind homework; its instructions and examples are the post's words and files.
What teachers do with a task for the whole class is in `db/homework_class.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from db import models
from db.agreement import need_signed
from db.clock import school_day
from db.connection import reading, writing
from db.family_records import PhotoUse, Visitor
from db.homework_records import By, ChildTask, Done, Grid, Row, Task
from db.policy import NotAllowed, NotFound, Refused
from db.readers import NOT_YOUR_CHILD, classes_of
from db.records import Pupil, Staff
from db.roster import class_row, pupil_row, pupils
from db.story_photos import shown, tagged
from db.story_reading import mark_read
from db.story_records import PostKind
from db.story_rows import GONE, NOT_YOUR_CLASS, answerable, may_write, time_zone, working

SHOWN_FOR = timedelta(weeks=4)
MOST_TASKS = 60

Who = Staff | Pupil | Visitor
"""Who marks: somebody of the school, a pupil who is signed in, a parent's phone."""


def tasks(who: Who | None, pupil_id: int, now: datetime) -> list[ChildTask]:
    """A pupil's tasks: what is not due yet, and what was in the last four weeks, the first due
    first. Raises `NotAllowed` (R20 for a pupil), `NotFound` for a child of others."""
    with reading():
        classes = _classes(who, pupil_id)
        today = school_day(now, time_zone())
        d = models.HomeworkDone
        rows = _given(classes, today - SHOWN_FOR)
        ids = [row.id for row in rows]
        done = _done(d.post.in_(ids) & (d.pupil == pupil_id))
        files = tagged(ids, PhotoUse.CLASS_STORY)
    return [
        ChildTask(
            task=_task(row),
            words=row.words,
            writer=row.writer,
            files=shown(files.get(row.id, ())),
            done=done.get((row.id, pupil_id)),
            is_late=_task(row).due_on < today and (row.id, pupil_id) not in done,
        )
        for row in rows
    ]


def grid(actor: Staff | None, class_id: int, now: datetime, *, since: date | None = None) -> Grid:
    """Who of a class has done what, of the tasks due `since` a day (four weeks ago) and later.

    Raises `NotAllowed` for staff of other classes, `NotFound`. The same few queries, however many
    pupils and tasks.
    """
    d = models.HomeworkDone
    with reading():
        need_to_teach(actor, class_id)
        first = since or school_day(now, time_zone()) - SHOWN_FOR
        given = [_task(row) for row in _given([class_id], first)]
        known = pupils(class_id)
        marks = _done(d.post.in_([it.post_id for it in given]))
    return Grid(
        tuple(given),
        tuple(
            Row(pupil, tuple(marks.get((it.post_id, pupil.id)) for it in given)) for pupil in known
        ),
    )


def mark_done(
    who: Who | None, pupil_id: int, post_id: int, now: datetime, *, item_id: int | None = None
) -> Done:
    """Mark a task as done, with a portfolio item as the answer or without. Done again, it keeps
    its first moment; an item that is given then takes the place of the one before. A parent who
    marks it has read it.

    Raises `NotAllowed`, `NotFound` for a task that is not the pupil's, or work that is not.
    """
    d = models.HomeworkDone
    with writing():
        _need_task(who, pupil_id, post_id)
        if item_id is not None:
            _need_own(pupil_id, item_id)
        if isinstance(who, Visitor):
            mark_read(who.guardian_id, [post_id], now)
        mine = (d.post == post_id) & (d.pupil == pupil_id)
        if d.get_or_none(mine) is None:
            d.create(post=post_id, pupil=pupil_id, item=item_id, done_at=now, **_by(who))
        elif item_id is not None:
            d.update(item=item_id).where(mine).execute()
        return _done(mine)[post_id, pupil_id]


def mark_not_done(who: Who | None, pupil_id: int, post_id: int) -> None:
    """Take a mark back. What staff marked, only staff take back: `Refused`."""
    d = models.HomeworkDone
    with writing():
        _need_task(who, pupil_id, post_id)
        mine = (d.post == post_id) & (d.pupil == pupil_id)
        row = d.get_or_none(mine)
        if row is None:
            return
        if row.staff_id is not None and not isinstance(who, Staff):
            raise Refused("Your teacher has marked this as done.")
        d.delete().where(mine).execute()


def need_to_teach(actor: Staff | None, class_id: int) -> Staff:
    """Who asks, one of the class's staff; for use inside a transaction.

    Raises `NotAllowed` for staff of other classes, `NotFound` for no such class.
    """
    staff = working(actor)
    class_row(class_id)
    if not may_write(staff, [class_id]):
        raise NotAllowed(NOT_YOUR_CLASS)
    return staff


def _classes(who: Who | None, pupil_id: int) -> frozenset[int]:
    """The classes of a pupil, for one who may see their tasks."""
    e = models.Enrolment
    if isinstance(who, Visitor):
        return classes_of(who.guardian_id, pupil_id)[pupil_id]
    pupil_row(pupil_id)
    rows = e.select(e.school_class).where(e.pupil == pupil_id, e.left_on.is_null())
    classes = frozenset(row.school_class_id for row in rows)
    if isinstance(who, Pupil):
        if who.id != pupil_id:
            raise NotFound(NOT_YOUR_CHILD)
        need_signed(pupil_id)
    else:
        staff = working(who)
        classes = frozenset(it for it in classes if may_write(staff, [it]))
        if not classes:
            raise NotAllowed(NOT_YOUR_CLASS)
    return classes


def _given(classes: Collection[int], since: date) -> list[models.Post]:
    """The tasks that are shown in these classes, the first due first; of more than sixty, those
    due last."""
    p, s, place = models.Post, models.Staff, models.PostPlace
    here = place.select().where(
        place.post == p.id,
        place.school_class.in_(sorted(classes)),
        place.shown_at.is_null(False),
    )
    last = (
        p.select(p.id)
        .where(p.kind == PostKind.HOMEWORK.value, p.due_on >= since, fn.EXISTS(here))
        .order_by(p.due_on.desc(), p.id.desc())
        .limit(MOST_TASKS)
    )
    rows = p.select(p, s.name.alias("writer")).join(s).where(p.id.in_(last))
    return list(rows.order_by(p.due_on, p.id).objects())


def _need_task(who: Who | None, pupil_id: int, post_id: int) -> None:
    classes = _classes(who, pupil_id)
    if who is None or isinstance(who, Staff):
        answerable(who, post_id)
    need_given(classes, post_id)


def need_given(class_ids: Collection[int], post_id: int) -> None:
    """Whether a post is a task that is shown in one of these classes, else `NotFound`; for use
    inside a transaction."""
    p, place = models.Post, models.PostPlace
    there = (
        place.select()
        .join(p)
        .where(
            place.post == post_id,
            place.school_class.in_(sorted(class_ids)),
            place.shown_at.is_null(False),
            p.kind == PostKind.HOMEWORK.value,
        )
    )
    if not there.exists():
        raise NotFound(GONE)


def _need_own(pupil_id: int, item_id: int) -> None:
    i = models.PortfolioItem
    own = i.select().where(i.id == item_id, i.pupil == pupil_id, i.state != "taken back")
    if not own.exists():
        raise NotFound("That is not in this portfolio any more.")


def _by(who: Who | None) -> dict[str, int]:
    if isinstance(who, Visitor):
        return {"guardian": who.guardian_id}
    return {"staff": who.id} if isinstance(who, Staff) else {}


def _task(row: models.Post) -> Task:
    if row.due_on is None:
        raise ValueError("homework is due on a day")
    return Task(row.id, row.title, row.due_on)


def _done(wanted: Any) -> dict[tuple[int, int], Done]:
    """Marks by post and pupil. Work that was taken back is no answer any more."""
    d, i = models.HomeworkDone, models.PortfolioItem
    rows = (
        d.select(d, i.state.alias("item_state"))
        .join(i, JOIN.LEFT_OUTER, on=(d.item == i.id))
        .where(wanted)
        .objects()
    )
    found = {}
    for row in rows:
        by = By.STAFF if row.staff_id else By.PARENT if row.guardian_id else By.PUPIL
        item_id = None if row.item_state == "taken back" else row.item_id
        sent_back = row.item_state == "sent back"
        found[row.post_id, row.pupil_id] = Done(row.done_at, by, item_id, sent_back)
    return found
