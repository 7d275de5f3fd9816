"""A pupil's three pictures: never shown, kindly refused, slow to guess."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from kiosk.app import KioskApp
from kiosk.screens.agreement import AgreementPlace
from kiosk.screens.picture_code import PictureCode
from kiosk.widgets.picture_pad import PictureKey
from tests.conftest import Here
from tests.screens.agreeing import CODE_KEYS, give_codes, press, said, to_tiles
from tests.screens.conftest import Look


async def test_the_pictures_chosen_never_show_only_how_many(app: KioskApp, here: Here) -> None:
    give_codes(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        await press(pilot, "enter")

        def keys() -> list[tuple[str, str]]:
            found = app.screen.query(PictureKey)
            return [(str(it.render()), str(it.rich_style)) for it in found]

        before = keys()
        await press(pilot, *CODE_KEYS[:2])
        assert "●  ●  ○" in said(app, "#so-far")
        assert keys() == before
        await press(pilot, "backspace")
        assert "●  ○  ○" in said(app, "#so-far")


async def test_wrong_pictures_get_a_kind_sentence_and_another_go(app: KioskApp, here: Here) -> None:
    give_codes(here)
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


async def test_by_touch_one_picture_is_taken_back_and_one_leaves(app: KioskApp, here: Here) -> None:
    give_codes(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_tiles(pilot)
        await press(pilot, "enter")
        await pilot.click("#picture-4")
        await pilot.click("#less")
        assert "○  ○  ○" in said(app, "#so-far")
        await pilot.click("#back")
        assert isinstance(app.screen, AgreementPlace)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    give_codes(here)

    async def before(pilot: Pilot[int]) -> None:
        await to_tiles(pilot)
        await press(pilot, "enter")
        await press(pilot, "1", "2", "3", "=")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
