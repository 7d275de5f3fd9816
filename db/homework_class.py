"""A task of a whole class, for its teachers: every answer to it, and marking all at once (R8)."""

from __future__ import annotations

from datetime import datetime

from db import models
from db.connection import reading, writing
from db.homework import need_given, need_to_teach
from db.portfolio_records import Item
from db.portfolio_rows import records, visible_pupils, with_everything
from db.records import Staff
from db.roster import pupils


def answers(actor: Staff | None, class_id: int, post_id: int) -> list[Item]:
    """The portfolio work that answers a task, its pupils in name order (R4); the same few
    queries, however many. What was taken back is none any more.

    Raises `NotAllowed` for staff of other classes, `NotFound` for a task that is not the class's.
    """
    d, i = models.HomeworkDone, models.PortfolioItem
    with reading():
        staff = need_to_teach(actor, class_id)
        need_given([class_id], post_id)
        known = {pupil.id: pupil for pupil in pupils(class_id)}
        given = d.select(d.item).where(d.post == post_id, d.item.is_null(False))
        wanted = with_everything().where(
            i.id.in_(given), i.pupil.in_(list(known)), i.pupil.in_(visible_pupils(staff))
        )
        found = records(wanted, known)
    places = {pupil_id: place for place, pupil_id in enumerate(known)}
    return sorted(found, key=lambda it: places[it.pupil.id])


def mark_all_done(actor: Staff | None, class_id: int, post_id: int, now: datetime) -> int:
    """Mark a task as done for everybody of the class who has not done it; gives how many.

    Marks that are there already stay as they are. Raises as `answers` does.
    """
    d = models.HomeworkDone
    with writing():
        staff = need_to_teach(actor, class_id)
        need_given([class_id], post_id)
        done = {row.pupil_id for row in d.select(d.pupil).where(d.post == post_id)}
        left = [it.id for it in pupils(class_id) if it.id not in done]
        if left:
            d.insert_many(
                [
                    {"post": post_id, "pupil": pupil_id, "staff": staff.id, "done_at": now}
                    for pupil_id in left
                ]
            ).on_conflict_ignore().execute()
        return len(left)
