"""A comment as staff see it: whose parent wrote it, when, and whether others see it."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from db.story_records import Comment, CommentState
from kiosk.post_words import when_words
from kiosk.text import plain, safe, shorten

MOST_CELLS = 300  # of a comment in a list; what is longer is read by opening it
SIGNS = {CommentState.SHOWN: "💬", CommentState.WAITING: "⏳", CommentState.HIDDEN: "🙈"}


def in_brief(comment: Comment, now: datetime, time_zone: str) -> Content:
    """For a list: who and when, how it begins, and what keeps others from seeing it."""
    lines = [
        Content.assemble(f"{sign(comment)} ", _who(comment, now, time_zone)),
        safe(shorten(comment.words[: 2 * MOST_CELLS], MOST_CELLS)),  # no more than that is read
    ]
    if state := state_words(comment):
        lines.append(safe(state, "italic"))
    return Content("\n").join(lines)


def in_full(comment: Comment, now: datetime, time_zone: str) -> Content:
    """Every word of it."""
    lines = [_who(comment, now, time_zone), Content(""), safe(comment.words)]
    if state := state_words(comment):
        lines += [Content(""), safe(f"{sign(comment)} {state}", "italic")]
    return Content("\n").join(lines)


def sign(comment: Comment) -> str:
    return "🚩" if comment.held else SIGNS[comment.state]


def state_words(comment: Comment) -> str:
    """Why others do not see it; empty where they do."""
    if comment.state is CommentState.WAITING:
        return "Waits: only its writer and staff see it."
    if comment.state is CommentState.HIDDEN:
        return f"Hidden: {comment.reason}"
    return "Reported, and hidden until a school leader has decided." if comment.held else ""


def writer_words(comment: Comment) -> str:
    """`staff`, `parent of Ava Adams and Ben Adams`."""
    if comment.is_staff:
        return "staff"
    names = [plain(it) for it in comment.children]
    return f"parent of {' and '.join(names)}" if names else "parent"


def _who(comment: Comment, now: datetime, time_zone: str) -> Content:
    when = when_words(comment.written_at, now, time_zone)
    return Content.assemble(
        safe(comment.name, "bold"), " ", safe(f"· {writer_words(comment)} · {when}")
    )
