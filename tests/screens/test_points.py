"""Points: tap pupils, tap a skill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.color import Color
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Input

from db import attendance, groups, models, points, roster, school, skills
from db.records import Kind, Mark
from kiosk.app import KioskApp
from kiosk.screens.attendance import Attendance
from kiosk.screens.note import Note
from kiosk.screens.one_of import OneOf
from kiosk.screens.points import MORE
from kiosk.screens.skill_palette import AllSkills
from kiosk.styles.themes import THEMES
from kiosk.widgets.pupil_grid import PupilGrid
from kiosk.widgets.pupil_tile import Tile
from kiosk.widgets.skill_palette import SkillPalette, SkillTile
from tests.conftest import NOW, TODAY, Here, add_pupils
from tests.screens.at_points import bar, chosen, counts, feed, open_points, saved, tile
from tests.screens.conftest import Look, settled


async def test_three_taps_and_a_skill(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        for name in ("Finn", "Aisha", "Maya"):
            await pilot.click(tile(screen, name))
        await settled(pilot)
        assert chosen(screen) == ["Aisha", "Finn", "Maya"]
        assert bar(screen) == "3 chosen: Aisha, Finn, Maya"
        kindness = next(it for it in screen.query(SkillTile) if it.skill.name == "Kindness")
        await pilot.click(kindness)
        await settled(pilot)
        assert saved(here) == [("Kindness", ("Aisha", "Finn", "Maya"))]
        assert chosen(screen) == []
        assert counts(screen, "Finn") == (1, 1)
        assert bar(screen) == "✓ Kindness for Aisha, Finn and Maya"


async def test_by_keys_alone(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("enter", "down", "right", "space", "9")
        await settled(pilot)
        assert saved(here) == [("Wonderful work", ("Aisha", "Charlie"))]
        assert counts(screen, "Charlie") == (3, 3)
        assert feed(screen)[0].startswith("10:30 🏆 Wonderful work +3")
        assert feed(screen)[0].endswith("✓")
        assert feed(screen)[1] == "Aisha, Charlie"


async def test_a_name_is_typed_and_a_skill_pressed(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("m", "o")
        await settled(pilot)
        assert bar(screen) == "🔎 mo → Mohammed"
        await pilot.press("4")
        await settled(pilot)
        assert saved(here) == [("Kindness", ("Mohammed",))]
        await pilot.press("b", "e", "n", "enter", "h", "enter", "4")
        await settled(pilot)
        assert saved(here)[0] == ("Kindness", ("Ben", "Hana"))


async def test_typing_finds_accents_and_says_when_nobody_is_called_that(
    app: KioskApp, here: Here
) -> None:
    add_pupils(here.maple.id, ["Zoë"])
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("z", "o", "e")
        await settled(pilot)
        assert bar(screen) == "🔎 zoe → Zoë"
        await pilot.press("backspace", "q")
        await settled(pilot)
        assert bar(screen) == "🔎 zoq → nobody's name starts like this"
        await pilot.press("escape")
        await settled(pilot)
        assert bar(screen).startswith("Tap pupils")
        assert app.screen is screen


async def test_a_skill_with_nobody_chosen_gives_nothing(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("right", "4")
        await settled(pilot)
        assert saved(here) == []
        assert bar(screen).startswith("Choose one or more pupils first")


async def test_arrows_go_round_the_grid(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)

        async def at(*keys: str) -> str:
            await pilot.press(*keys)
            return next(it.shown.pupil.name for it in screen.query(Tile) if it.here)

        assert await at("left") == "Noah"
        assert await at("right") == "Aisha"
        assert await at("up") == "Lily"
        assert await at("down") == "Aisha"
        assert await at("end") == "Noah"
        assert await at("down") == "Ben"
        assert await at("home") == "Aisha"


async def test_the_cursor_is_where_the_keys_go(app: KioskApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)

        def cursors() -> list[bool]:
            return [any(it.here for it in screen.query(kind)) for kind in (Tile, SkillTile)]

        assert cursors() == [True, False]
        await pilot.press("tab")
        assert cursors() == [False, True]
        await pilot.press("tab")
        assert cursors() == [False, False]
        await pilot.press("a")
        assert cursors() == [True, False]


async def test_everybody_is_everybody_who_is_here(app: KioskApp, here: Here) -> None:
    first, second, *_ = here.pupil_ids
    attendance.mark(here.leader, here.maple.id, first, TODAY, Mark.ABSENT, NOW)
    attendance.mark(here.leader, here.maple.id, second, TODAY, Mark.LATE, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        assert "absent" in tile(screen, "Aisha").render().plain
        assert "late" in tile(screen, "Amelia").render().plain
        await pilot.press("f2")
        await settled(pilot)
        assert len(chosen(screen)) == 29
        assert "Aisha" not in chosen(screen)
        await pilot.press("f2")
        assert chosen(screen) == []
        await pilot.press("f2", "1")
        await settled(pilot)
        assert len(saved(here)[0][1]) == 29


async def test_a_group_is_chosen_without_who_is_absent(app: KioskApp, here: Here) -> None:
    groups.save(
        here.leader,
        NOW,
        group_id=None,
        class_id=here.maple.id,
        name="Red [table]",
        pupil_ids=here.pupil_ids[:3],
    )
    attendance.mark(here.leader, here.maple.id, here.pupil_ids[0], TODAY, Mark.ABSENT, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("f3")
        await settled(pilot)
        assert isinstance(app.screen, OneOf)
        await pilot.press("enter")
        await settled(pilot)
        assert chosen(screen) == ["Amelia", "Arjun"]
        await pilot.press("escape")
        await settled(pilot)
        assert chosen(screen) == []
        assert app.screen is screen


async def test_a_note_goes_with_the_next_award_only(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("enter", "f4")
        await settled(pilot)
        assert isinstance(app.screen, Note)
        app.screen.query_one(Input).value = "held [/] the door"
        await pilot.press("enter")
        await settled(pilot)
        assert "📝 held [/] the door" in bar(screen)
        await pilot.press("5", "enter", "5")
        await settled(pilot)
        notes = [act.note for act in points.feed(here.maple.id, TODAY)]
        assert notes == ["", "held [/] the door"]


async def test_r2_needs_work_is_not_at_the_front_of_the_class(app: KioskApp, here: Here) -> None:
    school.switch_needs_work(here.leader, True, NOW)
    hidden = skills.save(
        here.leader,
        NOW,
        skill_id=None,
        name="Calling out",
        icon="🙊",
        key="0",
        kind=Kind.NEEDS_WORK,
        points=1,
    )
    points.award(here.leader, "hidden", here.maple.id, here.pupil_ids[:1], hidden.id, NOW)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        assert "Calling out" not in {it.skill.name for it in screen.query(SkillTile)}
        assert counts(screen, "Aisha") == (0, 0)
        assert feed(screen)[0] == "Nothing yet today."
        await pilot.press("enter", "0")
        await settled(pilot)
        assert models.Award.select().count() == 1


async def test_r4_the_tiles_stay_in_name_order(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("end", "enter", "9")
        await settled(pilot)
        names = [it.shown.pupil.name for it in screen.query(Tile)]
        assert names == [it.name for it in roster.pupils(here.maple.id)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_thirty_pupils_are_in_sight_at_once(app: KioskApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await open_points(pilot)
        grid = screen.query_one(PupilGrid).region
        tiles = list(screen.query(Tile))
        assert len(tiles) == 30
        assert all(grid.contains_region(it.region) for it in tiles)
        assert all(it.size.width >= 14 and it.size.height >= 3 for it in tiles)
        assert len({it.region for it in tiles}) == 30
        for palette_tile in screen.query(SkillTile):
            assert palette_tile.region in screen.query_one(SkillPalette).region


async def test_sixty_pupils_scroll_and_the_cursor_stays_in_sight(app: KioskApp, here: Here) -> None:
    add_pupils(here.maple.id, [f"Yan {number:02}" for number in range(30)])
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        grid = screen.query_one(PupilGrid)
        await pilot.press("end", "enter", "4")
        await settled(pilot)
        assert grid.scroll_offset.y > 0
        assert grid.region.contains_region(tile(screen, "Yan 29").region)
        assert saved(here) == [("Kindness", ("Yan 29",))]
        assert all(it.size.width >= 14 for it in screen.query(Tile))


async def test_a_class_of_nobody_says_so(app: KioskApp, here: Here) -> None:
    models.Enrolment.update(left_on=TODAY).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("enter", "down", "a", "f2", "4", "ctrl+z")
        await settled(pilot)
        nobody = screen.query_one("#nobody")
        assert nobody.display
        assert "Nobody is in Maple yet" in str(nobody.render())
        assert saved(here) == []


async def test_another_class_is_two_keys_away(app: KioskApp, here: Here) -> None:
    maths = models.SchoolClass.create(name="Maths set 1", is_home=False)
    for pupil_id in here.pupil_ids[:2]:
        models.Enrolment.create(pupil=pupil_id, school_class=maths, is_home=False)
    models.StaffClass.create(staff=here.leader.id, school_class=maths)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("enter", "f8")
        await settled(pilot)
        await pilot.press("home", "enter")
        await settled(pilot)
        assert [it.shown.pupil.name for it in screen.query(Tile)] == ["Aisha", "Amelia"]
        assert chosen(screen) == []
        await pilot.press("enter", "4")
        await settled(pilot)
        (act,) = points.feed(maths.id, TODAY)
        assert act.pupils == ("Aisha",)
        await pilot.press("escape")
        await settled(pilot)
        assert app.school_class is not None
        assert app.school_class.name == "Maple"


async def test_a_strip_without_room_has_all_skills_behind_a_key(app: KioskApp, here: Here) -> None:
    for number in range(8):
        skills.save(
            here.leader,
            NOW,
            skill_id=None,
            name=f"Skill {number}",
            icon="🎈",
            key="abcdefgh"[number],
            kind=Kind.EFFORT,
            points=1,
        )
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        assert screen.query_one("MoreTile").region.area
        await pilot.press("enter", "insert")
        await settled(pilot)
        assert isinstance(app.screen, AllSkills)
        await pilot.press("h")
        await settled(pilot)
        assert saved(here) == [("Skill 7", ("Aisha",))]


@pytest.mark.parametrize("place", [name for name, (_, to) in MORE.items() if to is not None])
async def test_more_leads_to_the_tools_and_escape_back(app: KioskApp, place: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("f9")
        await settled(pilot)
        await pilot.press(*["down"] * list(MORE).index(place), "enter")
        await settled(pilot)
        assert type(app.screen) is MORE[place][1]
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is screen


async def test_the_register_changes_what_the_tiles_say(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("f7")
        await settled(pilot)
        assert isinstance(app.screen, Attendance)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is screen
        assert tile(screen, "Aisha").shown.mark is Mark.ABSENT


async def test_only_the_tiles_that_change_are_drawn(app: KioskApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        drawn: list[str] = []
        for it in screen.query(Tile):

            def picture(it: Tile = it) -> Any:
                drawn.append(it.shown.pupil.name)
                return Tile.picture(it)

            it.picture = picture  # type: ignore[method-assign]
        await pilot.click(tile(screen, "Finn"))
        await settled(pilot)
        await pilot.press("4")
        await settled(pilot)
        assert set(drawn) == {"Aisha", "Finn"}  # the cursor was on Aisha


async def test_tiles_and_skills_follow_the_theme(app: KioskApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_points(pilot)
        for theme in (THEMES[2], THEMES[1], THEMES[0], THEMES[2]):
            app.theme = theme.name
            screen.refresh(layout=True)
            await settled(pilot)
            ground = Color.parse(app.theme_variables["panel"]).rich_color
            for drawn in (tile(screen, "Finn"), next(iter(screen.query(SkillTile)))):
                first = drawn.render_lines(Region(0, 0, *drawn.size))[0]
                assert ground in {part.style.bgcolor for part in first if part.style}


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    for number, name in enumerate(("Good listening", "Great idea", "Teamwork")):
        skill = next(it for it in skills.skills() if it.name == name)
        some = here.pupil_ids[number * 3 : number * 5 + 1]
        points.award(here.leader, name, here.maple.id, some, skill.id, NOW, "well [done]")
    attendance.mark(here.leader, here.maple.id, here.pupil_ids[7], TODAY, Mark.ABSENT, NOW)
    attendance.mark(here.leader, here.maple.id, here.pupil_ids[8], TODAY, Mark.LATE, NOW)

    async def before(pilot: Pilot[int]) -> None:
        await open_points(pilot)
        await pilot.press("down", "enter", "right", "right", "enter", "down")
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


async def test_a_question_is_left_by_touch(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_points(pilot)
        await pilot.press("f9")
        await settled(pilot)
        assert isinstance(app.screen, OneOf)
        await pilot.click("#back")
        await settled(pilot)
        assert app.screen is screen
