"""A code for the camera of a tablet: what is sent there goes into one pupil's portfolio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from db import agreement, models, portfolio, uploads
from db.connection import reading
from db.policy import NotFound
from db.records import Pupil
from db.roster import pupils as pupils_of
from kiosk import device
from kiosk.app import KioskApp
from kiosk.screens.upload_link import UploadLink
from kiosk.settings import Phones, Settings
from kiosk.widgets.picture import Picture
from kiosk.widgets.qr_code import QrCode
from tests import portfolios
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said
from tests.screens.conftest import Look, settled

PHONES = Phones(public_url="http://192.168.1.20:8080")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ava(here: Here) -> Pupil:
    pupil = pupils_of(here.maple.id)[0]
    agreement.sign(pupil, 1, NOW, typed_name=pupil.name)
    return pupil


@pytest.fixture
def phoned(here: Here, clock: Clock) -> KioskApp:
    """The kiosk with an address that phones reach."""
    return KioskApp(replace(Settings(here.data), phones=PHONES), clock=clock)


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the QR code on the screen says, each time it is drawn."""
    drawn: list[str] = []
    show = QrCode.show
    monkeypatch.setattr(
        QrCode, "show", lambda code, words: (drawn.append(words), show(code, words))
    )
    return drawn


async def ask_for_code(pilot: Pilot[int], pupil: Pupil) -> None:
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.begin(pupil=pupil)
    await app.push_screen(UploadLink(pupil))
    await settled(pilot)


async def test_the_code_says_the_link_of_this_pupil(
    phoned: KioskApp, ava: Pupil, codes: list[str]
) -> None:
    async with phoned.run_test(size=(120, 40)) as pilot:
        await ask_for_code(pilot, ava)
        before, _, code = codes[-1].rpartition("/")
        assert before == "HTTP://192.168.1.20:8080/U"
        page = uploads.look(code, NOW)
        assert page.pupil_id == ava.id
        assert "10:00" in said(phoned, "#left")
        assert "room for 10 files" in said(phoned, "#left")
        assert "not encrypted" in said(phoned, "#private")


async def test_files_that_arrive_are_counted_at_once(
    phoned: KioskApp, here: Here, ava: Pupil, codes: list[str]
) -> None:
    async with phoned.run_test(size=(120, 40)) as pilot:
        await ask_for_code(pilot, ava)
        link = uploads.look(codes[-1].rpartition("/")[2], NOW)
        name = portfolios.drawing(here.data)
        portfolio.add_media(ava.id, name, "", NOW, key=name, sender=None, link_id=link.link_id)
        for _ in range(40):
            await pilot.pause(0.05)
            if "1 file arrived" in said(phoned, "#left"):
                break
        assert "1 file arrived" in said(phoned, "#left")
        assert "room for 9 files" in said(phoned, "#left")


async def arrive(pilot: Pilot[int], here: Here, pupil: Pupil, code: str) -> None:
    """A drawing comes by the link, and the screen has heard of it."""
    app = pilot.app
    assert isinstance(app, KioskApp)
    link = uploads.look(code.rpartition("/")[2], NOW)
    name = portfolios.drawing(here.data)
    portfolio.add_media(pupil.id, name, "", NOW, key=name, sender=None, link_id=link.link_id)
    for _ in range(100):
        await pilot.pause(0.05)
        if "1 file arrived" in said(app, "#left"):
            break
    await settled(pilot)


@pytest.mark.parametrize(("size", "room"), [((80, 24), False), ((120, 40), True)])
async def test_the_newest_picture_shows_where_there_is_room(
    phoned: KioskApp,
    here: Here,
    ava: Pupil,
    codes: list[str],
    size: tuple[int, int],
    room: bool,
) -> None:
    async with phoned.run_test(size=size) as pilot:
        await ask_for_code(pilot, ava)
        newest = phoned.screen.query_one("#newest", Picture)
        assert not newest.display
        await arrive(pilot, here, ava, codes[-1])
        assert "1 file arrived" in said(phoned, "#left")
        assert newest.display is room
        await press(pilot, "n")
        assert not newest.display


async def test_r31_files_that_arrive_are_a_touch(
    phoned: KioskApp, here: Here, ava: Pupil, codes: list[str]
) -> None:
    async with phoned.run_test(size=(80, 24)) as pilot:
        await ask_for_code(pilot, ava)
        phoned.session._touched -= 100
        assert phoned.session.seconds_left() < 100
        await arrive(pilot, here, ava, codes[-1])
        assert phoned.session.seconds_left() > 150


async def test_after_ten_minutes_it_says_so_and_a_new_one_is_a_key_away(
    phoned: KioskApp, ava: Pupil, codes: list[str], clock: Clock
) -> None:
    async with phoned.run_test(size=(80, 24)) as pilot:
        await ask_for_code(pilot, ava)
        old = codes[-1].rpartition("/")[2]
        clock.now = NOW + timedelta(minutes=10, seconds=1)
        await pilot.pause(1.1)
        await settled(pilot)
        assert "ten minutes are over" in said(phoned, "#over")
        await press(pilot, "n")
        new = codes[-1].rpartition("/")[2]
        assert new != old
        assert uploads.look(new, clock.now)


async def test_a_new_link_ends_the_one_before(
    phoned: KioskApp, ava: Pupil, codes: list[str]
) -> None:
    async with phoned.run_test(size=(80, 24)) as pilot:
        await ask_for_code(pilot, ava)
        old = codes[-1].rpartition("/")[2]
        await press(pilot, "n")
        with pytest.raises(NotFound):
            uploads.look(old, NOW)


async def test_without_phone_pages_there_is_no_code(
    app: KioskApp, ava: Pupil, codes: list[str]
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ask_for_code(pilot, ava)
        assert codes == []
        assert "tell your teacher" in said(app, "#trouble")
        with reading():
            assert models.UploadLink.select().count() == 0


def test_looks(
    snap_compare: Any,
    look: Look,
    here: Here,
    ava: Pupil,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "new_code", lambda: "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    device.change(here.data, theme=look.theme)
    shown = KioskApp(replace(Settings(here.data), phones=PHONES), clock=clock)

    async def before(pilot: Pilot[int]) -> None:
        await ask_for_code(pilot, ava)

    assert snap_compare(shown, terminal_size=look.size, run_before=before)


def test_looks_when_something_came(
    snap_compare: Any,
    look: Look,
    here: Here,
    ava: Pupil,
    clock: Clock,
    codes: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "new_code", lambda: "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    device.change(here.data, theme=look.theme)
    shown = KioskApp(replace(Settings(here.data), phones=PHONES), clock=clock)

    async def before(pilot: Pilot[int]) -> None:
        await ask_for_code(pilot, ava)
        await arrive(pilot, here, ava, codes[-1])
        for _ in range(300):
            await settled(pilot)
            newest = pilot.app.screen.query_one(Picture)
            there = pilot.app.screen.has_class("-arrived")
            if there and (newest.is_drawn or not newest.is_on_screen):
                break
            await asyncio.sleep(0.01)
        else:
            raise AssertionError("the picture never came")
        await settled(pilot)

    assert snap_compare(shown, terminal_size=look.size, run_before=before)


def test_looks_without_phone_pages(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, ava: Pupil
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await ask_for_code(pilot, ava)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
