"""Reports: anyone can say that a post or a comment should not be there, and leaders decide (R25).

A report, what came of it and what was answered stay for ever.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from db import audit, comments, models, story
from db.conduct_records import Answered, Outcome, Report
from db.connection import reading, writing
from db.family_rules import rules
from db.policy import NotFound, Refused, need_leader
from db.readers import classes_of, readable
from db.records import Role, Staff
from db.roster import full_name, pupil_row, taught_by
from db.story_records import CommentState, PostState
from db.story_rows import GONE, post_row, show_or_hide, working
from db.words import NOTE_LENGTH, clean, required

NEWEST = 200
MOST_OPEN = 20
TOO_MANY = (
    f"The school still looks at {MOST_OPEN} reports of yours. "
    "Please tell somebody at school if there is more."
)


def report_by_parent(
    guardian_id: int,
    post_id: int,
    reason: str,
    now: datetime,
    *,
    comment_id: int | None = None,
    pupil_id: int | None = None,
) -> int:
    """A parent reports a post they read (in the stories of one child, where `pupil_id` is given),
    or a comment under it; gives the report's id.

    The same thing again, while that is open, is the same report. Raises `NotFound`, `Refused`
    without a reason, or with `MOST_OPEN` reports that nobody has decided yet.
    """
    with writing():
        if comment_id is None and _has_hidden(post_id, guardian=guardian_id):
            classes_of(guardian_id)
        else:
            readable(guardian_id, post_id, pupil_id)
        name = models.Guardian.get_by_id(guardian_id).name
        return _report(post_id, comment_id, reason, now, f"a parent ({name})", guardian=guardian_id)


def report_by_pupil(
    pupil_id: int, post_id: int, reason: str, now: datetime, *, comment_id: int | None = None
) -> int:
    """A pupil who is signed in at the kiosk reports a post of a story they see there."""
    e, place = models.Enrolment, models.PostPlace
    with writing():
        name = full_name(pupil_row(pupil_id))
        mine = e.select(e.school_class).where(e.pupil == pupil_id, e.left_on.is_null())
        here = place.school_class.is_null() | place.school_class.in_(mine)
        seen = place.select().where(place.post == post_id, place.shown_at.is_null(False), here)
        again = comment_id is None and _has_hidden(post_id, pupil=pupil_id)
        if not again and not seen.exists():
            raise NotFound(GONE)
        return _report(post_id, comment_id, reason, now, f"a pupil ({name})", pupil=pupil_id)


def report_by_staff(
    actor: Staff | None, post_id: int, reason: str, now: datetime, *, comment_id: int | None = None
) -> int:
    """Any member of staff reports any published post, or a comment under it."""
    with writing():
        staff = working(actor)
        return _report(post_id, comment_id, reason, now, staff.name, staff=staff.id)


def open_reports(actor: Staff | None) -> list[Report]:
    """What waits for a leader, oldest first: for leaders everything, for others what is about
    their own classes' posts, or the school story for the office; who reported is for leaders."""
    r, place = models.Report, models.PostPlace
    with reading():
        staff = working(actor)
        wanted = r.outcome == Outcome.OPEN.value
        if staff.role is not Role.LEADER:
            mine = place.school_class.in_(sorted(taught_by(staff.id)))
            if staff.role is Role.OFFICE:
                mine |= place.school_class.is_null()
            wanted &= r.post.in_(place.select(place.post).where(mine))
        return _reports(wanted, r.reported_at, r.id, with_names=staff.role is Role.LEADER)


def resolved(leader: Staff | None) -> list[Report]:
    """The newest that were decided, newest first. Leaders only."""
    with reading():
        need_leader(working(leader))
        r = models.Report
        return _reports(
            r.outcome != Outcome.OPEN.value, r.resolved_at.desc(), r.id.desc(), with_names=True
        )


def resolve(
    leader: Staff | None, report_id: int, outcome: Outcome, answer: str, now: datetime
) -> None:
    """Decide a report, and every other open one about the same words: they stay (`KEPT`), or are
    hidden from all readers (`HIDDEN`), which needs an `answer` for their writer.

    Raises `NotAllowed` for anybody but a leader, `NotFound`, `Refused`.
    """
    if outcome is Outcome.OPEN:
        raise Refused("Please choose what comes of it.")
    answer = clean(answer)
    if outcome is Outcome.HIDDEN or len(answer) > NOTE_LENGTH:
        answer = required(answer, "a reason", most=NOTE_LENGTH)
    r = models.Report
    with writing():
        staff = need_leader(working(leader))
        row = r.get_or_none(r.id == report_id, r.outcome == Outcome.OPEN.value)
        if row is None:
            raise NotFound("This report is decided already.")
        r.update(outcome=outcome.value, answer=answer, resolved_at=now, resolved_by=staff.id).where(
            _is_about(row.post_id, row.comment_id), r.outcome == Outcome.OPEN.value
        ).execute()
        _hold(row, held=False)
        if outcome is Outcome.HIDDEN:
            _hide(staff, row, answer, now)
        audit.record(
            now, staff.id, "resolved a report", f"{_about(row)}: {outcome}. {answer}".strip()
        )


def mine(guardian_id: int) -> list[Answered]:
    """What a parent reported, and what came of it, newest first."""
    with reading():
        found = _reports(models.Report.guardian == guardian_id, models.Report.id.desc())
    return [Answered(it.about, it.reason, it.reported_at, it.outcome, it.answer) for it in found]


def _report(
    post_id: int,
    comment_id: int | None,
    reason: str,
    now: datetime,
    by: str,
    **whose: int,
) -> int:
    reason = required(reason, "what is wrong with it", most=NOTE_LENGTH)
    row = post_row(post_id)
    if row.published_at is None or row.state == PostState.TAKEN_DOWN.value:
        raise NotFound(GONE)
    r = models.Report
    theirs, about = r.select().where(_is_by(**whose)), _is_about(post_id, comment_id)
    still_open = theirs.where(r.outcome == Outcome.OPEN.value)
    standing = still_open.where(about).first()
    if standing is not None:
        return int(standing.id)
    if comment_id is not None:
        remark = comments.comment_row(comment_id)
        is_read = remark.state == CommentState.SHOWN.value and (not remark.held or "staff" in whose)
        if remark.post_id != post_id or not is_read:
            raise NotFound(comments.COMMENT_GONE)
    if still_open.count() >= MOST_OPEN and "staff" not in whose:
        raise Refused(TOO_MANY)
    kept = theirs.where(about, r.outcome == Outcome.KEPT.value).exists()
    made = r.create(post=post_id, comment=comment_id, reason=reason, reported_at=now, **whose)
    if rules().reports_hide and not kept:  # who was told that it stays cannot hide it again
        _hold(made, held=True)
    audit.record(now, whose.get("staff"), "reported", f"{_about(made)}, by {by}: {reason}")
    return int(made.id)


def _has_hidden(post_id: int, **whose: int) -> bool:
    """Whether readers miss a post because of a report that this person made too."""
    p, r = models.Post, models.Report
    is_held = p.select().where(p.id == post_id, p.held, p.state == PostState.PUBLISHED.value)
    theirs = _is_by(**whose) & _is_about(post_id, None) & (r.outcome == Outcome.OPEN.value)
    return bool(is_held.exists() and r.select().where(theirs).exists())


def _is_by(**whose: int) -> Any:
    ((kind, number),) = whose.items()
    return getattr(models.Report, kind) == number


def _is_about(post_id: int, comment_id: int | None) -> Any:
    r = models.Report
    same = r.comment.is_null() if comment_id is None else r.comment == comment_id
    return (r.post == post_id) & same


def _hold(report: models.Report, *, held: bool) -> None:
    """Hide what is reported while that is open, or show it again."""
    if report.comment_id is not None:
        c = models.PostComment
        c.update(held=held).where(c.id == report.comment_id).execute()
        comments.recount(report.post_id)
    else:
        p = models.Post
        p.update(held=held).where(p.id == report.post_id).execute()
        show_or_hide(report.post_id)


def _hide(staff: Staff, report: models.Report, reason: str, now: datetime) -> None:
    if report.comment_id is not None:
        comments.hide(staff, report.comment_id, reason, now)
    elif post_row(report.post_id).state != PostState.TAKEN_DOWN.value:
        story.take_down(staff, report.post_id, reason, now)


def _about(report: models.Report) -> str:
    if report.comment_id is None:
        return f"post {report.post_id}"
    return f"comment {report.comment_id} under post {report.post_id}"


def _reports(wanted: object, *order: Any, with_names: bool = False) -> list[Report]:
    r, p, c, edit = models.Report, models.Post, models.PostComment, models.PostEdit
    g, child, s = models.Guardian, models.Pupil, models.Staff
    author, judge, parent, old = s.alias(), s.alias(), g.alias(), edit.alias()
    # What stood there when it was reported, where somebody has changed it since.
    until = edit.select(fn.MIN(edit.id)).where(edit.post == r.post, edit.edited_at >= r.reported_at)
    rows = (
        r.select(
            r,
            p.title.alias("title"),
            p.words.alias("post_words"),
            p.held.alias("post_held"),
            fn.COALESCE(old.title, p.title).alias("old_title"),
            fn.COALESCE(old.words, p.words).alias("old_words"),
            c.words.alias("comment_words"),
            c.held.alias("comment_held"),
            author.name.alias("author"),
            parent.name.alias("parent"),
            judge.name.alias("judge"),
            g.name.alias("guardian_name"),
            s.name.alias("staff_name"),
            child.forename.alias("forename"),
            child.surname.alias("surname"),
        )
        .join(p, on=(r.post == p.id))
        .join(c, JOIN.LEFT_OUTER, on=(r.comment == c.id))
        .join(old, JOIN.LEFT_OUTER, on=(old.id == until))
        .join(author, JOIN.LEFT_OUTER, on=(author.id == p.staff))
        .join(parent, JOIN.LEFT_OUTER, on=(parent.id == c.guardian))
        .join(judge, JOIN.LEFT_OUTER, on=(judge.id == r.resolved_by))
        .join(g, JOIN.LEFT_OUTER, on=(g.id == r.guardian))
        .join(s, JOIN.LEFT_OUTER, on=(s.id == r.staff))
        .join(child, JOIN.LEFT_OUTER, on=(child.id == r.pupil))
        .where(wanted)
        .order_by(*order)
        .limit(NEWEST)
        .objects()
    )
    return [
        Report(
            id=row.id,
            post_id=row.post_id,
            comment_id=row.comment_id,
            post=(row.title or row.post_words)[:80],
            about=row.comment_words or row.old_title or row.old_words,
            writer=row.author if row.comment_id is None else row.parent or "Staff",
            by=_by(row) if with_names else "",
            reason=row.reason,
            reported_at=row.reported_at,
            outcome=Outcome(row.outcome),
            answer=row.answer,
            resolved_at=row.resolved_at,
            resolved_by=row.judge or "",
            held=bool(row.post_held if row.comment_id is None else row.comment_held),
        )
        for row in rows
    ]


def _by(row: Any) -> str:
    return str(row.guardian_name or row.staff_name or f"{row.forename} {row.surname}".strip())
