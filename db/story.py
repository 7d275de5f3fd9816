"""Publish posts of the class story and the school story, at once or later; edit them, take them
down, pin them (R5, R9).

The clock of the school decides when a post that was scheduled is published; while the kiosk was
off at that moment, it is published once, when the kiosk is back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from db import audit, models, story_states, word_list
from db.clock import moment_of
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Problem, Refused, need_leader
from db.records import Role, Staff
from db.story_fit import need_fit, need_near, need_places_there, need_whole
from db.story_photos import need_publishable
from db.story_records import PostState, Writing
from db.story_rows import (
    cleaned,
    named,
    place_ids,
    post_row,
    text,
    time_zone,
    working,
    writable,
)
from db.words import NOTE_LENGTH, required

LATEST = timedelta(days=366)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Due:
    """Ids of posts whose time had come: `published`, and `stopped`, which are drafts again with a
    note for their writer."""

    published: tuple[int, ...]
    stopped: tuple[int, ...]


def publish(
    actor: Staff | None,
    post_id: int,
    now: datetime,
    *,
    anyway: bool = False,
    on_top: bool = False,
) -> PostState:
    """Show a post to its readers now, with `on_top` pinned in all its stories; gives what it is
    after that.

    Words on the school's list raise `word_list.Tripped`; with `anyway` the post waits for a
    leader, and a leader's own is published (R24). Raises `Refused` with the reason where
    something is missing, or a photo may not be shown (R7).
    """
    with writing():
        staff, row, class_ids = writable(actor, post_id)
        need_fit(row, class_ids, now)
        row.publish_at = None
        if on_top:
            story_states.keep_on_top(staff, row, now)
        return _go(staff, row, now, anyway=anyway)


def need_ready(actor: Staff | None, post_id: int, now: datetime) -> None:
    """Raises what `publish` would, but for the words: for a look before it is pressed."""
    with reading():
        _, row, class_ids = writable(actor, post_id)
        need_fit(row, class_ids, now)


def schedule(
    actor: Staff | None,
    post_id: int,
    day: date,
    wall: time,
    now: datetime,
    *,
    anyway: bool = False,
    on_top: bool = False,
) -> PostState:
    """Publish a post when the school's clock shows `wall` on `day`, as `publish` would.

    Raises `Refused` for a time that is over, or more than a year away.
    """
    with writing():
        staff, row, class_ids = writable(actor, post_id)
        at = moment_of(day, wall, time_zone())
        if not now < at <= now + LATEST:
            raise Refused("Please choose a time that is still to come, within a year.")
        need_fit(row, class_ids, at)
        row.publish_at = at
        if on_top:
            story_states.keep_on_top(staff, row, now)
        return _go(staff, row, now, anyway=anyway)


def publish_due(now: datetime) -> Due:
    """Publish what was scheduled for `now` or before, in that order, each once.

    What may not be published any more, because permission for a photo was withdrawn or the class
    has gone, is a draft again and says why.
    """
    p = models.Post
    due = (p.state == PostState.SCHEDULED.value) & (p.publish_at <= now)
    if not _any_due(due):
        return Due((), ())
    published: list[int] = []
    stopped: list[int] = []
    with writing():
        for row in list(p.select().where(due).order_by(p.publish_at, p.id)):
            try:
                need_places_there(place_ids(row.id))
                need_publishable(row.id)
            except Problem as problem:
                row.state, row.publish_at, row.note = PostState.DRAFT.value, None, str(problem)
                row.save()
                audit.record(now, None, "stopped a scheduled post", named(row))
                stopped.append(row.id)
            else:
                # A tick apart, so that they stand in the order in which they were to come.
                story_states.show(None, row, now + len(published) * TICK)
                published.append(row.id)
    return Due(tuple(published), tuple(stopped))


def approve(leader: Staff | None, post_id: int, now: datetime) -> PostState:
    """Let a post that waits go its way: published, or scheduled where its time is to come."""
    with writing():
        staff = need_leader(working(leader))
        row = _waiting(post_id)
        need_publishable(row.id)
        audit.record(now, staff.id, "approved the words of a post", named(row))
        if row.publish_at is not None and row.publish_at > now:
            return story_states.schedule(row)
        return story_states.show(staff, row, now)


def send_back(leader: Staff | None, post_id: int, reason: str, now: datetime) -> PostState:
    """Give a post that waits back to its writer as a draft; one that was published before is
    taken down. Raises `NotAllowed`, `NotFound`, `Refused` without a reason."""
    reason = required(reason, "a reason", most=NOTE_LENGTH)
    with writing():
        staff = need_leader(working(leader))
        row = _waiting(post_id)
        state = PostState.DRAFT if row.published_at is None else PostState.TAKEN_DOWN
        row.state, row.publish_at, row.note = state.value, None, reason
        row.save()
        audit.record(now, staff.id, "sent a post back", f"{named(row)}: {reason}")
        return state


def edit(
    actor: Staff | None, post_id: int, written: Writing, now: datetime, *, anyway: bool = False
) -> PostState:
    """Change a published post; readers see that it was edited, and the old words are kept.

    Kind and classes stay as they are. Words on the list are as for `publish`: with `anyway`
    nobody sees the post until a leader has read it. One that was taken down stays so, or waits for
    a leader where only a leader may put it back.
    """
    title, words = cleaned(written)
    with writing():
        staff, row, class_ids = writable(actor, post_id)
        if row.published_at is None:
            raise Refused("This post is not published.")
        old = models.PostEdit(
            post=row.id, title=row.title, words=row.words, staff=staff.id, edited_at=now
        )
        before = (row.title, row.words, row.due_on, row.happens_on, row.happens_at)
        row.title, row.words = title, words
        row.due_on, row.happens_on = written.due_on, written.happens_on
        row.happens_at, row.comments_on = written.happens_at, written.comments_on
        need_whole(row, class_ids)
        need_near(row, now)
        if before != (row.title, row.words, row.due_on, row.happens_on, row.happens_at):
            old.save()
            row.edited_at, row.edits = now, row.edits + 1
            audit.record(now, staff.id, "edited a post", named(row))
        if row.state == PostState.TAKEN_DOWN.value:
            _need_kind(row, anyway=anyway)
            if not _may_put_back(staff, row):
                return story_states.wait(staff, row, now)
            row.save()
            return PostState.TAKEN_DOWN
        return _go(staff, row, now, anyway=anyway)


def take_down(actor: Staff | None, post_id: int, reason: str, now: datetime) -> None:
    """Hide a published post from all its readers; it is kept. Its writer's classes' staff and
    leaders may. Their `reason` is for its writer; for one's own post none is needed."""
    with writing():
        staff, row, _ = writable(actor, post_id)
        reason = text(reason, NOTE_LENGTH, "reason", lines=False)
        if row.staff_id != staff.id and not reason:
            raise Refused("Please type a reason.")
        if row.published_at is None:
            raise Refused("This post is not published.")
        story_states.take_down(staff, row, reason, now)


def put_back(actor: Staff | None, post_id: int, now: datetime) -> PostState:
    """Show a post again that was taken down, where it stood. Raises `Refused` as `publish` does;
    only its writer who took it down, or a leader, may."""
    with writing():
        staff, row, class_ids = writable(actor, post_id)
        if row.state != PostState.TAKEN_DOWN.value:
            raise Refused("This post was not taken down.")
        if not _may_put_back(staff, row):
            raise NotAllowed("Only a school leader can put this post back.")
        need_places_there(class_ids)
        need_publishable(row.id)
        audit.record(now, staff.id, "put a post back", named(row))
        return _go(staff, row, now, anyway=True)


def pin(actor: Staff | None, post_id: int, class_id: int | None, on: bool, now: datetime) -> None:
    """Keep a post on top of a class's story, or of the school's (None), or let it go.

    Raises `NotFound` where it is not in that story.
    """
    place = models.PostPlace
    with writing():
        staff, row, _ = writable(actor, post_id)
        here = place.school_class.is_null() if class_id is None else place.school_class == class_id
        done = place.update(pinned=on).where(place.post == post_id, here).execute()
        if not done:
            raise NotFound("This post is not in that story.")
        audit.record(now, staff.id, "pinned a post" if on else "unpinned a post", named(row))


def _any_due(due: object) -> bool:
    # Asked every few seconds: a look, so that nobody who writes has to wait for it.
    with reading():
        return bool(models.Post.select(models.Post.id).where(due).exists())


def _go(staff: Staff, row: models.Post, now: datetime, *, anyway: bool) -> PostState:
    if _need_kind(row, anyway=anyway) and staff.role is not Role.LEADER:
        return story_states.wait(staff, row, now)
    if row.publish_at is not None and row.publish_at > now:
        audit.record(now, staff.id, "scheduled a post", named(row))
        return story_states.schedule(row)
    return story_states.show(staff, row, now)


def _need_kind(row: models.Post, *, anyway: bool) -> bool:
    captions = [it.caption for it in row.files.order_by(models.PostFile.id)]
    return word_list.need_kind(row.title, row.words, *captions, anyway=anyway)


def _may_put_back(staff: Staff, row: models.Post) -> bool:
    return staff.role is Role.LEADER or (row.staff_id == staff.id and not row.note)


def _waiting(post_id: int) -> models.Post:
    row = post_row(post_id)
    if row.state != PostState.WAITING.value:
        raise NotFound("This post does not wait any more.")
    return row
