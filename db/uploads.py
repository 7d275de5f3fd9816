"""Upload links: leave to send files into one pupil's portfolio, for ten minutes.

A link is looked up by the hash of its 130 random bits, so wrong guesses need no throttling.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db import audit, models, school
from db.codes import hash_code, new_code
from db.connection import reading, writing
from db.policy import NotFound, Refused
from db.portfolio_rows import need_to_see
from db.records import Pupil, Staff
from db.roster import as_known, full_name

VALID = timedelta(minutes=10)
MOST_FILES = 10
NO_SUCH_LINK = (
    "This link does not work. It may have ended already: it lasts for ten minutes. "
    "Please ask for a new one at the kiosk."
)
OVER = "This link has ended. Please ask for a new one on the kiosk."
FULL = "This link has taken as many files as it may. Please ask for a new one on the kiosk."


@dataclass(frozen=True, slots=True)
class Link:
    """Leave to send files for `pupil`; `code` is readable only now, and without dashes."""

    id: int
    code: str
    pupil: Pupil
    expires_at: datetime
    most_files: int


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the page of a link shows: whose it is by the name the class knows, and no more.

    `left` is how many files it still takes, of `most_files`.
    """

    link_id: int
    pupil_id: int
    pupil_name: str
    school_name: str
    left: int
    most_files: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LinkState:
    """What became of a link: how many files came, how many more may."""

    files: int
    left: int
    expires_at: datetime
    open: bool


def make(
    sender: Pupil | Staff, pupil_id: int, now: datetime, *, most_files: int = MOST_FILES
) -> Link:
    """Make a link, good for ten minutes.

    Raises `NotFound` for a portfolio that `sender` may not see (R16) and `NotAllowed` for a
    pupil who has not signed the agreement (R20).
    """
    with writing():
        pupil = need_to_see(sender, pupil_id)
        code, expires_at = new_code(), now + VALID
        row = models.UploadLink.create(
            code_hash=hash_code(code),
            pupil=pupil_id,
            made_at=now,
            expires_at=expires_at,
            most_files=most_files,
        )
        staff_id = sender.id if isinstance(sender, Staff) else None
        audit.record(now, staff_id, "made an upload link", full_name(pupil))
        return Link(row.id, code, as_known([pupil])[0], expires_at, most_files)


def look(code: str, now: datetime) -> LinkPage:
    """What the page of a link shows; it uses nothing up, however often it is fetched.

    Raises `NotFound`, with the same sentence for a link that is old, ended or guessed.
    """
    table, p = models.UploadLink, models.Pupil
    with reading():
        row = (
            table.select(table, p)
            .join(p)
            .where(
                table.code_hash == hash_code(code),
                table.ended_at.is_null(),
                table.expires_at > now,
                p.left_on.is_null(),
            )
            .first()
        )
        if row is None:
            raise NotFound(NO_SUCH_LINK)
        here = school.current()
        name = as_known([row.pupil])[0].name
        left = max(0, row.most_files - row.files)
        return LinkPage(
            row.id,
            row.pupil_id,
            name,
            here.name if here else "",
            left,
            row.most_files,
            row.expires_at,
        )


def state(link_id: int, now: datetime) -> LinkState:
    """How a link stands, in one query: the kiosk asks while it shows it. Raises `NotFound`."""
    with reading():
        row = models.UploadLink.get_or_none(models.UploadLink.id == link_id)
    if row is None:
        raise NotFound(NO_SUCH_LINK)
    left = max(0, row.most_files - row.files)
    is_open = row.ended_at is None and row.expires_at > now and left > 0
    return LinkState(row.files, left, row.expires_at, is_open)


def end(link_id: int, now: datetime) -> None:
    """End a link; one that is over stays as it is."""
    table = models.UploadLink
    with writing():
        table.update(ended_at=now).where(table.id == link_id, table.ended_at.is_null()).execute()


def need_open(link_id: int, now: datetime) -> None:
    """Raises `Refused` as `use` would, and uses nothing up."""
    table = models.UploadLink
    row = table.get_or_none(table.id == link_id, table.ended_at.is_null(), table.expires_at > now)
    if row is None:
        raise Refused(OVER)
    if row.files >= row.most_files:
        raise Refused(FULL)


def use(link_id: int, now: datetime) -> None:
    """Count one file against the link, inside the transaction that keeps the file.

    Raises `Refused` for a link that is full, has ended or is too old.
    """
    table = models.UploadLink
    need_open(link_id, now)
    counted = (
        table.update(files=table.files + 1)
        .where(table.id == link_id, table.files < table.most_files)
        .execute()
    )
    if not counted:  # another phone was faster, on a database that lets two write at once
        raise Refused(FULL)
