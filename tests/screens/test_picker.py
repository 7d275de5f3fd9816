"""Picker: one name for the whole room, and a round that is fair."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from db import attendance, models, picker, points, roster, school, skills
from db.records import Kind, Mark
from kiosk.app import KioskApp
from kiosk.screens import picker as screen
from kiosk.screens.picker import Picker
from kiosk.screens.skill_palette import AllSkills
from kiosk.screens.sure import Sure
from kiosk.widgets.big_words import BigWords
from kiosk.widgets.turns import Turns
from tests.conftest import NOW, TODAY, Here
from tests.screens.conftest import Look, sentences, settled, stand_at


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names pass without waiting."""
    monkeypatch.setattr(screen, "STEPS", (0.001,) * 3)


def name(app: KioskApp) -> str:
    return app.screen.query_one(BigWords).words


def turns(app: KioskApp) -> str:
    return app.screen.query_one(Turns).render().plain.split("\n")[-1]


async def pick(pilot: Pilot[int]) -> None:
    await pilot.press("space")
    await settled(pilot)
    place = pilot.app.screen
    assert isinstance(place, Picker)
    for _ in range(100):
        if not place.revealing:
            break
        await pilot.pause(0.01)
    await pilot.pause()


async def test_everybody_once_by_key(app: KioskApp, here: Here) -> None:
    names = {it.id: it.name for it in roster.pupils(here.maple.id)}
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Picker(Random(1)), here)
        assert (name(app), turns(app)) == ("Whose turn?", "0 of 30 had a turn")
        got = []
        for _ in range(30):
            await pick(pilot)
            got.append(name(app))
        assert sorted(got) == sorted(names.values())
        assert turns(app) == "30 of 30 had a turn"
        await pick(pilot)
        assert turns(app) == "1 of 30 had a turn"
        assert name(app) != got[-1]


async def test_by_taps(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Picker(Random(1)), here)
        assert app.screen.query_one("#put-back", Button).disabled
        await pilot.click("#pick")
        await settled(pilot)
        await pilot.pause(0.1)
        picked = name(app)
        assert app.screen.query_one("#animal").render().plain.strip()  # type: ignore[union-attr]
        await pilot.click("#put-back")
        await settled(pilot)
        assert turns(app) == "0 of 30 had a turn"
        assert sentences(pilot)[-1] == f"{picked} is back among those who wait."


async def test_who_is_absent_is_marked_so_and_waits(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Picker(Random(1)), here)
        await pick(pilot)
        picked = name(app)
        await pilot.press("a")
        await settled(pilot)
        assert turns(app) == "0 of 29 had a turn · 1 pupil absent"
    marks = {it.pupil.name: it.mark for it in roster.tiles(here.maple.id, TODAY)}
    assert marks[picked] is Mark.ABSENT


async def test_points_for_the_one_who_was_picked(app: KioskApp, here: Here) -> None:
    school.switch_needs_work(here.leader, True, NOW)
    skills.save(
        here.leader,
        NOW,
        skill_id=None,
        name="Calling out",
        icon="📢",
        key="c",
        kind=Kind.NEEDS_WORK,
        points=1,
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Picker(Random(1)), here)
        await pilot.press("p")  # nobody is picked yet: nothing happens
        await settled(pilot)
        await pick(pilot)
        picked = name(app)
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(app.screen, AllSkills)
        await pilot.press("c")  # R2: not at the front of the class
        await settled(pilot)
        assert isinstance(app.screen, AllSkills)
        await pilot.press("4")
        await settled(pilot)
        assert sentences(pilot)[-1] == f"💛 Kindness for {picked}: +1"
    [act] = points.feed(here.maple.id, TODAY)
    assert (act.pupils, act.skill_name) == ((picked,), "Kindness")


async def test_a_new_round_is_asked_for(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Picker(Random(1)), here)
        await pick(pilot)
        await pilot.press("n")
        await settled(pilot)
        assert isinstance(app.screen, Sure)
        await pilot.press("n")
        await settled(pilot)
        assert turns(app) == "1 of 30 had a turn"
        await pilot.press("n")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert turns(app) == "0 of 30 had a turn"
        assert name(app) == "Whose turn?"


async def test_nobody_here(app: KioskApp, here: Here) -> None:
    for pupil_id in here.pupil_ids:
        attendance.mark(here.leader, here.maple.id, pupil_id, TODAY, Mark.ABSENT, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Picker(Random(1)), here)
        assert name(app) == "Nobody is here"
        await pilot.press("space")
        await settled(pilot)
        assert sentences(pilot) == ["Nobody is here to be picked: all are marked absent today."]


async def test_names_pass_and_stop_at_the_one_who_is_committed(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "STEPS", (1.0,))
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Picker(Random(1)), here)
        await pilot.press("space")
        await settled(pilot)
        last = picker.running_round(here.maple.id, NOW).last
        assert last is not None
        assert name(app) != last.name
        assert turns(app) == "0 of 30 had a turn"
        await pilot.press("b")  # not while names pass
        assert app.screen.revealing  # type: ignore[attr-defined]
        await pilot.pause(1.2)
        await settled(pilot)
        assert name(app) == last.name
        assert turns(app) == "1 of 30 had a turn"


async def test_a_name_that_looks_like_markup(app: KioskApp, here: Here) -> None:
    models.Enrolment.delete().where(models.Enrolment.pupil.not_in([here.pupil_ids[0]])).execute()
    models.Pupil.update(forename="[$primary @click=app.sign_out()]x[/]").where(
        models.Pupil.id == here.pupil_ids[0]
    ).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Picker(Random(1)), here)
        await pick(pilot)
        assert name(app) == "[$primary @click=app.sign_out()]x[/]"
        await pilot.click("#name")
        await settled(pilot)
        assert app.session.staff is not None


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Picker(Random(5)), here)
        for _ in range(3):
            await pick(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
