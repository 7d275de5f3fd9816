"""Leave to send files for one draft from the class tablet, for ten minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db import media, models
from db.codes import hash_code, new_code
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused
from db.records import Staff
from db.story_files import MOST_FILES, POST_FULL, add_file, file_of, held, need_caption
from db.story_rows import UNPUBLISHED, post_row, writable
from db.uploads import FULL, OVER, LinkState
from db.word_list import Tripped

VALID = timedelta(minutes=10)
OTHER_WORDS = "Please choose other words for the caption."


@dataclass(frozen=True, slots=True)
class PostLink:
    """A code that takes files for one draft, readable only now. `code` is without dashes."""

    id: int
    code: str
    post_id: int
    expires_at: datetime
    most_files: int


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What the page of a code is about; of the draft only its number.

    `left` is how many files it still takes, of `most_files`.
    """

    link_id: int
    post_id: int
    left: int
    most_files: int
    expires_at: datetime


def make(
    actor: Staff | None, post_id: int, now: datetime, *, most_files: int = MOST_FILES
) -> PostLink:
    """A code for a draft; those before it for the same draft end. It takes as many files as the
    draft has room for, and `most_files` at most.

    Raises `NotAllowed`, `NotFound`, `Refused` for a post that is published, or full.
    """
    table = models.PostUploadLink
    with writing():
        staff, row, _ = writable(actor, post_id)
        if row.state not in UNPUBLISHED:
            raise Refused("Files are sent to drafts only. This post is published.")
        most_files = min(most_files, MOST_FILES - held(post_id))
        if most_files <= 0:
            raise Refused(POST_FULL)
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


def look(code: str, now: datetime) -> DraftPage:
    """What a code is good for; to look uses nothing up.

    Raises `NotFound`, with one sentence for every code that is old, ended, guessed or of a post
    that is published.
    """
    table = models.PostUploadLink
    with reading():
        row = table.get_or_none(table.code_hash == hash_code(code))
        if row is None or not _lasts(row, now):
            raise NotFound(OVER)
        return DraftPage(row.id, row.post_id, _left(row), row.most_files, row.expires_at)


def state(link_id: int, now: datetime) -> LinkState:
    """A link as the kiosk that shows it sees it, open or not. Raises `NotFound`."""
    table = models.PostUploadLink
    with reading():
        row = table.get_or_none(table.id == link_id)
        if row is None:
            raise NotFound(OVER)
        left = _left(row)
        return LinkState(row.files, left, row.expires_at, left > 0 and _lasts(row, now))


def end(link_id: int, now: datetime) -> None:
    """The link takes no more files; one that has ended stays so."""
    table = models.PostUploadLink
    with writing():
        table.update(ended_at=now).where(table.id == link_id, table.ended_at.is_null()).execute()


def already_there(post_id: int, key: str) -> int | None:
    """The number of the file that `add` made of the same key for this draft."""
    with reading():
        return file_of(post_id, key)


def may_add(code: str, caption: str, now: datetime) -> None:
    """Whether `add` would take one more file now, before the work of decoding it.

    Raises what `add` would.
    """
    with reading():
        _need_room(code, caption, now)


def add(code: str, sha256: str, key: str, now: datetime, caption: str = "") -> int:
    """Add a file of `db.media` to the draft of a code; gives its number in the post.

    `key` is the sender's own: the same upload sent twice is one file and counts once. Raises
    `NotFound` as `look` does, `Refused` for a link or a post that is full, or words that may not
    stand there. What is refused does not stay in the store.
    """
    table = models.PostUploadLink
    try:
        with writing():
            link = look(code, now)
            there = file_of(link.post_id, key)
            if there is not None:
                return there
            _need_room(code, caption, now)
            counted = (
                table.update(files=table.files + 1)
                .where(table.id == link.link_id, table.files < table.most_files)
                .execute()
            )
            if not counted:  # another was faster, on a database that lets two write at once
                raise Refused(FULL)
            return add_file(post_row(link.post_id), sha256, key, now, caption)
    except (Refused, NotAllowed, NotFound):
        with writing():
            left = media.let_go(sha256, now)
        media.remove(left)
        raise


def _need_room(code: str, caption: str, now: datetime) -> None:
    link = look(code, now)
    if link.left <= 0:
        raise Refused(FULL)
    try:
        need_caption(post_row(link.post_id), caption)
    except Tripped:  # who sends cannot send it anyway: that is for whoever publishes
        raise Refused(OTHER_WORDS) from None


def _lasts(row: models.PostUploadLink, now: datetime) -> bool:
    if row.ended_at is not None or now >= row.expires_at:
        return False
    return post_row(row.post_id).state in UNPUBLISHED


def _left(row: models.PostUploadLink) -> int:
    return max(0, min(row.most_files - row.files, MOST_FILES - held(row.post_id)))
