"""Why a comment is hidden, or a post goes back: its writer reads that (R24)."""

from __future__ import annotations

from db.story_records import Comment
from db.words import NOTE_LENGTH
from kiosk.screens.review_words import ReviewWords

HIDE = (
    "Some of these words are not kind. Please write it again.",
    "This is about one child. Please write to the teacher instead.",
    "This is private, so it should not be here for everybody.",
    "Please talk to us about this at school.",
)
SEND_BACK = (
    "Please choose other words for what is on the school's list.",
    "Please leave out what is about one child.",
    "Please talk to me about this first.",
)


def hide_words(comment: Comment) -> ReviewWords:
    """A dialog that gives the reason, or None."""
    title = f"Why is this hidden? {comment.name} reads your words."
    return ReviewWords(title, HIDE, yes="Hide it", most=NOTE_LENGTH)


def send_back_words(writer: str) -> ReviewWords:
    """A dialog that gives what the post's writer should change, or None."""
    title = f"What should {writer} change?"
    return ReviewWords(title, SEND_BACK, yes="Send back", most=NOTE_LENGTH)
