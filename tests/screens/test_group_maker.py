"""Group maker: shuffled, even, large, and saved as groups."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from db import attendance, group_maker, groups
from db.records import Mark
from kiosk.app import KioskApp
from kiosk.screens.group_maker import GroupMaker, sizes
from kiosk.screens.keep_apart import KeepApart
from kiosk.widgets.group_wall import GroupWall
from tests.conftest import NOW, TODAY, Here
from tests.screens.conftest import Look, sentences, settled, stand_at


def sentence(app: KioskApp) -> str:
    return str(app.screen.query_one("#sentence", Static).content)


def wall(app: KioskApp) -> dict[str, set[int]]:
    return {
        it.name: {pupil.id for pupil in it.pupils} for it in app.screen.query_one(GroupWall).groups
    }


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def test_by_keys(app: KioskApp, here: Here) -> None:
    attendance.mark(here.leader, here.maple.id, here.pupil_ids[0], TODAY, Mark.ABSENT, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, GroupMaker(Random(1)), here)
        assert sentence(app) == "29 pupils here. Shuffle to make 6 groups of 4 or 5."
        await press(pilot, "space")
        assert sentence(app) == "6 groups of 4 or 5."
        first = wall(app)
        assert set().union(*first.values()) == set(here.pupil_ids[1:])
        await press(pilot, "space")
        assert wall(app) != first
        await press(pilot, "plus")
        assert sentence(app) == "7 groups of 4 or 5."
        await press(pilot, "m", "minus", "minus", "minus", "minus", "minus", "minus")
        assert sentence(app) == "14 groups of 2 or 3."
        assert len(wall(app)) == 14


async def test_by_taps(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, GroupMaker(Random(1)), here)
        await pilot.click("#shuffle")
        await settled(pilot)
        await pilot.click("#number", offset=(13, 0))
        await settled(pilot)
        assert sentence(app) == "5 groups of 6."
        await pilot.click("#way", offset=(22, 0))
        await settled(pilot)
        assert sentence(app) == "6 groups of 5."


async def test_saved_as_groups(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, GroupMaker(Random(1)), here)
        assert app.screen.query_one("#save", Button).disabled
        await press(pilot, "s")
        assert sentences(pilot) == ["Shuffle first: there are no groups yet."]
        await press(pilot, "space", "s")
        app.screen.query_one(Input).value = "Maths"
        await press(pilot, "enter")
        assert sentences(pilot)[-1] == "Saved: Maths 1 to Maths 6. Points can be given to each."
        assert {it.name: set(it.pupil_ids) for it in groups.groups(here.maple.id)} == wall(app)


async def test_who_is_kept_apart_is_so_and_the_wall_never_says_who(
    app: KioskApp, here: Here
) -> None:
    one, two, three = here.pupil_ids[:3]
    for pair in ((one, two), (two, three), (one, three)):
        group_maker.keep_apart(here.leader, here.maple.id, *pair, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, GroupMaker(Random(1)), here)
        await press(pilot, "minus", "minus", "minus", "space")
        for group in wall(app).values():
            assert len(group & {one, two, three}) == 1
        await press(pilot, "minus")
        assert wall(app) == {}
        assert sentence(app) == (
            "2 groups are not enough to keep apart everybody who should be kept apart. "
            "With 3 groups it works."
        )
        assert app.screen.query_one("#save", Button).disabled
        await press(pilot, "plus")
        assert sentence(app) == "30 pupils here. Shuffle to make 3 groups of 10."
        await press(pilot, "k")
        assert isinstance(app.screen, KeepApart)


async def test_a_pair_set_after_the_shuffle_counts_at_once(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, GroupMaker(Random(1)), here)
        await press(pilot, "space")
        made = wall(app)
        together = sorted(made["Group 1"])[:2]
        apart = [min(made["Group 1"]), min(made["Group 2"])]
        for pair, is_kept in ((apart, True), (together, False)):
            await press(pilot, "k")
            group_maker.keep_apart(here.leader, here.maple.id, *pair, NOW)
            await press(pilot, "escape")
            assert (wall(app) == made) is is_kept
        assert not any(set(together) <= group for group in wall(app).values())
        assert sentences(pilot) == ["Shuffled again."]


async def test_nobody_here(app: KioskApp, here: Here) -> None:
    for pupil_id in here.pupil_ids:
        attendance.mark(here.leader, here.maple.id, pupil_id, TODAY, Mark.ABSENT, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, GroupMaker(Random(1)), here)
        assert sentence(app) == "Nobody is here to be put into groups."
        await press(pilot, "space")
        assert sentence(app).startswith("Nobody is here to be put into groups")


@pytest.mark.parametrize(
    ("pupils", "number", "words"),
    [(30, 6, "6 groups of 5"), (29, 6, "6 groups of 4 or 5"), (5, 1, "1 group of 5")],
)
def test_sizes_in_words(pupils: int, number: int, words: str) -> None:
    assert sizes(pupils, number) == words


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, GroupMaker(Random(3)), here)
        await press(pilot, "space")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_impossible_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], here: Here
) -> None:
    one, two, three = here.pupil_ids[:3]
    for pair in ((one, two), (two, three), (one, three)):
        group_maker.keep_apart(here.leader, here.maple.id, *pair, NOW)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, GroupMaker(Random(3)), here)
        await press(pilot, "minus", "minus", "minus", "minus", "space")

    look = Look((80, 24), "kiosk-light")
    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
