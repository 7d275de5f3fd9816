"""Families of Maple class, connected and not yet, and what the board shows of them."""

from __future__ import annotations

from datetime import timedelta

from textual.widgets import OptionList

from db import invitations, joining, models, phones
from db.connection import writing
from db.family_records import Connection, Joined
from db.records import Pupil
from kiosk.app import KioskApp
from kiosk.settings import Phones
from tests.conftest import NOW, Here

ADDRESS = "http://192.168.1.20:8080"


PHONES = Phones(public_url=ADDRESS)


def asks(here: Here, place: int, name: str, relationship: str = "mother", ago: int = 5) -> int:
    """A parent who used a code of this pupil `ago` minutes ago; gives the guardian's id."""
    when = NOW - timedelta(minutes=ago)
    made = invitations.invite(here.leader, here.pupil_ids[place], when)
    token = joining.join(made.code, name, relationship, "phone", when)
    visitor = phones.visitor(token)
    assert visitor
    return visitor.guardian_id


def contact(here: Here, place: int, name: str) -> None:
    with writing():
        models.GuardianContact.create(pupil=here.pupil_ids[place], name=name, relationship="mother")


def fill(here: Here) -> None:
    """Two families connected, two who wait, three invited; the rest not."""
    for place, name in ((1, "Olu Adeyemi"), (3, "Zoë O'Brien-Maldonado")):
        guardian = asks(here, place, name, "father")
        invitations.confirm(here.leader, guardian, here.pupil_ids[place], NOW)
    contact(here, 0, "Mrs Sam Okafor")
    asks(here, 0, "Sam Okafor", ago=12)
    asks(here, 5, "Jo Bloggs", "step-father", ago=3)
    for place in (2, 4, 8):
        invitations.invite(here.leader, here.pupil_ids[place], NOW)


def rows(app: KioskApp) -> list[str]:
    shown = app.screen.query_one("#rows", OptionList)
    return [str(it.prompt) for it in shown.options]


def row_of(here: Here, place: int) -> Joined:
    board = invitations.board(here.leader, here.maple.id, NOW)
    return next(it for it in board if it.pupil.id == here.pupil_ids[place])


def first_pupil(here: Here) -> Pupil:
    return row_of(here, 0).pupil


def invited(here: Here) -> list[str]:
    board = invitations.board(here.leader, here.maple.id, NOW)
    return [it.pupil.name for it in board if it.connection is Connection.INVITED]
