"""The school's website and policies, one tap away on kiosk and phone (R27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import audit, models
from db.connection import reading, writing
from db.policy import Refused, need_leader_or_office
from db.records import Staff
from db.small_markdown import LONGEST_ADDRESS, is_safe
from db.words import clean, required

MOST_LINKS = 12


@dataclass(frozen=True, slots=True)
class Link:
    """`address` is a whole http or https address."""

    title: str
    address: str


def links() -> list[Link]:
    """In the order that the school gave them. For everybody."""
    table = models.SchoolLink
    with reading():
        rows = table.select(table.title, table.address).order_by(table.position)
        return [Link(title, address) for title, address in rows.tuples().iterator()]


def choose(actor: Staff | None, chosen: Sequence[Link], now: datetime) -> list[Link]:
    """Put these in the place of all that were there; gives them as they are kept.

    Raises `NotAllowed` for anybody but leaders and the office; `Refused` for more than twelve, an
    empty title, or an address that is not http or https.
    """
    staff = need_leader_or_office(actor)
    if len(chosen) > MOST_LINKS:
        raise Refused(f"There are at most {MOST_LINKS} links.")
    kept = [Link(required(it.title, "a title"), _address(it.address)) for it in chosen]
    table = models.SchoolLink
    with writing():
        table.delete().execute()
        for position, it in enumerate(kept):
            table.create(title=it.title, address=it.address, position=position)
        audit.record(now, staff.id, "chose the school's links", ", ".join(it.title for it in kept))
    return kept


def _address(address: str) -> str:
    address = clean(address)
    if address and "://" not in address:
        address = f"https://{address}"
    good = address.startswith(("http://", "https://")) and is_safe(address)
    if not good or " " in address or len(address) > LONGEST_ADDRESS:
        raise Refused("Please type a whole web address: https://www.example.sch.uk/policies")
    return address
