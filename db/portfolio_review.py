"""The teacher's side of portfolios: what waits, approving, sending back, comments (R17)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from peewee import fn

from db import audit, models
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused, need_staff
from db.portfolio_records import Item, ItemState, PortfolioTile
from db.portfolio_rows import (
    JUST_DECIDED,
    NOTHING_HERE,
    TAKEN_BACK,
    item_row,
    records,
    visible_pupils,
    with_everything,
)
from db.records import Role, SchoolClass, Staff
from db.roster import class_row, full_name, pupils, taught_by
from db.roster import classes as all_classes
from db.words import NOTE_LENGTH, required

WAITING, APPROVED = ItemState.WAITING.value, ItemState.APPROVED.value
SENT_BACK = ItemState.SENT_BACK.value
COMMENT_LENGTH = 500
MOST_AT_ONCE = 200
NOT_YOURS = "Portfolios are for the teachers of the class and for school leaders."


def classes(actor: Staff | None) -> list[SchoolClass]:
    """The classes whose portfolios this member of staff sees: all for leaders, else their own.

    Raises `NotAllowed` for nobody."""
    staff = need_staff(actor)
    with reading():
        own = taught_by(staff.id)
        return [it for it in all_classes() if staff.role is Role.LEADER or it.id in own]


def queue(actor: Staff | None, class_id: int, *, most: int = 50) -> list[Item]:
    """What waits for a teacher of the class, longest first; four queries for all.

    Raises `NotAllowed` for those who do not teach the class, `NotFound` for no such class.
    """
    it = models.PortfolioItem
    with reading():
        _need_to_teach(actor, class_id)
        known = {pupil.id: pupil for pupil in pupils(class_id)}
        wanted = with_everything().where(it.state == WAITING, it.pupil.in_(list(known)))
        return records(wanted.order_by(it.posted_at, it.id).limit(most), known)


def classroom(actor: Staff | None, class_id: int) -> list[PortfolioTile]:
    """The class in name order with how much is in each portfolio. Raises as `queue` does."""
    it = models.PortfolioItem
    with reading():
        _need_to_teach(actor, class_id)
        known = pupils(class_id)
        rows = (
            it.select(
                it.pupil,
                fn.COUNT(it.id),
                fn.SUM(it.state == WAITING),
                fn.MAX(it.posted_at),
            )
            .where(it.pupil.in_([pupil.id for pupil in known]), it.state != TAKEN_BACK)
            .group_by(it.pupil)
        )
        counts = {
            pupil_id: (items, waiting, newest_at)
            for pupil_id, items, waiting, newest_at in rows.tuples().iterator()
        }
    return [PortfolioTile(pupil, *counts.get(pupil.id, (0, 0, None))) for pupil in known]


def waiting(actor: Staff | None, class_id: int) -> int:
    """How many items of the class wait for a teacher. Raises as `queue` does."""
    it = models.PortfolioItem
    with reading():
        _need_to_teach(actor, class_id)
        ids = [pupil.id for pupil in pupils(class_id)]
        found: int = it.select().where(it.state == WAITING, it.pupil.in_(ids)).count()
        return found


def approve(actor: Staff | None, item_ids: Collection[int], now: datetime) -> int:
    """Approve items; gives how many were not approved before.

    All or none: raises `NotFound` when one of them is not there (any more), or is of a pupil
    whom the actor does not teach.
    """
    staff = need_staff(actor)
    ids = set(item_ids)
    if len(ids) > MOST_AT_ONCE:
        raise Refused(f"Please approve at most {MOST_AT_ONCE} at once.")
    it = models.PortfolioItem
    with writing():
        rows = it.select(it.id, it.state).where(
            it.id.in_(list(ids)), it.state != TAKEN_BACK, it.pupil.in_(visible_pupils(staff))
        )
        states = dict(rows.tuples().iterator())
        if ids - states.keys():
            raise NotFound(NOTHING_HERE)
        fresh = sorted(item_id for item_id, state in states.items() if state != APPROVED)
        if fresh:
            undecided = it.id.in_(fresh), it.state.in_([WAITING, SENT_BACK])
            done = (
                it.update(state=APPROVED, decided_at=now, decided_by=staff.id, note="")
                .where(*undecided)
                .execute()
            )
            if done != len(fresh):  # somebody was faster, where two can write at once
                raise Refused(JUST_DECIDED)
            which = ", ".join(map(str, fresh))
            audit.record(now, staff.id, "approved portfolio items", f"items {which}")
        return len(fresh)


def send_back(actor: Staff | None, item_id: int, note: str, now: datetime) -> None:
    """Send an item back with a note of what to do, also one that was approved by mistake.

    Raises `NotAllowed`, `NotFound` as `approve`, `Refused` without a note.
    """
    staff = need_staff(actor)
    note = required(note, "a note for the pupil", most=NOTE_LENGTH)
    it = models.PortfolioItem
    with writing():
        row = item_row(staff, item_id)
        done = (
            it.update(state=SENT_BACK, decided_at=now, decided_by=staff.id, note=note)
            .where(it.id == row.id, it.state == row.state)
            .execute()
        )
        if not done:  # somebody was faster, where two can write at once
            raise Refused(JUST_DECIDED)
        detail = f"item {row.id} of {full_name(row.pupil)}"
        audit.record(now, staff.id, "sent a portfolio item back", detail)


def comment(actor: Staff | None, item_id: int, words: str, now: datetime) -> None:
    """Write under an item, for pupil and parents to read. Raises as `send_back` does."""
    staff = need_staff(actor)
    words = required(words, "a comment", most=COMMENT_LENGTH)
    with writing():
        row = item_row(staff, item_id)
        models.ItemComment.create(item=row.id, staff=staff.id, words=words, written_at=now)
        detail = f"item {row.id} of {full_name(row.pupil)}"
        audit.record(now, staff.id, "commented on a portfolio item", detail)


def _need_to_teach(actor: Staff | None, class_id: int) -> None:
    staff = need_staff(actor)
    class_row(class_id)
    if staff.role is not Role.LEADER and class_id not in taught_by(staff.id):
        raise NotAllowed(NOT_YOURS)
