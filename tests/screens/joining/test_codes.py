"""Codes on the screen, one after another (R21)."""

from __future__ import annotations

from datetime import timedelta

from db import invitations, joining
from db.family_records import Asked, Connection, InvitationState
from kiosk.app import KioskApp
from kiosk.screens.invite import Invite
from kiosk.screens.join import JoinPlace
from kiosk.settings import Settings
from kiosk.widgets.qr_code import QrCode
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said, told
from tests.screens.conftest import settled, stand_at
from tests.screens.joining.conftest import Clock
from tests.screens.joining.families import (
    ADDRESS,
    asks,
    fill,
    first_pupil,
    invited,
    row_of,
)


async def test_r21_the_code_is_drawn_counts_down_and_is_used(
    app: KioskApp, here: Here, clock: Clock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "i")
        screen = app.screen
        assert isinstance(screen, Invite)
        assert screen.query_one(QrCode).rows == 19
        assert screen.shown is not None
        assert "Good for 14 days" in said(app, "#left")
        assert "Aisha" in said(app, "#whom")
        assert "not encrypted" in said(app, "#private")
        assert f"{ADDRESS}/j/" in said(app, "#address")
        assert not screen.query_one("#look").display
        clock.now = NOW + timedelta(days=13, hours=23, minutes=50, seconds=1)
        screen._tick()
        assert "Good for 9:59" in said(app, "#left")
        joining.join(screen.shown.code, "Sam Okafor", "mother", "phone", clock.now)
        for _ in range(100):
            await pilot.pause(0.05)
            if screen.has_class("-used"):
                break
        assert said(app, "#over") == "✔ Used"
        assert not screen.query_one("#code").display
        await settled(pilot)
        await press(pilot, "l", "c")
        assert isinstance(app.screen, Invite)
    assert row_of(here, 0).connection is Connection.CONNECTED


async def test_r21_a_code_that_runs_out_says_so(app: KioskApp, here: Here, clock: Clock) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await stand_at(pilot, Invite([first_pupil(here)]), here)
        clock.now = NOW + invitations.VALID
        assert isinstance(app.screen, Invite)
        app.screen._tick()
        await settled(pilot)
        assert "run out" in said(app, "#over")


async def test_one_after_another_through_those_missing(app: KioskApp, here: Here) -> None:
    fill(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, *["down"] * 9, "o")
        assert "Arjun" in said(app, "#whom")
        assert "1 of 26" in said(app, "#whom")
        await press(pilot, "n")
        assert "2 of 26" in said(app, "#whom")
        name = said(app, "#whom").splitlines()[1].split()[1]
        assert isinstance(app.screen, Invite)
        assert app.screen.shown is not None
        code = app.screen.shown.id
        await press(pilot, "n")
        assert "3 of 26" in said(app, "#whom")
        assert f"Nobody used the code for {name}: taken back" in told(app)
        assert invitations.state(code, NOW) is InvitationState.ENDED
        code = app.screen.shown.id
        await press(pilot, "k")
        assert "4 of 26" in said(app, "#whom")
        assert invitations.state(code, NOW) is InvitationState.OPEN
        await press(pilot, "escape")
        assert isinstance(app.screen, JoinPlace)


async def test_without_phone_pages_no_code_is_made(here: Here) -> None:
    app = KioskApp(Settings(here.data), clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Invite([first_pupil(here)]), here)
        assert "no phone pages on this device" in said(app, "#trouble")
        assert app.screen.query_one("#trouble").display
        assert app.screen.query_one(QrCode).rows == 0
    assert invited(here) == []


async def test_while_phone_pages_have_failed_there_is_no_code(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.phone_pages.state, app.phone_pages.problem = "failed", "Port 8080 is taken."
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "i")
        screen = app.screen
        assert isinstance(screen, Invite)
        assert "Port 8080 is taken." in said(app, "#trouble")
        assert not screen.query_one(QrCode).display
        assert invited(here) == []
        app.phone_pages.state = "running"
        screen._tick()
        await settled(pilot)
        assert not screen.query_one("#trouble").display
        assert screen.query_one(QrCode).rows == 19
        assert screen.shown is not None
        app.phone_pages.state = "failed"
        screen._tick()
        await settled(pilot)
        assert not screen.query_one(QrCode).display
        app.session.begin(pupil=first_pupil(here))
        await screen.may_show()
        assert "tell your teacher" in said(app, "#trouble")
        assert "8080" not in said(app, "#trouble")
        app.phone_pages.state = "running"
        await screen.may_show()
        assert screen.query_one(QrCode).display
    assert len(invited(here)) == 1


async def test_r21_after_a_code_the_one_who_used_it_is_shown(app: KioskApp, here: Here) -> None:
    asks(here, 0, "Ann Earlier", ago=60)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Invite([first_pupil(here)]), here)
        screen = app.screen
        assert isinstance(screen, Invite)
        assert screen.shown is not None
        joining.join(screen.shown.code, "Sam Now", "mother", "phone", NOW)
        screen.ask_state()
        await settled(pilot)
        await press(pilot, "l")
        assert "Sam Now" in said(app, "#name")
        await press(pilot, "c")
    assert [(it.name, it.asked) for it in row_of(here, 0).parents] == [
        ("Ann Earlier", Asked.WAITING),
        ("Sam Now", Asked.CONFIRMED),
    ]
