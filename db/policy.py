"""What is refused, and who may do what. The text of each exception can be shown to a person."""

from __future__ import annotations

from db.records import Role, Staff


class Problem(Exception):  # noqa: N818 - the family is named for what people read
    """Something could not be done; `str(problem)` says why in a sentence for a person."""


class NotAllowed(Problem):
    """The person who asks may not do this."""


class NotFound(Problem):
    """What was asked for is not there (any more)."""


class Refused(Problem):
    """What was given does not fit: an empty name, a date in the past, a weight of nine."""


class TryLater(Problem):
    """Too many wrong guesses; `seconds` is how long to wait."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class StorageProblem(Problem):
    """The disk or the database failed; nothing was changed."""


def need_staff(actor: Staff | None) -> Staff:
    """R1: only signed-in staff. Gives the member of staff back, for use in one line."""
    if actor is None:
        raise NotAllowed("Please sign in first.")
    return actor


def need_leader(actor: Staff | None) -> Staff:
    """R26: only leaders."""
    if need_staff(actor).role is not Role.LEADER:
        raise NotAllowed("Only a school leader can do this.")
    return need_staff(actor)


def need_leader_or_office(actor: Staff | None) -> Staff:
    """Class lists are the office's work too."""
    if need_staff(actor).role not in (Role.LEADER, Role.OFFICE):
        raise NotAllowed("Only a school leader or the office can do this.")
    return need_staff(actor)
