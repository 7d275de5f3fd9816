"""How a post will look to those who read it."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from db.story_records import Writing
from kiosk.post_words import KIND_ICONS, KIND_NAMES, due_words, happens_words
from kiosk.text import safe
from kiosk.widgets.marked_words import marked

NOTHING = "There is nothing to see yet."


def preview(written: Writing, today: date) -> Content:
    """Kind and day, title, and the words with their few signs drawn."""
    head = f"{KIND_ICONS[written.kind]} {KIND_NAMES[written.kind]}"
    if written.due_on:
        head += f" · {due_words(written.due_on, today)}"
    if written.happens_on:
        head += f" · {happens_words(written.happens_on, written.happens_at, today)}"
    parts = [safe(head, "$primary")]
    if written.title.strip():
        parts.append(safe(written.title, "bold"))
    if written.words.strip():
        parts += [Content(""), marked(written.words)]
    if len(parts) == 1:
        parts += [Content(""), safe(NOTHING, "$text-muted")]
    return Content("\n").join(parts)
