"""Keep apart: two taps make a pair, and a pair is let together again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from db import group_maker
from kiosk.app import KioskApp
from kiosk.screens.keep_apart import KeepApart
from tests.conftest import NOW, Here
from tests.screens.conftest import Look, settled, stand_at


def kept(here: Here) -> list[tuple[str, str]]:
    return [(it.first.name, it.second.name) for it in group_maker.apart_pairs(here.maple.id)]


def hint(app: KioskApp) -> str:
    return str(app.screen.query_one("#hint", Static).content)


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def test_by_keys(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, KeepApart(), here)
        assert app.screen.query_one("#none").display
        await press(pilot, "c", "space")
        assert hint(app) == "And who else, to be kept apart from Callum?"
        await press(pilot, "space")  # the same again: nobody is chosen
        assert hint(app).startswith("Choose two pupils")
        await press(pilot, "space", "a", "enter")
        assert kept(here) == [("Aisha", "Callum")]
        await press(pilot, "z", "n", "space", "l", "l", "space")
        assert kept(here) == [("Aisha", "Callum"), ("Lily", "Niamh")]
        shown = app.screen.query_one("#pairs", OptionList)
        assert [str(it.prompt) for it in shown.options] == ["Aisha ✗ Callum", "Lily ✗ Niamh"]
        await press(pilot, "delete")
        assert kept(here) == [("Lily", "Niamh")]


async def test_by_taps(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, KeepApart(), here)
        await pilot.click("#names", offset=(2, 0))
        await pilot.click("#names", offset=(30, 1))
        await settled(pilot)
        assert kept(here) == [("Aisha", "Ava")]
        await pilot.click("#together")
        await settled(pilot)
        assert kept(here) == []
        assert app.screen.query_one("#none").display


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    for one, other in ((0, 3), (1, 13), (22, 29)):
        group_maker.keep_apart(
            here.leader, here.maple.id, here.pupil_ids[one], here.pupil_ids[other], NOW
        )

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, KeepApart(), here)
        await press(pilot, "d", "space", "g")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
