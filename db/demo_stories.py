"""The class stories and the school story of the made-up school: a term of posts, and what its
parents and pupils did with them. Photos and newsletters come later (`demo_story_pictures`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from db import models
from db.clock import moment_of
from db.demo_desk import Desk, weekday
from db.demo_posts import EVERY_CLASS, LEADERS_POSTS, LINKS, SPELLINGS, TERMS, Piece
from db.family_records import Asked
from db.records import Role
from db.story_records import CommentState, PostKind, PostState

FIRST_SPELLINGS, SPELLINGS_EVERY = 33, 5  # school days ago
DONE_LATER, DONE_BY_NOW = 0.93, 0.45
AT_HOME = 0.7  # of what is done is marked by a parent
TO_COME = Piece(
    0, PostKind.REMINDER, "Library books", "Please look under beds and sofas: they are missed."
)
BEGUN = Piece(0, PostKind.NEWS, "", "This week we have been")
TO_BE_READ = Piece(
    0,
    PostKind.NEWS,
    "The lion whom they called stupid",
    "We read a story about a lion who could not count, and who was the first to be kind. "
    "Everybody wrote what they would say to him.",
)
OF_THE_LEADER = Piece(0, PostKind.UPDATE, "Winter clothes", "Scarves with long ends")
RUDE = "He says that the last one is stupid. Could you show us how it goes?"
REPORTED, POINTED = "Parking at the gate", "The silver car again on Tuesday. We all know who."
REASON = "This is about one family, and it is not kind."


def fill(now: datetime, days: Sequence[date]) -> None:
    """Inside the transaction that makes the school. `days` are its school days through today."""
    desk = Desk(now, days)
    c, teaches, staff = models.SchoolClass, models.StaffClass, models.Staff
    leader_id = staff.get(staff.role == Role.LEADER.value).id
    morning = moment_of(weekday(desk.today, 1), time(8, 0))
    _term(desk, list(LEADERS_POSTS), leader_id, None)
    desk.draft(OF_THE_LEADER, leader_id, None)
    for row in c.select().where(c.is_home):
        teacher_id = teaches.get(teaches.school_class == row.id).staff_id
        _term(desk, pieces(row.name), teacher_id, row.id)
        desk.draft(TO_COME, teacher_id, row.id, morning)
        desk.draft(BEGUN, teacher_id, row.id)
        if row.name == "Willow":
            desk.draft(TO_BE_READ, teacher_id, row.id)
    desk.write()
    _done(desk)
    for number, (title, address) in enumerate(LINKS):
        desk.put(models.SchoolLink, title=title, address=address, position=number)
    desk.write()
    _to_look_at(now)
    p = models.Post
    p.update(state=PostState.WAITING.value).where(p.title == TO_BE_READ.title).execute()


def pieces(class_name: str) -> list[Piece]:
    """What the teacher of a class wrote this term."""
    term = TERMS[class_name]
    filled = [
        replace(it, title=it.title.format_map(term.fills), words=it.words.format_map(term.fills))
        for it in EVERY_CLASS
    ]
    spellings = [
        Piece(
            FIRST_SPELLINGS - SPELLINGS_EVERY * number,
            PostKind.HOMEWORK,
            f"Spellings: {pattern}",
            SPELLINGS.format(words="\n".join(f"- {word}" for word in words.split())),
            due=4,
        )
        for number, (pattern, words) in enumerate(term.spellings)
    ]
    return [*filled, *spellings, *term.own]


def _term(desk: Desk, written: list[Piece], staff_id: int, class_id: int | None) -> None:
    for piece in sorted(written, key=lambda it: -it.ago):
        desk.add(piece, staff_id, class_id)


def _done(desk: Desk) -> None:
    """Most have done what was due, about half of them what is to come; each by who marks it."""
    e, p, link, s = models.Enrolment, models.Post, models.Guardianship, models.Signature
    confirmed = link.select().where(link.state == Asked.CONFIRMED.value)
    parents = {row.pupil_id: row.guardian_id for row in confirmed}
    signed = {row.pupil_id for row in s.select(s.pupil)}
    pupils = list(e.select().where(e.is_home).order_by(e.pupil))
    given = p.select(p, models.PostPlace.school_class.alias("class_id")).join(models.PostPlace)
    for row in given.where(p.kind == PostKind.HOMEWORK.value).order_by(p.id).objects():
        is_over = row.due_on is not None and row.due_on < desk.today
        share = DONE_LATER if is_over else DONE_BY_NOW
        for it in pupils:
            if it.school_class_id != row.class_id or desk.chance.random() > share:
                continue
            at, at_home = desk.later(row.published_at, 70), desk.chance.random() < AT_HOME
            parent = parents.get(it.pupil_id) if at_home else None
            if parent is not None or it.pupil_id in signed:  # R20
                desk.put(
                    models.HomeworkDone,
                    post=row.id,
                    pupil=it.pupil_id,
                    guardian=parent,
                    done_at=at,
                )


def _to_look_at(now: datetime) -> None:
    """A comment that waits because of its words (R24), and one that a parent reported (R25)."""
    p, comment = models.Post, models.PostComment
    homework = p.select().where(p.kind == PostKind.HOMEWORK.value, p.comments > 0)
    asked = homework.order_by(p.id).get()
    comment.create(
        post=asked,
        guardian=_who_read(asked)[0],
        words=RUDE,
        state=CommentState.WAITING.value,
        key="demo waits",
        written_at=now - timedelta(minutes=48),
    )
    about = p.get(p.title == REPORTED)
    writer, witness = _who_read(about)[:2]
    said = comment.create(
        post=about,
        guardian=writer,
        words=POINTED,
        state=CommentState.SHOWN.value,
        key="demo reported",
        written_at=now - timedelta(hours=5),
    )
    p.update(comments=p.comments + 1).where(p.id == about.id).execute()
    models.Report.create(
        post=about,
        comment=said,
        guardian=witness,
        reason=REASON,
        reported_at=now - timedelta(hours=2),
    )


def _who_read(post: models.Post) -> list[int]:
    read = models.PostRead
    rows = read.select(read.guardian).where(read.post == post.id).order_by(read.guardian)
    return [row.guardian_id for row in rows]
