"""Pupils choose their tile, give their pictures, read and sign (R18–R20)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input

from db import agreement, connection, models, pupils
from db.connection import writing
from db.records import Promise
from db.roster import pupils as pupils_of
from kiosk.app import KioskApp
from kiosk.screens.agreement import AgreementPlace
from kiosk.screens.home import Home
from kiosk.screens.picture_code import PictureCode
from kiosk.screens.promises import Promises
from kiosk.screens.sign import Sign
from kiosk.screens.signed_agreement import SignedAgreementPlace
from kiosk.screens.thank_you import ThankYou
from kiosk.widgets.picture_pad import KEYS, PictureKey
from kiosk.widgets.promise_tick import PromiseTick
from kiosk.widgets.signature_pad import SignaturePad
from kiosk.widgets.signed_tile import SignedTile
from tests.conftest import NOW, Here
from tests.screens.conftest import Look, settled

CODE = (2, 0, 11)
CODE_KEYS = [KEYS[place] for place in CODE]
WAVE = [[(0.05, 0.7), (0.3, 0.2), (0.5, 0.8), (0.95, 0.3)]]


@pytest.fixture
def coded(here: Here) -> Here:
    """Every pupil has the same pictures, so that any tile will do."""
    for pupil_id in here.pupil_ids:
        pupils.set_code(here.leader, pupil_id, CODE, NOW)
    return here


async def to_tiles(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await pilot.press("4")
    await settled(pilot)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Keys, with a look at the disk between them."""
    await pilot.press(*[{"-": "minus", "=": "equals_sign"}.get(key, key) for key in keys])
    await settled(pilot)


async def to_promises(pilot: Pilot[int]) -> None:
    await to_tiles(pilot)
    await press(pilot, "enter")
    await press(pilot, *CODE_KEYS)


async def to_signature(pilot: Pilot[int]) -> None:
    await to_promises(pilot)
    await press(pilot, *["enter"] * 12)


async def draw(pilot: Pilot[int], *points: tuple[int, int]) -> None:
    """With the mouse, in cells from the corner of the pad."""
    pad = pilot.app.screen.query_one(SignaturePad)
    await pilot.mouse_down(pad, points[0])
    for point in points[1:]:
        await pilot.hover(pad, point)
    await pilot.mouse_up(pad, points[-1])
    await settled(pilot)


async def test_r19_read_tick_and_sign_by_keys(app: KioskApp, coded: Here) -> None:
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
    freya = next(it for it in pupils_of(coded.maple.id) if it.name == "Freya")
    kept = agreement.what_i_signed(freya.id)
    assert kept is not None
    assert (kept.signature.typed_name, kept.signature.version) == ("Freya", 1)


async def test_r19_read_tick_and_draw_by_mouse(app: KioskApp, coded: Here) -> None:
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
    connection.open_database(coded.data / connection.FILE_NAME)
    kept = agreement.what_i_signed(coded.pupil_ids[0])
    assert kept is not None
    assert kept.signature.typed_name == ""
    assert [len(stroke) for stroke in kept.signature.strokes] == [4, 2]
    x, y = kept.signature.strokes[0][0]
    assert x == pytest.approx(4.5 / 64, abs=0.001)
    assert y == pytest.approx(6.5 / 8, abs=0.001)


async def test_a_line_that_leaves_the_pad_stays_at_its_edge(app: KioskApp, coded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot)
        pad = app.screen.query_one(SignaturePad)
        await pilot.mouse_down(pad, (5, 5))
        await pilot.hover(pad, (30, 5))
        await pilot.hover(app.screen, (79, 0))
        await pilot.mouse_up(app.screen, (79, 0))
        await settled(pilot)
        assert pad.strokes[0][-1] == (1.0, 0.0)
        await pilot.hover(pad, (10, 3))
        assert len(pad.strokes) == 1
        assert len(pad.strokes[0]) == 3


async def test_what_was_used_last_is_the_signature(app: KioskApp, coded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot)
        pad, name = app.screen.query_one(SignaturePad), app.screen.query_one("#name", Input)
        await press(pilot, *"Ai")
        await draw(pilot, (5, 7), (50, 2))
        assert name.value == ""
        assert pad.strokes
        await pilot.click("#name")
        await press(pilot, *"Aisha")
        assert pad.strokes == ()
        await press(pilot, "f2")
        assert name.value == ""
        await press(pilot, "enter")
        assert isinstance(app.screen, Sign)
    assert agreement.what_i_signed(coded.pupil_ids[0]) is None


async def test_the_pictures_chosen_never_show_only_how_many(app: KioskApp, coded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        await press(pilot, "enter")
        before = {str(it.render()) for it in app.screen.query(PictureKey)}
        await press(pilot, *CODE_KEYS[:2])
        assert "●  ●  ○" in said(app, "#so-far")
        assert {str(it.render()) for it in app.screen.query(PictureKey)} == before
        assert not app.screen.query(".chosen")


async def test_wrong_pictures_get_a_kind_sentence_and_another_go(
    app: KioskApp, coded: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        await press(pilot, "enter")
        await press(pilot, "1", "1", "1")
        assert isinstance(app.screen, PictureCode)
        assert "another go" in said(app, "#sentence")
        assert "○  ○  ○" in said(app, "#so-far")
        await press(pilot, "1", "1", "1")
        await press(pilot, "1", "1", "1")
        await press(pilot, *CODE_KEYS)
        assert "wait" in said(app, "#sentence")
        assert app.session.pupil is None
        await press(pilot, "escape")
        assert isinstance(app.screen, AgreementPlace)


async def test_without_pictures_a_pupil_asks_the_teacher(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        await press(pilot, "enter")
        await press(pilot, "1", "2", "3")
        assert "ask your teacher" in said(app, "#sentence")


async def test_a_promise_is_ticked_before_the_next_comes(app: KioskApp, coded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_promises(pilot)
        await press(pilot, "right")
        assert "Promise 1 of 6" in said(app, "#progress")
        assert app.screen.query_one("#next", Button).disabled
        await press(pilot, "enter", "right")
        assert "Promise 2 of 6" in said(app, "#progress")
        await press(pilot, "left")
        assert "Promise 1 of 6" in said(app, "#progress")
        assert app.screen.query_one(PromiseTick).ticked
        await press(pilot, "right")
        assert not app.screen.query_one(PromiseTick).ticked


async def test_back_ends_the_pupils_visit(app: KioskApp, coded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_promises(pilot)
        assert app.session.pupil is not None
        await press(pilot, "escape")
        assert isinstance(app.screen, AgreementPlace)
        assert app.session.pupil is None


async def test_a_pupil_ends_a_staff_sign_in(app: KioskApp, coded: Here) -> None:
    app.session.begin(staff=coded.leader)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_promises(pilot)
        assert app.session.staff is None


async def test_r20_who_has_signed_reads_what_they_signed(app: KioskApp, coded: Here) -> None:
    who = pupils_of(coded.maple.id)[0]
    agreement.sign(who, 1, NOW, strokes=WAVE)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_promises(pilot)
        assert isinstance(app.screen, SignedAgreementPlace)
        assert who.full_name in said(app, "#name")
        assert "Be kind" in said(app, "#promises")
        await press(pilot, "escape")
        assert isinstance(app.screen, AgreementPlace)
        assert app.session.pupil is None


async def test_r19_new_words_while_somebody_signs_ask_to_read_again(
    app: KioskApp, coded: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot)
        agreement.change_wording(coded.leader, (Promise("I try", "I do."),), "So be it.", NOW)
        await press(pilot, *"Aisha", "enter")
        assert isinstance(app.screen, Sign)
        assert any("new words" in str(it.message) for it in app._notifications)
    assert agreement.what_i_signed(coded.pupil_ids[0]) is None


async def test_a_full_disk_is_said_and_nobody_is_thanked(
    app: KioskApp, coded: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot)

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(models.Signature, "create", full)
        await press(pilot, *"Aisha", "enter")
        assert isinstance(app.screen, Sign)
        assert any("disk is full" in str(it.message) for it in app._notifications)
        assert app.session.pupil is not None


async def test_names_are_found_without_their_accents(app: KioskApp, coded: Here) -> None:
    with writing():
        models.Pupil.update(forename="Zoë").where(models.Pupil.id == coded.pupil_ids[4]).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        await press(pilot, *"zoe")
        assert "Zoë" in said(app, "#question")
        await press(pilot, "q")
        assert "No name" in said(app, "#question")


async def test_an_empty_class_says_so(app: KioskApp, here: Here) -> None:
    with writing():
        models.Enrolment.delete().execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        assert "class list" in said(app, "#question")


async def test_thank_you_goes_home_by_itself(
    app: KioskApp, coded: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.screens.thank_you.HOME_SECONDS", 0.05)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot)
        await press(pilot, *"Aisha", "enter")
        await asyncio.sleep(0.2)
        await settled(pilot)
        assert isinstance(app.screen, Home)


def said(app: KioskApp, selector: str) -> str:
    return str(app.screen.query_one(selector).render())


@pytest.fixture
def half_signed(coded: Here) -> Here:
    for who in pupils_of(coded.maple.id)[::2]:
        agreement.sign(who, 1, NOW, typed_name=who.name)
    return coded


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, half_signed: Here
) -> None:
    app = app_looking(look)
    assert snap_compare(app, terminal_size=look.size, run_before=to_tiles)
