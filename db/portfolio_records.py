"""What the outside sees of portfolios: frozen, loaded whole, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.family_records import Visitor
from db.records import Pupil, Staff

Viewer = Staff | Pupil | Visitor
"""Who may look into a portfolio: somebody of the school, the pupil, a parent's phone (R16)."""

Sender = Pupil | Visitor
"""Who may put something into a portfolio."""


class ItemState(StrEnum):
    """Where an item stands (R17). What was taken back is shown to nobody."""

    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent back"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class ItemMedia:
    """The file of an item. `kind` is photo, pdf, audio or video; `width` and `height` are
    pixels, `size` bytes. Only sound has no poster: its `poster_sha256` is empty."""

    sha256: str
    kind: str
    content_type: str
    width: int
    height: int
    seconds: float
    pages: int
    poster_sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ItemComment:
    writer: str
    words: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a pupil is proud of: a file with a caption, or a piece of writing.

    `sent_by` is the parent's name, empty where the pupil sent it. `decided_by` and `note` are
    the teacher's; both are empty while it waits. `comments` are the oldest first.
    """

    id: int
    pupil: Pupil
    words: str
    media: ItemMedia | None
    state: ItemState
    sent_by: str
    posted_at: datetime
    decided_at: datetime | None
    decided_by: str
    note: str
    comments: tuple[ItemComment, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of a portfolio, newest first; `before` asks for those that come after them,
    None where these are the last."""

    items: tuple[Item, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class PortfolioTile:
    """A pupil on the class's portfolio screen: how many items there are, how many wait for the
    teacher, and when the newest came; None without any."""

    pupil: Pupil
    items: int
    waiting: int
    newest_at: datetime | None
