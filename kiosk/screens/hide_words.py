"""Why a comment is hidden: its writer reads that (R24)."""

from __future__ import annotations

from db.story_records import Comment
from db.words import NOTE_LENGTH
from kiosk.screens.review_words import ReviewWords

REASONS = (
    "Some of these words are not kind. Please write it again.",
    "This is about one child. Please write to the teacher instead.",
    "This is private, so it should not be here for everybody.",
    "Please talk to us about this at school.",
)


def hide_words(comment: Comment) -> ReviewWords:
    """A dialog that gives the reason, or None."""
    title = f"Why is this hidden? {comment.name} reads your words."
    return ReviewWords(title, REASONS, yes="Hide it", most=NOTE_LENGTH)
