"""Portfolios: what pupils are proud of, seen by pupil, parents and teachers only (R16).

What the teacher does with it is in `db/portfolio_review.py`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from db import agreement, audit, media, models, uploads
from db.connection import reading, writing
from db.family_records import Visitor
from db.policy import NotAllowed, NotFound, Refused
from db.portfolio_records import Item, ItemMedia, ItemState, Page, Sender, Viewer
from db.portfolio_rows import (
    JUST_DECIDED,
    NOTHING_HERE,
    TAKEN_BACK,
    is_of,
    item_row,
    media_record,
    need_to_see,
    records,
    uncommented,
    visible_pupils,
    with_everything,
)
from db.records import Pupil, Staff
from db.roster import as_known, full_name, pupil_row
from db.words import clean

CAPTION_LENGTH = 200
PIECE_LENGTH = 4000
MOST_ON_A_PAGE = 60
MOST_WAITING = 200
POSTER_TYPE = "image/jpeg"
ABOUT_TO_BE_USED = timedelta(minutes=1)  # from the same bytes being kept anew to their item
FULL = "There is a lot here that the teacher has not seen yet. Please send more another day."


def of_pupil(viewer: Viewer, pupil_id: int, *, before: int | None = None, most: int = 12) -> Page:
    """A pupil's items, newest first; the same few queries, however many there are.

    `before` is the `Page.before` of the page ahead. Raises `NotFound` for a portfolio that is
    not for `viewer`, and `NotAllowed` for a pupil who has not signed the agreement (R20).
    """
    it = models.PortfolioItem
    most = max(1, min(most, MOST_ON_A_PAGE))
    with reading():
        pupil = as_known([need_to_see(viewer, pupil_id)])[0]
        wanted = with_everything().where(it.pupil == pupil_id)
        if before is not None:
            last = it.get_or_none(it.id == before, it.pupil == pupil_id)
            if last is None:
                raise NotFound(NOTHING_HERE)
            wanted = wanted.where(
                it.posted_at <= last.posted_at,
                (it.posted_at < last.posted_at) | (it.id < last.id),
            )
        rows = list(wanted.order_by(it.posted_at.desc(), it.id.desc()).limit(most + 1))
        items = tuple(records(rows[:most], {pupil_id: pupil}))
    return Page(items, items[-1].id if len(rows) > most else None)


def item(viewer: Viewer, item_id: int) -> Item:
    """One item. Raises as `of_pupil` does; what was taken back is not found."""
    with reading():
        return _item(item_row(viewer, item_id))


def file_for(viewer: Viewer, sha256: str) -> tuple[Path, str, ItemMedia]:
    """Where a file is, its content type, and the media it is or is the poster of.

    Raises `NotFound` unless it belongs to an item that `viewer` may see (R16).
    """
    it, m = models.PortfolioItem, models.Media
    with reading():
        if isinstance(viewer, Pupil):
            agreement.need_signed(viewer.id)
        row = (
            m.select()
            .join(it, on=(it.media == m.sha256))
            .where(is_of(sha256), it.state != TAKEN_BACK, it.pupil.in_(visible_pupils(viewer)))
            .first()
        )
        if row is None:
            raise NotFound(NOTHING_HERE)
        known = media_record(row)
    content_type = known.content_type if known.sha256 == sha256 else POSTER_TYPE
    return media.path(sha256), content_type, known


def add_words(pupil_id: int, words: str, now: datetime, *, key: str, sender: Sender) -> Item:
    """Put a piece of writing into a portfolio; with the same `key` again it is the same item.

    Raises `NotFound` for a portfolio that is not the sender's, `NotAllowed` for a pupil who has
    not signed (R20), `Refused` for no words or more than `PIECE_LENGTH` characters.
    """
    text = clean(words, lines=True)
    if not text:
        raise Refused("Please write something first.")
    if len(text) > PIECE_LENGTH:
        raise Refused(f"That is too long: please use at most {PIECE_LENGTH} characters.")
    with writing():
        pupil = need_to_see(sender, pupil_id)
        return _add(pupil, text, None, now, _own(key, pupil_id, sender, None), sender, None)


def add_media(
    pupil_id: int,
    sha256: str,
    caption: str,
    now: datetime,
    *,
    key: str,
    sender: Sender | None,
    link_id: int | None = None,
) -> Item:
    """Put a file of the store into a portfolio; with the same `key` again it is the same item.

    With `link_id` the upload link is the permission instead of `sender`, and the file counts
    against it. Raises as `add_words` does; `Refused` also for a link that is full or over, and
    `NotFound` for a file that is not in the store. What is refused does not stay in the store.
    """
    if link_id is not None:
        sender = None
    try:
        text = _caption(caption)
        with writing():
            pupil = _need_leave(pupil_id, sender, link_id)
            media.get(sha256)
            own = _own(key, pupil_id, sender, link_id)
            return _add(pupil, text, sha256, now, own, sender, link_id)
    except (Refused, NotAllowed, NotFound):
        with writing():
            left = media.let_go(sha256, now)
        media.remove(left)
        raise


def may_add(
    pupil_id: int,
    caption: str,
    now: datetime,
    *,
    sender: Sender | None,
    link_id: int | None = None,
) -> None:
    """Whether `add_media` would take one more file now, before the work of decoding it.

    Raises what `add_media` would.
    """
    _caption(caption)
    with reading():
        _need_leave(pupil_id, sender, link_id)
        _need_patience(pupil_id)
        if link_id is not None:
            uploads.need_open(link_id, now)


def already_there(
    pupil_id: int, *, key: str, sender: Sender | None, link_id: int | None = None
) -> int | None:
    """The number of the item that `add_media` made with the same key, sender and link."""
    it = models.PortfolioItem
    with reading():
        row = it.get_or_none(it.upload_key == _own(key, pupil_id, sender, link_id))
    return None if row is None else row.id


def take_back(viewer: Viewer, item_id: int, now: datetime) -> None:
    """The pupil or a parent takes back what is not approved; it is shown to nobody any more, and
    its file is removed unless something else shows it.

    Raises `NotAllowed` for staff and for what the teacher has approved, `NotFound` as `item`.
    """
    if isinstance(viewer, Staff):
        raise NotAllowed("Only the pupil or a parent can take this back.")
    it = models.PortfolioItem
    left: tuple[str, ...] = ()
    with writing():
        row = item_row(viewer, item_id)
        if row.state == ItemState.APPROVED.value:
            raise NotAllowed("Your teacher has approved this, so it stays.")
        # Its key is free again: who sends the same photo once more means a new item.
        done = (
            it.update(state=TAKEN_BACK, upload_key=f"taken back {row.id}", media=None)
            .where(it.id == row.id, it.state == row.state)
            .execute()
        )
        if not done:  # a teacher was faster, on a database that lets two write at once
            raise Refused(JUST_DECIDED)
        if row.media_id is not None:
            left = media.let_go(row.media_id, max(row.posted_at, now - ABOUT_TO_BE_USED))
        detail = f"item {row.id} of {full_name(row.pupil)}{_by(viewer)}"
        audit.record(now, None, "took a portfolio item back", detail)
    media.remove(left)


def _add(
    pupil: models.Pupil,
    words: str,
    sha256: str | None,
    now: datetime,
    key: str,
    sender: Sender | None,
    link_id: int | None,
) -> Item:
    it = models.PortfolioItem
    row = it.get_or_none(it.upload_key == key)
    if row is not None:
        return _item(row)
    _need_patience(pupil.id)
    if link_id is not None:
        uploads.use(link_id, now)
    row = it.create(
        pupil=pupil,
        words=words,
        media=sha256,
        upload_key=key,
        guardian=sender.guardian_id if isinstance(sender, Visitor) else None,
        posted_at=now,
    )
    detail = f"item {row.id} of {full_name(pupil)}{_by(sender)}"
    audit.record(now, None, "added to a portfolio", detail)
    return uncommented(row, as_known([pupil])[0])


def _caption(words: str) -> str:
    text = clean(words)
    if len(text) > CAPTION_LENGTH:
        raise Refused(f"That is too long: please use at most {CAPTION_LENGTH} characters.")
    return text


def _need_leave(pupil_id: int, sender: Sender | None, link_id: int | None) -> models.Pupil:
    """The pupil, where the link, or the sender where there is none, may put a file into their
    portfolio."""
    if link_id is not None:
        link = models.UploadLink
        if link.get_or_none(link.id == link_id, link.pupil == pupil_id) is None:
            raise NotFound(NOTHING_HERE)
        return pupil_row(pupil_id)
    if sender is None:
        raise NotFound(NOTHING_HERE)
    return need_to_see(sender, pupil_id)


def _need_patience(pupil_id: int) -> None:
    it = models.PortfolioItem
    waiting = it.select().where(it.pupil == pupil_id, it.state == ItemState.WAITING.value)
    if waiting.count() >= MOST_WAITING:
        raise Refused(FULL)


def _own(key: str, pupil_id: int, sender: Sender | None, link_id: int | None) -> str:
    """The key as kept: nobody's keys meet anybody else's, however they were chosen."""
    if not key:
        raise ValueError("an upload needs a key")
    if link_id is not None:
        whose = f"link {link_id}"
    else:
        whose = f"parent {sender.guardian_id}" if isinstance(sender, Visitor) else "pupil"
    return hashlib.sha256(f"{whose} {pupil_id} {key}".encode(errors="replace")).hexdigest()


def _item(row: models.PortfolioItem) -> Item:
    it = models.PortfolioItem
    known = {pupil.id: pupil for pupil in as_known([row.pupil])}
    return records(with_everything().where(it.id == row.id), known)[0]


def _by(sender: Viewer | None) -> str:
    return f", by {sender.name}" if isinstance(sender, Visitor) else ""
