"""Staff see, set and renew the pupils' pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from db import pupils, throttle
from db.policy import NotAllowed
from kiosk.app import KioskApp
from kiosk.screens.choose_pictures import ChoosePictures
from kiosk.screens.picture_codes import PictureCodes
from kiosk.screens.sure import Sure
from tests.conftest import NOW, Here
from tests.screens.agreeing import CODE, give_codes, press, said
from tests.screens.conftest import Look, settled


async def to_codes(pilot: Pilot[int], here: Here) -> None:
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.begin(staff=here.leader)
    await app.push_screen(PictureCodes())
    await settled(pilot)


def line(app: KioskApp, place: int = 0) -> str:
    return str(app.screen.query_one("#codes", OptionList).get_option_at_index(place).prompt)


def codes(here: Here) -> list[tuple[int, ...]]:
    return [it.code for it in pupils.codes(here.leader, here.maple.id, NOW)]


async def test_the_whole_class_gets_pictures_at_once(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_codes(pilot, here)
        assert "30 pupils without pictures" in said(app, "#summary")
        await press(pilot, "a")
        assert "no pictures" not in line(app)
        first = codes(here)
        assert len(set(first)) == 30
        await press(pilot, "a")
        assert isinstance(app.screen, Sure)
        await press(pilot, "n")
        assert codes(here) == first
        await press(pilot, "a", "y")
        assert not set(codes(here)) & set(first)


async def test_one_pupils_pictures_are_chosen_and_shown(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_codes(pilot, here)
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, ChoosePictures)
        await press(pilot, "1", "1")
        assert "🍎  🍎  ○" in said(app, "#so-far")
        await press(pilot, "2")
        assert "different" in said(app, "#sentence")
        await press(pilot, "3", "1", "=")
        assert isinstance(app.screen, PictureCodes)
        assert "ball" in line(app, 1)
        assert "crown" in line(app, 1)
    assert codes(here)[1] == CODE


async def test_one_pupil_gets_new_pictures_and_no_more_wait(app: KioskApp, here: Here) -> None:
    give_codes(here)
    for _ in range(throttle.FREE_TRIES):
        with pytest.raises(NotAllowed):
            pupils.sign_in(here.pupil_ids[0], (), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_codes(pilot, here)
        assert "waits" in line(app)
        await press(pilot, "l")
        assert "waits" not in line(app)
        assert codes(here)[0] == CODE
        await press(pilot, "n")
        assert codes(here)[0] != CODE
        assert codes(here)[1] == CODE


async def test_the_codes_are_printed_for_the_drawer(
    app: KioskApp, here: Here, tmp_path: Path
) -> None:
    give_codes(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_codes(pilot, here)
        await press(pilot, "p")
        app.screen.query_one(Input).value = str(tmp_path)
        await pilot.click("#save")
        await settled(pilot)
    text = PdfReader(tmp_path / "Maple picture codes.pdf").pages[0].extract_text()
    assert text.count("1 ball") == 30
    assert "Aisha" in text


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    for place, pupil_id in enumerate(here.pupil_ids[:20]):
        code = [(place + 1) % 12, (place * 5 + 3) % 12, (place * 7) % 12]
        if len(set(code)) == 3:
            pupils.set_code(here.leader, pupil_id, code, NOW)

    async def before(pilot: Pilot[int]) -> None:
        await to_codes(pilot, here)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_looks_of_choosing(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await to_codes(pilot, here)
        await press(pilot, "enter", "3", "0")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
