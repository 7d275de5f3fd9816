"""Leave to send files for one draft from the class tablet, for ten minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db import models
from db.codes import hash_code, new_code
from db.connection import reading, writing
from db.policy import NotFound, Refused
from db.records import Staff
from db.story_photos import MOST_FILES, add_file
from db.story_rows import UNPUBLISHED, post_row, writable

VALID = timedelta(minutes=10)
OVER = "This link has ended. Please ask for a new one on the kiosk."
FULL = "This link has taken as many files as it may. Please ask for a new one on the kiosk."


@dataclass(frozen=True, slots=True)
class PostLink:
    """A code that takes files for one draft, readable only now. `code` is without dashes."""

    id: int
    code: str
    post_id: int
    expires_at: datetime
    most_files: int


@dataclass(frozen=True, slots=True)
class LinkState:
    """How many files a link has taken, of how many it may; `is_open` while it takes more."""

    id: int
    post_id: int
    files: int
    most_files: int
    expires_at: datetime
    is_open: bool


def make(
    actor: Staff | None, post_id: int, now: datetime, *, most_files: int = MOST_FILES
) -> PostLink:
    """A code for a draft; those before it for the same draft end.

    Raises `NotAllowed`, `NotFound`, `Refused` for a post that is published.
    """
    table = models.PostUploadLink
    with writing():
        staff, row, _ = writable(actor, post_id)
        if row.state not in UNPUBLISHED:
            raise Refused("Files are sent to drafts only. This post is published.")
        table.update(ended_at=now).where(table.post == post_id, table.ended_at.is_null()).execute()
        code, expires_at = new_code(), now + VALID
        made = table.create(
            code_hash=hash_code(code),
            post=post_id,
            staff=staff.id,
            made_at=now,
            expires_at=expires_at,
            most_files=most_files,
        )
        return PostLink(made.id, code, post_id, expires_at, most_files)


def look(code: str, now: datetime) -> LinkState:
    """What a code is good for; to look uses nothing up. It says nothing of the draft.

    Raises `NotFound`, with one sentence for every code that takes no files (any more).
    """
    table = models.PostUploadLink
    with reading():
        row = table.get_or_none(table.code_hash == hash_code(code))
        found = None if row is None else _state(row, now)
    if found is None or not found.is_open:
        raise NotFound(OVER)
    return found


def state(link_id: int, now: datetime) -> LinkState:
    """A link as the kiosk that shows it sees it, open or not. Raises `NotFound`."""
    table = models.PostUploadLink
    with reading():
        row = table.get_or_none(table.id == link_id)
        if row is None:
            raise NotFound(OVER)
        return _state(row, now)


def end(link_id: int, now: datetime) -> None:
    """The link takes no more files; one that has ended stays so."""
    table = models.PostUploadLink
    with writing():
        table.update(ended_at=now).where(table.id == link_id, table.ended_at.is_null()).execute()


def add(code: str, sha256: str, key: str, now: datetime, caption: str = "") -> int:
    """Add a file of `db.media` to the draft of a code; gives its id in the post.

    `key` is the sender's own: the same upload sent twice is one file and counts once. Raises
    `NotFound` as `look` does, `Refused` for a link or a post that is full.
    """
    table, f = models.PostUploadLink, models.PostFile
    with writing():
        link = look(code, now)
        row = post_row(link.post_id)
        before = f.select().where(f.post == row.id).count()
        file_id = add_file(row, sha256, key, now, caption)
        if f.select().where(f.post == row.id).count() > before:
            counted = (
                table.update(files=table.files + 1)
                .where(table.id == link.id, table.files < table.most_files)
                .execute()
            )
            if not counted:
                raise Refused(FULL)
        return file_id


def _state(row: models.PostUploadLink, now: datetime) -> LinkState:
    is_open = row.ended_at is None and now < row.expires_at
    if is_open:
        is_open = post_row(row.post_id).state in UNPUBLISHED
    return LinkState(row.id, row.post_id, row.files, row.most_files, row.expires_at, is_open)
