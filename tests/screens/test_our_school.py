"""The school's website and policies at the kiosk, without sign-in (R27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from db import links
from db.links import Link
from kiosk import qr
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens.link_code import LinkCode
from kiosk.widgets.big_place import BigPlace
from kiosk.widgets.qr_code import QrCode
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said
from tests.screens.conftest import Look, settled

POLICIES = [
    Link("Our website", "https://www.riverside.example.sch.uk"),
    Link("Behaviour", "https://www.riverside.example.sch.uk/policies/Behaviour.pdf"),
]


async def to_school(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await press(pilot, "6")


async def test_r27_one_tap_and_another_to_the_code_with_nobody_signed_in(
    app: KioskApp, here: Here
) -> None:
    links.choose(here.leader, POLICIES, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_school(pilot)
        assert not app.session.somebody
        assert said(app, "#school") == "Riverside Primary"
        await pilot.click("#link-1")
        await settled(pilot)
        assert isinstance(app.screen, LinkCode)
        assert said(app, "#address") == POLICIES[1].address
        assert app.screen.query_one(QrCode).rows > 0
        await press(pilot, "enter", "1")
        assert said(app, "#link-title") == "Our website"


async def test_r27_who_can_add_them_is_said_and_they_are_here_at_once(
    app: KioskApp, here: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_school(pilot)
        assert "A school leader or the office can add them" in said(app, "#nothing")
        await press(pilot, "1", "enter")
        links.choose(here.leader, [Link(f"Page {it}", "a.org") for it in range(12)], NOW)
        app.screen.post_message(RecordsChanged())
        await settled(pilot)
        assert len(app.screen.query(BigPlace)) == 12
        await press(pilot, "down", "c")
        assert said(app, "#link-title") == "Page 11"
        await press(pilot, "escape")
        assert app.focused is not None
        assert app.focused.id == "link-2"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://www.x.uk/Rules?a=B", "HTTPS://WWW.X.UK/Rules?a=B"),
        ("http://x.uk:8080", "HTTP://X.UK:8080"),
        ("https://schüle.de/a", "https://schüle.de/a"),
    ],
)
def test_what_knows_no_capitals_is_said_in_them(address: str, said: str) -> None:
    assert qr.in_capitals(address) == said


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    links.choose(here.leader, POLICIES, NOW)
    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=to_school)


def test_code_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    links.choose(here.leader, POLICIES, NOW)

    async def before(pilot: Pilot[int]) -> None:
        await to_school(pilot)
        await press(pilot, "2")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
