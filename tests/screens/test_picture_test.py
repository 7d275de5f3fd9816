"""How this screen draws pictures: chosen by looking at one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from kiosk import device
from kiosk.app import KioskApp
from kiosk.screens.picture_test import PictureTest
from kiosk.screens.staff_room import StaffRoom
from kiosk.widgets.picture import Picture
from tests.conftest import Here
from tests.screens.agreeing import press
from tests.screens.conftest import Look, settled, stand_at


async def test_what_is_pointed_at_is_tried_and_enter_keeps_it(app: KioskApp, here: Here) -> None:
    tried: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, StaffRoom(), here)
        app.draw_pictures = tried.append  # type: ignore[method-assign]
        await press(pilot, "d")
        assert isinstance(app.screen, PictureTest)
        await press(pilot, "down", "down")
        assert tried == ["auto", "blocks", "sixel"]
        await press(pilot, "enter")
        assert isinstance(app.screen, StaffRoom)
        assert tried[-1] == "sixel"
        assert device.read(here.data).pictures == app.device.pictures == "sixel"


async def test_a_tap_tries_and_the_button_keeps(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, StaffRoom(), here)
        tried: list[str] = []
        app.draw_pictures = tried.append  # type: ignore[method-assign]
        await press(pilot, "d")
        for line in (4, 7, 4):  # the second, the third, and back to the second
            await pilot.click("#kinds", offset=(4, line))
            await settled(pilot)
        assert isinstance(app.screen, PictureTest)
        assert tried == ["auto", "blocks", "sixel", "blocks"]
        assert device.read(here.data).pictures == "auto"
        await pilot.click("#keep")
        await settled(pilot)
        assert isinstance(app.screen, StaffRoom)
        assert device.read(here.data).pictures == "blocks"


async def test_escape_leaves_it_as_it_was(app: KioskApp, here: Here) -> None:
    tried: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PictureTest(), here)
        app.draw_pictures = tried.append  # type: ignore[method-assign]
        await press(pilot, "down", "escape")
        await settled(pilot)
        assert tried == ["blocks", "auto"]
        assert device.read(here.data).pictures == "auto"


async def test_another_theme_or_class_keeps_it(app: KioskApp, here: Here) -> None:
    device.change(here.data, pictures="blocks")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await app.remember(theme="kiosk-dark", class_id=here.maple.id)
        assert app.device.pictures == "blocks"


def test_a_kind_that_nobody_knows_is_auto(here: Here) -> None:
    (here.data / device.FILE_NAME).write_text(json.dumps({"pictures": ["sixel"]}))
    assert device.read(here.data).pictures == "auto"


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, PictureTest(), here)
        for _ in range(100):
            await settled(pilot)
            if pilot.app.screen.query_one(Picture).is_drawn:
                break
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
