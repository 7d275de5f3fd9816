"""What the outside sees of reports: frozen, loaded whole, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Report:
    """`by` is who reported, `about` the words that were reported, `writer` whose they are, and
    `post` what the post is called, or how it begins. `held`: nobody reads it until it is decided.

    While `outcome` is open, `resolved_at` is None.
    """

    id: int
    post_id: int
    comment_id: int | None
    post: str
    about: str
    writer: str
    by: str
    reason: str
    reported_at: datetime
    outcome: Outcome
    answer: str
    resolved_at: datetime | None
    resolved_by: str
    held: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What a parent sees of a report of their own."""

    about: str
    reason: str
    reported_at: datetime
    outcome: Outcome
    answer: str
