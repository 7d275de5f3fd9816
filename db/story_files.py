"""The rows of a post's files, one for each upload; for use inside a transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime

from db import media, models, word_list
from db.policy import Refused
from db.story_records import PostState
from db.story_rows import text

MOST_FILES = 20
LONGEST_CAPTION = 200
POST_FULL = f"A post has at most {MOST_FILES} photos and files."


def add_file(row: models.Post, sha256: str, key: str, now: datetime, caption: str = "") -> int:
    """Add a file of `db.media` for those who have leave already; gives its number in the post.

    `key` is the sender's own: given again, nothing is added. Raises `NotFound` for a file that is
    not in the store, `Refused` for one too many or a post that was taken down.
    """
    standing = file_of(row.id, key)
    if standing is not None:
        return standing
    if row.state == PostState.TAKEN_DOWN.value:
        raise Refused("This post was taken down.")
    if held(row.id) >= MOST_FILES:
        raise Refused(POST_FULL)
    kept = media.get(sha256)
    made = models.PostFile.create(
        post=row.id,
        media=kept.sha256,
        caption=text(caption, LONGEST_CAPTION, "caption", lines=False),
        upload_key=_own(row.id, key),
        added_at=now,
    )
    return int(made.id)


def file_of(post_id: int, key: str) -> int | None:
    """The number of the file that was added to the post with this key."""
    f = models.PostFile
    row = f.get_or_none(f.upload_key == _own(post_id, key))
    return None if row is None else int(row.id)


def held(post_id: int) -> int:
    """How many files the post has."""
    f = models.PostFile
    return int(f.select().where(f.post == post_id).count())


def need_caption(row: models.Post, caption: str) -> None:
    """Whether these words may stand under a photo of the post. Raises `Refused` where they are too
    long, and `word_list.Tripped` where nobody would read them again before they are shown."""
    caption = text(caption, LONGEST_CAPTION, "caption", lines=False)
    if row.state != PostState.DRAFT.value:
        word_list.need_kind(caption)


def _own(post_id: int, key: str) -> str:
    """The key as kept: with the post, so that nobody's keys meet anybody else's."""
    return hashlib.sha256(f"post {post_id} {key}".encode(errors="replace")).hexdigest()
