"""Where the files of a form go, and what gives leave to send them there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from db import portfolio, story_uploads
from db.portfolio_records import Sender

REFUSED_OF_A_PARENT = 30  # in an hour
PARENT_SPENT = "Many of the files you sent could not be taken. Please try again in an hour."


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """The leave to send. Where its files go is said by the classes below; what they do is for a
    thread.

    `leave` names it: more than `most_refused` files in an hour that could not be taken end it,
    and `spent` is said then. `in_line` says who waits behind whom. With `most_files` 0 only a
    file that is there already is taken for saved. `still` raises a `Problem` when the leave has
    ended since; `ends_at` is when a link will. `pupil_id` is whose portfolio must have room.
    """

    leave: str
    in_line: str
    still: Callable[[datetime], object]
    most_files: int = 10
    most_refused: int = REFUSED_OF_A_PARENT
    spent: str = PARENT_SPENT
    ends_at: datetime | None = None
    pupil_id: int | None = None

    def already_there(self, key: str) -> int | None:
        """The number of what `add` made of the same file by the same leave."""
        raise NotImplementedError

    def may_add(self, caption: str, now: datetime) -> None:
        """Raises what `add` would, before the work of decoding."""
        raise NotImplementedError

    def add(self, sha256: str, caption: str, key: str, now: datetime) -> int:
        """Name a file of the store in the records; gives the number of what it is there."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio(Whose):
    """A pupil's portfolio, by a sender or by an upload link."""

    pupil_id: int
    sender: Sender | None = None
    link_id: int | None = None

    def already_there(self, key: str) -> int | None:
        return portfolio.already_there(
            self.pupil_id, key=key, sender=self.sender, link_id=self.link_id
        )

    def may_add(self, caption: str, now: datetime) -> None:
        portfolio.may_add(self.pupil_id, caption, now, sender=self.sender, link_id=self.link_id)

    def add(self, sha256: str, caption: str, key: str, now: datetime) -> int:
        item = portfolio.add_media(
            self.pupil_id,
            sha256,
            caption,
            now,
            key=key,
            sender=self.sender,
            link_id=self.link_id,
        )
        return item.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Whose):
    """A post that is being written, by its code."""

    post_id: int
    code: str

    def already_there(self, key: str) -> int | None:
        return story_uploads.already_there(self.post_id, key)

    def may_add(self, caption: str, now: datetime) -> None:
        story_uploads.may_add(self.code, caption, now)

    def add(self, sha256: str, caption: str, key: str, now: datetime) -> int:
        return story_uploads.add(self.code, sha256, key, now, caption)
