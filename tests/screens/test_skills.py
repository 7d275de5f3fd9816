"""Skills: added, changed, taken out of use, brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, Static

from db import points, school, skills
from db.records import Kind, Skill
from kiosk.app import KioskApp
from kiosk.screens.skill_edit import SkillEdit
from kiosk.screens.skills import Skills
from kiosk.screens.sure import Sure
from kiosk.widgets.icon_choice import IconChoice
from kiosk.widgets.pills import Pills
from tests.conftest import NOW, TODAY, Here
from tests.screens.conftest import Look, sentences, settled, stand_at


def named(name: str) -> Skill | None:
    return next((it for it in skills.skills(with_retired=True) if it.name == name), None)


def lines(app: KioskApp) -> list[str]:
    shown = app.screen.query_one("#skills", OptionList)
    return [" ".join(str(option.prompt).split()) for option in shown.options]


def marked(app: KioskApp) -> str:
    shown = app.screen.query_one("#skills", OptionList)
    assert shown.highlighted is not None
    return " ".join(str(shown.get_option_at_index(shown.highlighted).prompt).split())


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def test_r2_skills_stand_by_kind(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Skills(), here)
        assert lines(app) == [
            "Effort",
            "💪 Working hard 1 1 point",
            "🌱 Not giving up 2 1 point",
            "👂 Good listening 3 1 point",
            "Value",
            "💛 Kindness 4 1 point",
            "🤝 Respect 5 1 point",
            "🧩 Teamwork 6 1 point",
            "🌟 Honesty 7 1 point",
            "Achievement",
            "💡 Great idea 8 2 points",
            "🏆 Wonderful work 9 3 points",
        ]
        assert marked(app) == "💪 Working hard 1 1 point"


async def test_a_new_skill_by_keys(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Skills(), here)
        await press(pilot, "n")
        await press(pilot, *"Tidy", "down", "right", "right", "down", "down", "down", "down")
        assert isinstance(app.focused, Pills)
        await press(pilot, "right", "down", "right", "right", "ctrl+s")
        assert isinstance(app.screen, Skills)
        made = named("Tidy")
        assert made is not None
        assert (made.kind, made.points, made.key) == (Kind.VALUE, 3, "0")
        assert made.icon in skills.ICONS[2:]
        assert marked(app).endswith("Tidy 0 3 points")


async def test_a_skill_is_changed_by_taps(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Skills(), here)
        await pilot.click("#skills", offset=(8, 6))  # Kindness: border, headings and skills above
        await settled(pilot)
        assert isinstance(app.screen, SkillEdit)
        await pilot.click("#icon", offset=(4 * 9 + 1, 0))
        await pilot.click("#kind", offset=(1, 0))
        await pilot.click("#weight", offset=(13, 0))
        app.screen.query_one("#skill-name", Input).value = "Being kind"
        await pilot.click("#save")
        await settled(pilot)
        changed = named("Being kind")
        assert changed is not None
        assert (changed.icon, changed.kind, changed.points, changed.key) == (
            skills.ICONS[9], Kind.EFFORT, 3, "4",
        )  # fmt: skip
        assert named("Kindness") is None


async def test_what_does_not_fit_is_said_and_nothing_is_lost(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Skills(), here)
        await press(pilot, "n")
        await press(pilot, "enter")
        sentence = app.screen.query_one("#sentence", Static)
        assert str(sentence.content) == "Please type a name for the skill."
        await press(pilot, *"respect", "enter")
        assert str(sentence.content) == "There is a skill called Respect already."
        assert app.screen.query_one("#skill-name", Input).value == "respect"
        await press(pilot, "escape")
        assert isinstance(app.screen, Skills)


async def test_r3_out_of_use_and_back_by_keys(app: KioskApp, here: Here) -> None:
    kindness = named("Kindness")
    assert kindness is not None
    points.award(here.leader, "a", here.maple.id, here.pupil_ids[:1], kindness.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Skills(), here)
        await press(pilot, "down", "down", "down", "r")
        assert isinstance(app.screen, Sure)
        await press(pilot, "y")
        assert lines(app)[-2:] == ["Out of use", "💛 Kindness 4 1 point"]
        assert marked(app) == "💛 Kindness 4 1 point"
        label = app.screen.query_one("#retire_or_bring_back", Button).label
        assert str(label) == "Bring back (R)"
        assert points.feed(here.maple.id, TODAY)[0].skill_name == "Kindness"
        await press(pilot, "enter", "y")
        assert lines(app)[5] == "💛 Kindness 4 1 point"


async def test_out_of_use_by_taps_and_back_without_its_key(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Skills(), here)
        await press(pilot, "enter")
        await pilot.click("#retire")
        await settled(pilot)
        assert lines(app)[-1] == "💪 Working hard 1 1 point"
        skills.save(
            here.leader,
            NOW,
            skill_id=None,
            name="Other",
            icon="🎯",
            key="1",
            kind=Kind.EFFORT,
            points=1,
        )
        await pilot.click("#retire_or_bring_back")
        await settled(pilot)
        await pilot.click("#yes")
        await settled(pilot)
        assert marked(app) == "💪 Working hard 1 point"
        assert sentences(pilot)[-1] == "Working hard has no key now: another skill took 1."


async def test_r2_needs_work_is_offered_only_where_switched_on(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Skills(), here)
        await press(pilot, "n")
        kind = app.screen.query_one("#kind", Pills)
        assert "Needs work" not in kind.render().plain
        await press(pilot, "escape")
        school.switch_needs_work(here.leader, True, NOW)
        await app.load_school()
        await press(pilot, "n")
        assert "Needs work" in app.screen.query_one("#kind", Pills).render().plain
        assert isinstance(app.screen.query_one("#icon"), IconChoice)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    honesty = named("Honesty")
    assert honesty is not None
    skills.retire(here.leader, honesty.id, NOW)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Skills(), here)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_edit_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Skills(), here)
        await press(pilot, "down", "enter")
        pilot.app.screen.query_one("#skill-name", Input).cursor_blink = False

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
