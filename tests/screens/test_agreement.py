"""Pupils choose their tile, give their pictures, read and sign (R18–R20): the whole way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from db import agreement, connection, models
from db.connection import writing
from db.roster import pupils as pupils_of
from kiosk.app import KioskApp
from kiosk.screens.agreement import AgreementPlace
from kiosk.screens.home import Home
from kiosk.screens.picture_code import PictureCode
from kiosk.screens.promises import Promises
from kiosk.screens.sign import Sign
from kiosk.screens.signed_agreement import SignedAgreementPlace
from kiosk.screens.thank_you import ThankYou
from kiosk.widgets.signed_tile import SignedTile
from tests.conftest import NOW, Here
from tests.screens.agreeing import (
    CODE,
    CODE_KEYS,
    WAVE,
    draw,
    give_codes,
    press,
    said,
    some_sign,
    to_promises,
    to_tiles,
)
from tests.screens.conftest import Look, settled


@pytest.fixture(autouse=True)
def codes(here: Here) -> None:
    give_codes(here)


async def test_r19_read_tick_and_sign_by_keys(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        assert isinstance(app.screen, AgreementPlace)
        await press(pilot, "f", "r", "enter")
        assert isinstance(app.screen, PictureCode)
        await press(pilot, *CODE_KEYS)
        assert isinstance(app.screen, Promises)
        assert app.session.pupil is not None
        assert app.session.pupil.name == "Freya"
        await press(pilot, *["space", "enter"] * 6)
        assert isinstance(app.screen, Sign)
        await press(pilot, *"Freya", "enter")
        assert isinstance(app.screen, ThankYou)
        assert app.session.pupil is None
        await press(pilot, "enter")
        assert isinstance(app.screen, Home)
        await to_tiles(pilot)
        ticked = [it.shown.pupil.name for it in app.screen.query(SignedTile) if it.signed]
        assert ticked == ["Freya"]
        assert "1 of 30" in said(app, "#progress")
    freya = next(it for it in pupils_of(here.maple.id) if it.name == "Freya")
    kept = agreement.what_i_signed(freya.id)
    assert kept is not None
    assert (kept.signature.typed_name, kept.signature.version) == ("Freya", 1)


async def test_r19_read_tick_and_draw_by_mouse(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        await pilot.click(app.screen.query(SignedTile).first())
        await settled(pilot)
        for place in CODE:
            await pilot.click(f"#picture-{place}")
        await settled(pilot)
        for _ in range(6):
            await pilot.click("#tick")
            await pilot.click("#next")
        await settled(pilot)
        assert isinstance(app.screen, Sign)
        await draw(pilot, (5, 7), (20, 2), (30, 8), (60, 3))
        await draw(pilot, (10, 5), (50, 5))
        await pilot.click("#finish")
        await settled(pilot)
        assert isinstance(app.screen, ThankYou)
    connection.close_database()
    connection.open_database(here.data / connection.FILE_NAME)
    kept = agreement.what_i_signed(here.pupil_ids[0])
    assert kept is not None
    assert kept.signature.typed_name == ""
    assert [len(stroke) for stroke in kept.signature.strokes] == [4, 2]
    x, y = kept.signature.strokes[0][0]
    assert x == pytest.approx(4.5 / 64, abs=0.001)
    assert y == pytest.approx(6.5 / 8, abs=0.001)


async def test_r20_who_has_signed_reads_what_they_signed(app: KioskApp, here: Here) -> None:
    who = pupils_of(here.maple.id)[0]
    agreement.sign(who, 1, NOW, strokes=WAVE)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_promises(pilot)
        assert isinstance(app.screen, SignedAgreementPlace)
        assert who.full_name in said(app, "#name")
        assert "Be kind" in said(app, "#promises")
        await press(pilot, "escape")
        assert isinstance(app.screen, AgreementPlace)
        assert app.session.pupil is None


async def test_back_ends_the_pupils_visit(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_promises(pilot)
        assert app.session.pupil is not None
        await press(pilot, "escape")
        assert isinstance(app.screen, AgreementPlace)
        assert app.session.pupil is None


async def test_a_pupil_ends_a_staff_sign_in(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        app.session.begin(staff=here.leader)
        await press(pilot, "enter")
        await press(pilot, *CODE_KEYS)
        assert app.session.staff is None
        assert app.session.pupil is not None


async def test_names_are_found_without_their_accents(app: KioskApp, here: Here) -> None:
    with writing():
        models.Pupil.update(forename="Zoë").where(models.Pupil.id == here.pupil_ids[4]).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        await press(pilot, *"zoe")
        assert "Zoë" in said(app, "#question")
        await press(pilot, "q")
        assert "No name" in said(app, "#question")


async def test_an_empty_class_says_so(app: KioskApp) -> None:
    with writing():
        models.Enrolment.delete().execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        assert "class list" in said(app, "#question")


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    some_sign(here)
    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=to_tiles)


def test_looks_of_what_was_signed(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    some_sign(here)

    async def before(pilot: Pilot[int]) -> None:
        await to_tiles(pilot)
        await press(pilot, "right", "enter")
        await press(pilot, *CODE_KEYS)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
