"""What waits for staff in words: a line in the list, and all of it beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from db import comments, conduct, story_drafts
from db.comments import Waiting
from db.conduct_records import Outcome, Report
from db.records import Staff
from db.story_records import Draft
from kiosk.post_words import KIND_ICONS, KIND_NAMES, when_words
from kiosk.text import count, plain, safe, shorten
from kiosk.widgets.comment_lines import writer_words
from kiosk.widgets.marked_words import marked
from kiosk.widgets.steady_list import Entry

Thing = Waiting | Draft | Report
BEGINNING = 60  # cells of what somebody wrote, in a list
OUTCOMES = {Outcome.KEPT: "✔ It stays", Outcome.HIDDEN: "🙈 It was hidden"}


@dataclass(frozen=True, slots=True)
class Everything:
    """What waits for one member of staff, each list with the oldest first."""

    comments: Sequence[Waiting] = ()
    posts: Sequence[Draft] = ()
    reports: Sequence[Report] = ()

    def by_id(self) -> dict[str, Thing]:
        found: list[Thing] = [*self.comments, *self.posts, *self.reports]
        return {id_of(it): it for it in found}


def everything(actor: Staff | None) -> Everything:
    """What waits now. Raises `NotAllowed`."""
    posts = sorted(story_drafts.waiting(actor), key=lambda it: (it.saved_at, it.id))
    return Everything(comments.waiting(actor), posts, conduct.open_reports(actor))


def id_of(thing: Thing) -> str:
    if isinstance(thing, Waiting):
        return f"comment-{thing.comment.id}"
    return f"post-{thing.id}" if isinstance(thing, Draft) else f"report-{thing.id}"


def post_of(thing: Thing) -> int:
    """The post that it is, or is about."""
    if isinstance(thing, Waiting):
        return thing.comment.post_id
    return thing.id if isinstance(thing, Draft) else thing.post_id


def listed(found: Everything, now: datetime, time_zone: str) -> list[Entry]:
    """All three lists below each other, each under its heading with its number."""
    entries: list[Entry] = []
    for icon, name, things in (
        ("💬", "Comments", found.comments),
        ("📖", "Posts", found.posts),
        ("🚩", "Reports", found.reports),
    ):
        number = f"{len(things)}" if things else "none"
        entries.append(("", Content.styled(f"{icon} {name}: {number}", "bold")))
        entries += [(id_of(it), _line(it, now, time_zone)) for it in things]
    return entries


def _line(thing: Thing, now: datetime, time_zone: str) -> Content:
    if isinstance(thing, Waiting):
        name, words, moment = thing.comment.name, thing.comment.words, thing.comment.written_at
    elif isinstance(thing, Draft):
        name, words, moment = thing.writer, title_of(thing), thing.saved_at
    else:
        name, words, moment = thing.reason, thing.about, thing.reported_at
    return Content.assemble(
        "  ",
        safe(shorten(name, 24), "bold"),
        f" · {when_words(moment, now, time_zone)}\n  ",
        safe(shorten(words, BEGINNING)),
    )


def title_of(draft: Draft) -> str:
    """What a post is called: its title, how it begins, or its kind."""
    return draft.writing.title or draft.writing.words or KIND_NAMES[draft.writing.kind]


def told(
    thing: Thing, tripped: Sequence[str], now: datetime, time_zone: str, *, is_leader: bool
) -> Content:
    """All of it, with what it stands under; `tripped` is what of it is on the school's list."""
    if isinstance(thing, Waiting):
        lines = _comment(thing, now, time_zone)
    elif isinstance(thing, Draft):
        lines = post_lines(thing, now, time_zone)
        if not is_leader:
            lines += [Content(""), Content("A school leader reads it before it is shown.")]
    else:
        lines = report_lines(thing, now, time_zone)
        if not is_leader:
            lines += [Content(""), Content("A school leader decides.")]
    return Content("\n").join([*lines, *why_lines(thing, tripped)])


def why_lines(thing: Thing, tripped: Sequence[str]) -> list[Content]:
    """Why it waits."""
    if tripped:
        named = ", ".join(f"“{plain(word)}”" for word in tripped)
        return [Content(""), safe(f"On the school’s word list: {named}", "bold")]
    if isinstance(thing, Waiting):
        return [Content(""), Content("Every comment waits here first.")]
    return []


def _comment(thing: Waiting, now: datetime, time_zone: str) -> list[Content]:
    it = thing.comment
    return [
        safe(it.name, "bold"),
        safe(writer_words(it)),
        safe(when_words(it.written_at, now, time_zone)),
        Content(""),
        safe(it.words),
        Content(""),
        safe(f"Under the post “{plain(thing.post)}”"),
    ]


def post_lines(draft: Draft, now: datetime, time_zone: str) -> list[Content]:
    """A post as its writer left it."""
    written = draft.writing
    lines = [
        safe(f"{KIND_ICONS[written.kind]} {KIND_NAMES[written.kind]} by {draft.writer}", "bold"),
        safe(f"For {', '.join(draft.places)} · {when_words(draft.saved_at, now, time_zone)}"),
    ]
    if draft.publish_at is not None:
        lines.append(safe(f"To be shown {when_words(draft.publish_at, now, time_zone)}"))
    lines.append(Content(""))
    if written.title:
        lines.append(safe(written.title, "bold"))
    if written.words:
        lines.append(marked(written.words))
    if draft.files:
        lines += [Content(""), safe(f"📎 {count(len(draft.files), 'photo or file', _FILES)}")]
    return lines


_FILES = "photos and files"


def report_lines(report: Report, now: datetime, time_zone: str) -> list[Content]:
    """What was reported and why; `by` is there for leaders only."""
    what = "post" if report.comment_id is None else "comment"
    by = f" by {report.by}" if report.by else ""
    lines = [
        safe(f"🚩 Reported{by} · {when_words(report.reported_at, now, time_zone)}"),
        safe(f"“{report.reason}”", "bold"),
        Content(""),
        safe(f"About this {what} by {report.writer}:"),
        safe(report.about) if what == "comment" else marked(report.about),
    ]
    if report.comment_id is not None:
        lines += [Content(""), safe(f"Under the post “{report.post}”")]
    if report.outcome is not Outcome.OPEN:
        return [*lines, *_decided(report, now, time_zone)]
    seen = "Nobody reads it until it is decided." if report.held else "Readers still see it."
    return [*lines, Content(""), Content(seen)]


def _decided(report: Report, now: datetime, time_zone: str) -> list[Content]:
    when = when_words(report.resolved_at, now, time_zone) if report.resolved_at else ""
    words = f"{OUTCOMES[report.outcome]} · decided by {report.resolved_by}, {when}"
    lines = [Content(""), safe(words, "bold")]
    return [*lines, safe(f"“{report.answer}”")] if report.answer else lines
