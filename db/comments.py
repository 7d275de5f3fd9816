"""Comments under posts: parents write them, staff answer, let them through or hide them (R6, R24).

A comment that must wait is seen by its writer, who is told so, and by staff; nothing is dropped.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from db import audit, models, story_reading, word_list
from db.connection import reading, writing
from db.family_rules import rules
from db.policy import NotFound, Refused
from db.readers import children_of, readable
from db.records import Role, Staff
from db.roster import full_name, taught_by
from db.story_records import Comment, CommentState, Post, PostState
from db.story_rows import LONGEST_COMMENT, answerable, named, text, working
from db.words import NOTE_LENGTH, required

MOST_OF_ONE = 30
COMMENT_GONE = "That comment is not there any more."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment that waits for staff, with what it stands under."""

    comment: Comment
    post: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that stands under a post, for its staff. `post` is its title, or how it begins;
    `is_published` says whether one can answer."""

    post: str
    is_published: bool
    comments: tuple[Comment, ...]


def comment(
    guardian_id: int,
    post_id: int,
    words: str,
    key: str,
    now: datetime,
    *,
    anyway: bool = False,
    pupil_id: int | None = None,
) -> Comment:
    """Write under a post, which counts as read then. `key` is made once for one comment: sent
    again, it is the same one.

    Words on the school's list raise `word_list.Tripped`; with `anyway`, and always where the
    school says so, the comment waits for staff. Raises `NotFound` for a post that this parent
    does not read (in the stories of one child, where `pupil_id` is given), `Refused` for no words,
    too many (under this post, or that wait), or a post without comments.
    """
    words = _words(words)
    c = models.PostComment
    with writing():
        row, _ = readable(guardian_id, post_id, pupil_id)
        mine = (c.post == post_id) & (c.guardian == guardian_id)
        own = _own(f"parent {guardian_id}", post_id, key)
        standing = c.get_or_none(c.key == own)
        if standing is not None:
            return _one(guardian_id, post_id, standing.id)
        if not row.comments_on:
            raise Refused("There are no comments under this post.")
        if c.select().where(mine).count() >= MOST_OF_ONE:
            raise Refused(f"You can write at most {MOST_OF_ONE} comments under one post.")
        must_wait = word_list.need_kind(words, anyway=anyway) or rules().comments_wait
        waits = (c.guardian == guardian_id) & (c.state == CommentState.WAITING.value)
        if must_wait and c.select().where(waits).count() >= MOST_OF_ONE:
            raise Refused(f"The school still reads {MOST_OF_ONE} comments of yours.")
        story_reading.mark_read(guardian_id, [post_id], now)
        made = _write(post_id, words, own, now, must_wait=must_wait, guardian=guardian_id)
        return _one(guardian_id, post_id, made)


def comments(guardian_id: int, post_id: int) -> list[Comment]:
    """What this parent sees under a post, oldest first: what is shown, and their own that wait or
    were hidden, with the reason. Raises `NotFound`."""
    with reading():
        readable(guardian_id, post_id)
        return _seen_by(guardian_id, post_id)


def post_and_comments(guardian_id: int, post_id: int, pupil_id: int) -> tuple[Post, list[Comment]]:
    """A post of the stories of one child, and what this parent sees under it. Raises `NotFound`."""
    with reading():
        post = story_reading.post(guardian_id, post_id, pupil_id)
        return post, _seen_by(guardian_id, post_id)


def conversation(actor: Staff | None, post_id: int) -> Conversation:
    """Every comment under a post, oldest first, with whose parent wrote it, and what it stands
    under; `is_mine` is for what this person answered. For those who may write there.

    Raises `NotAllowed`, `NotFound`.
    """
    with reading():
        staff, row = answerable(actor, post_id)
        found = _comments(
            models.PostComment.post == post_id, None, staff_id=staff.id, with_children=True
        )
        is_published = row.state == PostState.PUBLISHED.value
        return Conversation(_title(row), is_published, tuple(found))


def answer(
    actor: Staff | None,
    post_id: int,
    words: str,
    key: str,
    now: datetime,
    *,
    anyway: bool = False,
) -> int:
    """Staff write under a post of their classes; gives the comment's id. As for parents, words on
    the list raise `Tripped`, and with `anyway` wait for somebody else; a leader's do not."""
    words = _words(words)
    c = models.PostComment
    with writing():
        staff, row = answerable(actor, post_id)
        own = _own(f"staff {staff.id}", post_id, key)
        standing = c.get_or_none(c.key == own)
        if standing is not None:
            return int(standing.id)
        if row.published_at is None:
            raise Refused("This post is not published.")
        waits = word_list.need_kind(words, anyway=anyway) and staff.role is not Role.LEADER
        return _write(post_id, words, own, now, must_wait=waits, staff=staff.id)


def waiting(actor: Staff | None) -> list[Waiting]:
    """The comments that this person may let through, oldest first; four queries."""
    c, post, place = models.PostComment, models.Post, models.PostPlace
    with reading():
        staff = working(actor)
        wanted = c.state == CommentState.WAITING.value
        if staff.role is not Role.LEADER:
            mine = place.school_class.in_(sorted(taught_by(staff.id)))
            if staff.role is Role.OFFICE:
                mine |= place.school_class.is_null()
            wanted &= c.post.in_(place.select(place.post).where(mine))
            wanted &= c.staff.is_null() | (c.staff != staff.id)
        found = _comments(wanted, None, with_children=True)
        ids = {it.post_id for it in found}
        rows = post.select(post.id, post.title, post.words).where(post.id.in_(sorted(ids)))
        titles = {row.id: _title(row) for row in rows}
    return [Waiting(it, titles[it.post_id]) for it in found]


def approve(actor: Staff | None, comment_id: int, now: datetime) -> None:
    """Show a comment that waits or was hidden. Not one's own, unless one is a leader.

    Raises `NotAllowed`, `NotFound`, `Refused`.
    """
    _decide(actor, comment_id, CommentState.SHOWN, "", now, "let a comment through")


def hide(actor: Staff | None, comment_id: int, reason: str, now: datetime) -> None:
    """Hide a comment from everybody but its writer, who sees the `reason`, and staff.

    Raises `NotAllowed`, `NotFound`, `Refused` without a reason.
    """
    reason = required(reason, "a reason", most=NOTE_LENGTH)
    _decide(actor, comment_id, CommentState.HIDDEN, reason, now, "hid a comment")


def recount(post_id: int) -> None:
    """Bring the total of a post in line with its comments, inside the transaction that moves it."""
    c, p = models.PostComment, models.Post
    shown = c.select().where(c.post == post_id, c.state == CommentState.SHOWN.value, ~c.held)
    p.update(comments=shown.count()).where(p.id == post_id).execute()


def comment_row(comment_id: int) -> models.PostComment:
    """Raises `NotFound`."""
    row = models.PostComment.get_or_none(models.PostComment.id == comment_id)
    if row is None:
        raise NotFound(COMMENT_GONE)
    return row


def _decide(
    actor: Staff | None,
    comment_id: int,
    state: CommentState,
    reason: str,
    now: datetime,
    action: str,
) -> None:
    with writing():
        row = comment_row(comment_id)
        staff, post = answerable(actor, row.post_id)
        own = row.staff_id == staff.id and staff.role is not Role.LEADER
        if own and state is CommentState.SHOWN:
            raise Refused("Somebody else has to let your own words through.")
        c = models.PostComment
        c.update(state=state.value, reason=reason, decided_at=now, decided_by=staff.id).where(
            c.id == comment_id
        ).execute()
        recount(post.id)
        detail = f"{row.words[:80]} (under {named(post)})"
        audit.record(now, staff.id, action, f"{detail}: {reason}" if reason else detail)


def _write(
    post_id: int, words: str, key: str, now: datetime, *, must_wait: bool, **whose: int
) -> int:
    state = CommentState.WAITING if must_wait else CommentState.SHOWN
    row = models.PostComment.create(
        post=post_id, words=words, state=state.value, key=key, written_at=now, **whose
    )
    recount(post_id)
    return int(row.id)


def _title(row: models.Post) -> str:
    return str(row.title or row.words)[:80]


def _words(words: str) -> str:
    words = text(words, LONGEST_COMMENT, "comment")
    if not words:
        raise Refused("Please write something first.")
    return words


def _own(whose: str, post_id: int, key: str) -> str:
    """The key as kept: nobody's keys meet anybody else's, however they were chosen."""
    return hashlib.sha256(f"{whose} {post_id} {key}".encode(errors="replace")).hexdigest()


def _one(guardian_id: int, post_id: int, comment_id: int) -> Comment:
    return next(it for it in comments(guardian_id, post_id) if it.id == comment_id)


def _seen_by(guardian_id: int, post_id: int) -> list[Comment]:
    c = models.PostComment
    everybodys = (c.state == CommentState.SHOWN.value) & ~c.held
    return _comments((c.post == post_id) & (everybodys | (c.guardian == guardian_id)), guardian_id)


def _comments(
    wanted: object,
    guardian_id: int | None,
    *,
    staff_id: int | None = None,
    with_children: bool = False,
) -> list[Comment]:
    c, g, s = models.PostComment, models.Guardian, models.Staff
    rows = list(
        c.select(c, g.name.alias("parent"), s.name.alias("member"))
        .join(g, JOIN.LEFT_OUTER, on=(c.guardian == g.id))
        .join(s, JOIN.LEFT_OUTER, on=(c.staff == s.id))
        .where(wanted)
        .order_by(c.id)
        .objects()
    )
    children = children_of({row.guardian_id for row in rows} - {None}) if with_children else {}
    return [
        Comment(
            id=row.id,
            post_id=row.post_id,
            name=row.member or row.parent,
            is_staff=row.staff_id is not None,
            words=row.words,
            state=CommentState(row.state),
            written_at=row.written_at,
            is_mine=(guardian_id is not None and row.guardian_id == guardian_id)
            or (staff_id is not None and row.staff_id == staff_id),
            reason=row.reason,
            children=tuple(full_name(it) for it in children.get(row.guardian_id, ())),
            held=row.held,
        )
        for row in rows
    ]
