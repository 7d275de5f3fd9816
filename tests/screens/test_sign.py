"""Signing by typing or drawing, and the thanks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from db import agreement, models
from db.records import Promise
from kiosk.app import KioskApp
from kiosk.screens.home import Home
from kiosk.screens.sign import Sign
from kiosk.screens.thank_you import ThankYou
from kiosk.widgets.signature_pad import SignaturePad
from tests.conftest import NOW, Here
from tests.screens.agreeing import draw, press, said, to_signature, told
from tests.screens.conftest import Look, settled


async def test_r19_school_and_date_are_shown(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot, here)
        assert said(app, "#where") == "Riverside Primary · Tuesday 24 November 2026"
        assert "my teacher will talk with me" in said(app, "#closing")


async def test_a_line_that_leaves_the_pad_stays_at_its_edge(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot, here)
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


async def test_what_was_used_last_is_the_signature(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot, here)
        pad, name = app.screen.query_one(SignaturePad), app.screen.query_one("#name", Input)
        await press(pilot, *"Ai")
        assert "typed name" in said(app, "#way")
        await draw(pilot, (5, 7), (50, 2))
        assert name.value == ""
        assert pad.strokes
        assert "drawing" in said(app, "#way")
        await pilot.click("#name")
        await press(pilot, *"Aisha")
        assert pad.strokes == ()
        await press(pilot, "f2")
        assert name.value == ""
        await press(pilot, "enter")
        assert isinstance(app.screen, Sign)
        assert "type your name" in told(app)
    assert agreement.what_i_signed(here.pupil_ids[0]) is None


async def test_a_dot_is_no_signature(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot, here)
        await draw(pilot, (30, 5))
        await press(pilot, "f10")
        assert isinstance(app.screen, Sign)
        assert "very small" in told(app)
    assert agreement.what_i_signed(here.pupil_ids[0]) is None


async def test_r19_new_words_while_somebody_signs_ask_to_read_again(
    app: KioskApp, here: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot, here)
        agreement.change_wording(here.leader, (Promise("I try", "I do."),), "So be it.", NOW)
        await press(pilot, *"Aisha", "enter")
        assert isinstance(app.screen, Sign)
        assert "new words" in told(app)
    assert agreement.what_i_signed(here.pupil_ids[0]) is None


async def test_a_full_disk_is_said_and_nobody_is_thanked(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot, here)

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(models.Signature, "create", full)
        await press(pilot, *"Aisha", "enter")
        assert isinstance(app.screen, Sign)
        assert "disk is full" in told(app)
        assert app.session.pupil is not None


async def test_thank_you_goes_home_by_itself(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.screens.thank_you.HOME_SECONDS", 0.3)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot, here)
        await press(pilot, *"Aisha", "enter")
        await asyncio.sleep(0.4)
        await settled(pilot)
        assert isinstance(app.screen, Home)
        assert app.session.pupil is None


async def test_nobody_goes_back_into_a_visit_that_has_ended(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_signature(pilot, here)
        await press(pilot, *"Aisha", "enter")
        assert isinstance(app.screen, ThankYou)
        await press(pilot, "escape")
        assert isinstance(app.screen, Home)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await to_signature(pilot, here)
        await draw(pilot, (5, 7), (15, 2), (25, 8), (35, 2), (60, 6))
        app.set_focus(None)

    app = app_looking(look)
    assert snap_compare(app, terminal_size=look.size, run_before=before)


def test_looks_of_the_thanks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await to_signature(pilot, here)
        await press(pilot, *"Aisha", "enter")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
