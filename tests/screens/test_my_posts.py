"""One's own posts: what is begun, to come, with a leader, back again, and hidden photos (R7)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from textual.widgets import Button, OptionList

from db import hidden_photos, story, story_drafts, story_photos
from db.hidden_photos import Hidden
from db.records import Staff
from db.story_records import PostKind, Writing
from kiosk.app import KioskApp
from kiosk.screens.hidden_photos import HiddenPhotos
from kiosk.screens.my_posts import MyPosts
from kiosk.screens.publish_post import PublishPost
from kiosk.screens.read_post import ReadPost
from kiosk.screens.staff_room import StaffRoom
from kiosk.screens.sure import Sure
from kiosk.screens.write_post import WritePost
from kiosk.widgets.big_place import BigPlace
from tests.conftest import NOW, Here
from tests.db.stories import allow, file, news, published, teacher
from tests.screens.conftest import Look, settled
from tests.screens.writing_posts import stand, to, until

MINUTE = timedelta(minutes=1)


def one_of_each(here: Here) -> None:
    """The leader's posts, the last touched last: drafts, one to come and one taken down."""
    leader = here.leader
    posts = [
        story_drafts.save(leader, news(here, words), NOW + number * MINUTE)
        for number, words in enumerate(
            ("We grew **beans**.", "Swimming is on Friday.", "A wet day", "Sports day", "Rain")
        )
    ]
    story.schedule(leader, posts[1], date(2026, 11, 25), time(8), NOW)
    story.publish(leader, posts[3], NOW)
    story.take_down(leader, posts[3], "", NOW)


def with_photo(here: Here) -> int:
    """The pupil who is in a photo of a post that the leader has published."""
    ava = here.pupil_ids[0]
    allow(here, ava)
    post = story_drafts.save(here.leader, news(here), NOW)
    photo = story_photos.attach(here.leader, post, file(), "1", NOW)
    story_photos.answer(here.leader, photo, [ava], NOW)
    story.publish(here.leader, post, NOW)
    return ava


def lines(app: KioskApp) -> list[str]:
    rows = app.screen.query_one(OptionList)
    return [str(rows.get_option_at_index(it).prompt) for it in range(rows.option_count)]


async def test_each_state_is_said(app: KioskApp, here: Here) -> None:
    one_of_each(here)
    ash = teacher(here.maple.id)
    published(ash, news(here, "Stupid rain"), anyway=True)
    back = published(ash, news(here, "You liar"), anyway=True)
    story.send_back(here.leader, back, "Please be kinder.", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, MyPosts())
        told = lines(app)
        assert [it.splitlines()[0][2:].strip() for it in told] == [
            "Rain",
            "Sports day",
            "A wet day",
            "Swimming is on Friday.",
            "We grew beans.",
        ]
        assert "Taken down" in told[1]
        assert "Will be published tomorrow 8:00" in told[3]
        assert "saved today 10:30 · News · Maple" in told[4]
        await stand(pilot, ash, MyPosts())
        told = lines(app)
        assert "Back with you" in told[0]
        assert "Please be kinder." in told[0]
        assert "Waits for a school leader" in told[1]


async def test_opened_published_and_thrown_away(app: KioskApp, here: Here) -> None:
    one_of_each(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, MyPosts())
        await to(pilot, WritePost, "enter")
        await to(pilot, MyPosts, "escape")
        await to(pilot, Sure, "t")
        await to(pilot, MyPosts, "n")
        assert len(lines(app)) == 5
        await to(pilot, Sure, "t")
        await to(pilot, MyPosts, "y")
        await until(pilot, lambda: len(lines(app)) == 4)
        assert app.screen.query_one("#publish", Button).disabled  # on the one taken down
        await to(pilot, ReadPost, "enter")
        app.pop_screen()
        await to(pilot, MyPosts, "down", "down", "down")
        await to(pilot, PublishPost, "p")
        await to(pilot, MyPosts, "f10")
        await until(pilot, lambda: len(lines(app)) == 3)


async def test_nothing_begun_is_said_and_one_can_begin(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, MyPosts())
        assert app.screen.query_one("#nothing").display
        await to(pilot, WritePost, "w")
        await pilot.press("x")
        await to(pilot, MyPosts, "escape")
        await until(pilot, lambda: len(lines(app)) == 1)


async def test_a_key_is_for_the_post_that_is_to_be_seen(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    story_drafts.save(here.leader, news(here, "Older"), NOW)
    newer = story_drafts.save(here.leader, news(here, "Newer"), NOW + MINUTE)
    hidden, is_read, may_go_on = hidden_photos.hidden, threading.Event(), threading.Event()

    def slow(actor: Staff | None) -> list[Hidden]:
        is_read.set()
        may_go_on.wait(10)
        return hidden(actor)

    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, MyPosts())
        monkeypatch.setattr(hidden_photos, "hidden", slow)
        story_drafts.discard(here.leader, newer, NOW)
        place = app.screen
        assert isinstance(place, MyPosts)
        place.load()
        await asyncio.to_thread(is_read.wait, 10)
        await pilot.pause()
        assert place._here is not None
        assert place._here.writing.words in lines(app)[0]
        may_go_on.set()
        await settled(pilot)
        assert "Older" in lines(app)[0]


async def test_r7_its_writer_hears_of_hidden_photos_in_the_staff_room_and_here(
    app: KioskApp, here: Here
) -> None:
    ava = with_photo(here)
    waits = published(teacher(here.maple.id), news(here, "Stupid rain"), anyway=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, StaffRoom())
        assert "Drafts" in app.screen.query_one("#posts", BigPlace)._line
        assert "1 waits" in app.screen.query_one("#look", BigPlace)._line
        allow(here, ava, allowed=False)
        story.approve(here.leader, waits, NOW)
        await until(pilot, lambda: "1 photo" in app.screen.query_one("#posts", BigPlace)._line)
        assert "Comments" in app.screen.query_one("#look", BigPlace)._line
        await to(pilot, MyPosts, "m")
        assert "1 photo of yours is hidden" in str(app.screen.query_one("#hidden", Button).label)
        await to(pilot, HiddenPhotos, "h")


def test_how_ones_own_posts_look(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], here: Here, look: Look
) -> None:
    one_of_each(here)
    story_drafts.save(here.leader, Writing(PostKind.NEWS, "For all", "Fair"), NOW)
    allow(here, with_photo(here), allowed=False)

    async def stand_there(pilot: Any) -> None:
        await stand(pilot, here.leader, MyPosts())
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=stand_there)
