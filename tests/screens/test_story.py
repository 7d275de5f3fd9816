"""The class story and the school story on the kiosk (R5, R6, R9)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Button

from db import story, story_reading
from db.people import add_staff
from db.records import Role
from db.story_records import PostKind, Writing
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens import story as story_screen
from kiosk.screens.my_posts import MyPosts
from kiosk.screens.read_post import ReadPost
from kiosk.screens.sign_in import SignIn
from kiosk.screens.write_post import WritePost
from kiosk.widgets.story_wall import StoryWall
from tests.conftest import NOW, Here
from tests.db.stories import news, parent, published, teacher
from tests.db.test_story_feed import many
from tests.screens.conftest import Look, settled
from tests.screens.reading_stories import (
    DAY,
    PARENT,
    REMARK,
    Told,
    at_story,
    cards,
    drawn,
    fill,
    kiosk_of,
    seen,
)
from tests.screens.writing_posts import to, until


@pytest.fixture
def posts(here: Here) -> Told:
    return fill(here)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], posts: Told, look: Look
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await at_story(pilot)
        await pilot.press("down")
        await drawn(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


async def test_r6_without_sign_in_nothing_of_parents_but_numbers(
    app: KioskApp, posts: Told
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await at_story(pilot)
        looked = [seen(pilot)]
        assert "♥ 1 like · 💬 1 comment · read by 1" in looked[0]
        for where in ("c", "s"):
            await pilot.press(where)
            await drawn(pilot)
            for _ in cards(pilot):
                looked.append(seen(pilot))
                await pilot.press("enter")
                await drawn(pilot)
                assert isinstance(app.screen, ReadPost)
                looked.append(seen(pilot))
                await pilot.press(*"ewctdbor")  # what staff do here is nobody else's
                await settled(pilot)
                looked.append(seen(pilot))
                assert isinstance(app.screen, ReadPost)
                await pilot.press("escape", "down")
                await drawn(pilot)
    assert len(looked) > 12
    for words in ("Zebedee", "Quill", "Purple", "umbrella"):
        assert words in PARENT + REMARK
        assert not [it for it in looked if words in it]


async def test_newest_first_and_what_is_on_top_above_it(app: KioskApp, posts: Told) -> None:
    async with app.run_test(size=(120, 60)) as pilot:
        await at_story(pilot)
        assert cards(pilot) == [posts.week, posts.trip, posts.sums, posts.fair]
        assert "Due tomorrow" in seen(pilot)
        await pilot.press("tab")
        await drawn(pilot)
        assert cards(pilot) == [posts.newsletter]
        await pilot.press("tab")
        await drawn(pilot)
        assert cards(pilot)[0] == posts.week


async def test_one_kind_only_by_its_key_and_by_a_tap(app: KioskApp, posts: Told) -> None:
    async with app.run_test(size=(120, 60)) as pilot:
        await at_story(pilot)
        await pilot.press("k")
        await drawn(pilot)
        assert cards(pilot) == [posts.trip]
        await pilot.press("k")
        await settled(pilot)
        assert "No celebration in the class story yet." in seen(pilot)
        pills = app.screen.query_one("#kind").region
        assert await pilot.click(offset=(pills.right - 3, pills.y))
        await drawn(pilot)
        assert cards(pilot) == [posts.sums]
        which = app.screen.query_one("#which Pills").region
        assert await pilot.click(offset=(which.right - 3, which.y))
        await drawn(pilot)
        assert cards(pilot) == [posts.newsletter]


async def test_only_what_is_in_sight_exists_and_everything_comes_into_sight(
    app: KioskApp, here: Here
) -> None:
    made = many((here.maple.id,), 90, here.leader.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_story(pilot)
        found: list[int] = []
        while not found or found[-1] != made[0]:
            found += [it for it in cards(pilot) if it not in found]
            assert len(app.screen.query("*")) < 40
            before = cards(pilot)
            await pilot.press("pagedown")
            await settled(pilot)
            if cards(pilot) == before:
                break
        assert found == made[::-1]
        await pilot.press("home")
        await settled(pilot)
        assert cards(pilot)[0] == made[-1]
        await pilot.press("end")
        await settled(pilot)
        assert cards(pilot)[-1] == made[0]
        assert "of 90 posts" in seen(pilot)
        for _ in range(40):
            await pilot.press("pageup")
            await settled(pilot)
            if cards(pilot)[0] == made[-1]:
                return
        raise AssertionError(cards(pilot))


async def test_one_keeps_ones_place_while_posts_come(app: KioskApp, here: Here) -> None:
    many((here.maple.id,), 60, here.leader.id)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_story(pilot)
        wall = screen.query_one(StoryWall)
        for _ in range(25):
            await pilot.press("down")
        await settled(pilot)
        before, at = cards(pilot), wall.here
        published(here.leader, news(here, "Fresh eggs!"), NOW)
        screen.post_message(RecordsChanged())
        await settled(pilot)
        assert (cards(pilot), wall.here) == (before, at)
        story.take_down(here.leader, at, "", NOW)
        screen.post_message(RecordsChanged())
        await settled(pilot)
        assert at not in cards(pilot)
        assert set(cards(pilot)) & set(before)
        await pilot.press("home")
        await settled(pilot)
        published(here.leader, news(here, "Hot soup!"), NOW + DAY)
        screen.post_message(RecordsChanged())
        await settled(pilot)
        assert "Hot soup!" in seen(pilot)


async def test_a_like_from_a_phone_is_seen_by_itself(
    app: KioskApp, here: Here, posts: Told
) -> None:
    other = parent(here.pupil_ids[1], name="Ann")
    async with app.run_test(size=(120, 40)) as pilot:
        await at_story(pilot)
        assert "♥ 1 like ·" in seen(pilot)
        story_reading.like(other, posts.trip, True, NOW)
        await until(pilot, lambda: "♥ 2 likes" in seen(pilot))


async def test_a_late_answer_shows_nothing_of_another_story(
    app: KioskApp, posts: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, may_go_on = story_screen.look, threading.Event()

    def slow(staff: Any, class_id: int | None, *rest: Any) -> Any:
        found = look(staff, class_id, *rest)
        if class_id is not None:
            may_go_on.wait(10)
        return found

    monkeypatch.setattr(story_screen, "look", slow)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("2", "s")
        await drawn(pilot)
        may_go_on.set()
        await drawn(pilot)
        assert cards(pilot) == [posts.newsletter]


async def test_a_screen_that_shows_all_it_knows_of_the_story_comes_to_rest(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    many((here.maple.id,), 150, here.leader.id)
    look, asked = story_screen.look, 0

    def counted(*given: Any) -> Any:
        nonlocal asked
        asked += 1
        return look(*given)

    monkeypatch.setattr(story_screen, "look", counted)
    async with app.run_test(size=(80, 170)) as pilot:
        await at_story(pilot)
        await pilot.press("pagedown")
        for _ in range(12):
            await pilot.pause(0.05)
        assert asked < 6
        assert len(cards(pilot)) > 40


async def test_a_tap_reads_and_a_finger_or_a_wheel_scrolls(app: KioskApp, here: Here) -> None:
    many((here.maple.id,), 30, here.leader.id)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_story(pilot)
        top = cards(pilot)[0]
        for kind, row in (
            (events.MouseDown, 13),
            (events.MouseMove, 9),
            (events.MouseMove, 4),
            (events.MouseUp, 4),
        ):
            app.post_message(touch(kind, row))
            await settled(pilot)
        assert cards(pilot)[0] == top - 3  # nine rows: three posts of two rows and a gap
        assert app.screen is screen
        app.post_message(touch(events.MouseScrollUp, 8))
        await settled(pilot)
        assert cards(pilot)[0] == top - 2
        for kind in (events.MouseDown, events.MouseUp):
            app.post_message(touch(kind, 7))
        await until(pilot, lambda: isinstance(app.screen, ReadPost))


def touch(kind: type[events.MouseEvent], row: int) -> events.MouseEvent:
    return kind(None, 10, row, 0, 0, 1, False, False, False, 10, row)


async def test_r5_r9_writing_is_offered_to_those_who_may(
    app: KioskApp, here: Here, posts: Told
) -> None:
    ash, office = teacher(here.maple.id), add_staff("Mo", Role.OFFICE, NOW, pin="135792")
    offered = {}
    async with app.run_test(size=(120, 40)) as pilot:
        await at_story(pilot)
        for who in (None, ash, office, here.leader):
            if who is not None:
                kiosk_of(pilot).session.begin(staff=who)
            for where in ("c", "s"):
                await pilot.press(where)
                app.screen.post_message(RecordsChanged())
                await settled(pilot)
                button = app.screen.query_one("#write", Button)
                offered[who.name if who else "", where] = button.display
        assert offered == {
            ("", "c"): False,
            ("", "s"): False,
            ("Mr Ash", "c"): True,
            ("Mr Ash", "s"): False,
            ("Mo", "c"): False,
            ("Mo", "s"): True,
            ("Mrs Rowan", "c"): True,
            ("Mrs Rowan", "s"): True,
        }
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WritePost))
        await to(pilot, story_screen.Story, "escape")
        await to(pilot, MyPosts, "m")


async def test_staff_sign_in_from_here(app: KioskApp, posts: Told) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await at_story(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert isinstance(app.screen, story_screen.Story)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SignIn))


async def test_an_empty_story_says_so(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_story(pilot)
        assert "Nothing is in the class story yet." in seen(pilot)
        published(here.leader, Writing(PostKind.NEWS, "First!", class_ids=(here.maple.id,)))
        await until(pilot, lambda: "First!" in seen(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReadPost))
