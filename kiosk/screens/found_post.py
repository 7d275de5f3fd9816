"""One post as the screen that shows it large asks for it: with what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from db import media, story_choices, story_drafts, story_feed
from db.policy import NotFound
from db.records import Staff
from db.story_choices import Choices
from db.story_records import Draft, OldWords, Post, PostState
from kiosk.widgets.post_view import picture_name


@dataclass(frozen=True, slots=True)
class Found:
    """A post, with the pictures of its files, and what may be done with it.

    `hidden_as` is its state where only staff see it; `note` says why. `class_id` is the story in
    which it may be pinned.
    """

    post: Post
    pictures: tuple[Path | None, ...]
    choices: Choices
    class_id: int | None
    old_words: tuple[OldWords, ...] = ()
    hidden_as: PostState | None = None
    note: str = ""


def look(staff: Staff | None, post_id: int, class_id: int | None) -> Found:
    """All that the screen shows. Raises `NotFound`, and `NotAllowed` for what others wrote."""
    choices = story_choices.choices(staff, post_id, class_id)
    if choices.pinned is None:
        class_id = None
        choices = story_choices.choices(staff, post_id, None)
    old = story_feed.old_words(staff, post_id) if choices.edit else []
    try:
        post = story_feed.post(post_id)
    except NotFound:
        if staff is None:
            raise
        draft = story_drafts.draft(staff, post_id)
        post = _as_post(draft)
        found = Found(post, _pictures(post), choices, class_id, tuple(old))
        return replace(found, hidden_as=draft.state, note=draft.note)
    return Found(post, _pictures(post), choices, class_id, tuple(old))


def _as_post(draft: Draft) -> Post:
    """A post that only its staff see, as it would stand in the story."""
    files = tuple(it.file for it in draft.files if it.may_be_shown)
    written = draft.writing
    return Post(
        id=draft.id,
        kind=written.kind,
        title=written.title,
        words=written.words,
        writer_id=draft.writer_id,
        writer=draft.writer,
        published_at=draft.published_at or draft.saved_at,
        edited_at=None,
        pinned=False,
        comments_on=written.comments_on,
        due_on=written.due_on,
        happens_on=written.happens_on,
        happens_at=written.happens_at,
        likes=0,
        comments=0,
        reads=0,
        files=files,
        hidden=len(draft.files) - len(files),
    )


def _pictures(post: Post) -> tuple[Path | None, ...]:
    names = [picture_name(it) for it in post.files]
    return tuple(media.path_if_any(it) for it in names)
