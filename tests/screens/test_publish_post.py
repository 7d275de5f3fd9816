"""Publishing: now or later, what is missing, and words that are looked at again (R7, R24)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.widgets import Button, Input

from db import models, story, story_drafts, story_feed, story_photos
from db.connection import writing
from db.story_records import PostKind, PostState, Writing
from kiosk.app import KioskApp
from kiosk.screens.home import Home
from kiosk.screens.look_again import LookAgain
from kiosk.screens.post_files import PostFiles
from kiosk.screens.publish_post import PublishPost
from kiosk.screens.write_post import WritePost
from tests.conftest import NOW, Here
from tests.db.stories import allow, file, news, teacher
from tests.screens.conftest import Look, sentences, settled
from tests.screens.writing_posts import draft, paste, shown, stand, to, until


def with_photo(here: Here, *pupil_ids: int, answered: bool = True) -> tuple[int, int]:
    """A draft of the leader's, and the photo in it."""
    post = story_drafts.save(here.leader, news(here), NOW)
    photo = story_photos.attach(here.leader, post, file(), "1", NOW)
    if answered:
        story_photos.answer(here.leader, photo, pupil_ids, NOW)
    return post, photo


async def test_published_now_and_kept_on_top(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id))
        await pilot.press(*"Beans")
        await to(pilot, PublishPost, "f10")
        assert "for: Maple" in shown(app, "#what")
        await to(pilot, Home, "f4", "f10")
        assert sentences(pilot) == ["It is published."]
    (post,) = story_feed.page(here.maple.id).posts
    assert (post.words, post.pinned) == ("Beans", True)


async def test_a_key_that_is_pressed_twice_publishes_once(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = story_drafts.save(here.leader, news(here), NOW)
    publish, has_come, may_go_on = story.publish, threading.Event(), threading.Event()

    def slow(*given: Any, **rest: Any) -> PostState:
        state = publish(*given, **rest)
        has_come.set()
        may_go_on.wait(10)
        return state

    monkeypatch.setattr(story, "publish", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, PublishPost(post))
        await pilot.press("f10")
        await asyncio.to_thread(has_come.wait, 10)
        await pilot.press("f10")
        may_go_on.set()
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert sentences(pilot) == ["It is published."]


@pytest.mark.parametrize(
    ("day", "at", "moment", "said"),
    [
        ("", "", datetime(2026, 11, 25, 8, tzinfo=UTC), "tomorrow 8:00"),
        ("1/7", "8.15", datetime(2027, 7, 1, 7, 15, tzinfo=UTC), "1 Jul 2027 8:15"),
        ("28/3", "01:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "28 Mar 2027 2:30"),
    ],
    ids=["offered", "summer", "a time that the clocks skip"],
)
async def test_published_when_the_schools_clock_says(
    app: KioskApp, here: Here, day: str, at: str, moment: datetime, said: str
) -> None:
    post = story_drafts.save(here.leader, news(here), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, PublishPost(post))
        await pilot.press("f2")
        if day:
            app.screen.query_one("#day Input", Input).value = day
            app.screen.query_one("#time Input", Input).value = at
        await to(pilot, Home, "f10")
        assert sentences(pilot) == [f"It will be published {said}."]
    assert draft(here.leader).publish_at == moment


async def test_a_time_that_is_over_or_cannot_be_read_is_said(app: KioskApp, here: Here) -> None:
    post = story_drafts.save(here.leader, news(here), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, PublishPost(post))
        await pilot.press("f2")
        fields = app.screen.query("#later Input").results(Input)
        for field, typed, sentence in zip(
            fields, ("later", "9:99"), ("type a day", "type a time"), strict=True
        ):
            before, field.value = field.value, typed
            await pilot.press("f10")
            assert sentence in shown(app, ".sentence")
            assert app.screen.focused is field
            field.value = before
        app.screen.query_one("#day Input", Input).value = "today"
        await pilot.press("f10")
        await until(pilot, lambda: "still to come" in shown(app, ".sentence"))
    assert draft(here.leader).state is PostState.DRAFT


async def test_r7_a_photo_without_permission_stops_every_way_and_leads_to_the_photos(
    app: KioskApp, here: Here
) -> None:
    ava, ben = here.pupil_ids[:2]
    allow(here, ben)
    post, photo = with_photo(here, ava, ben)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, PublishPost(post))
        assert "class story of: Aisha" in shown(app, ".sentence")
        assert "Amelia" not in shown(app, ".sentence")
        for keys in (("f10",), ("f2", "f10")):
            await pilot.press(*keys)
            await settled(pilot)
            assert isinstance(app.screen, PublishPost)
            assert draft(here.leader).state is PostState.DRAFT
        await to(pilot, PostFiles, "f8")
        story_photos.answer(here.leader, photo, [ben], NOW)
        await to(pilot, PublishPost, "escape")
        await until(pilot, lambda: not shown(app, ".sentence"))
        assert not app.screen.query_one("#files").display
        await to(pilot, Home, "f10")
    assert draft(here.leader).state is PostState.SCHEDULED


async def test_r7_a_photo_that_nobody_answered_for_stops_it(app: KioskApp, here: Here) -> None:
    post, photo = with_photo(here, answered=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, PublishPost(post))
        await pilot.press("f10")
        await settled(pilot)
        assert "“Nobody” is an answer" in shown(app, ".sentence")
        story_photos.answer(here.leader, photo, [], NOW)
        await until(pilot, lambda: not shown(app, ".sentence"))
        await to(pilot, Home, "f10")
    assert len(story_feed.post(post).files) == 1


async def test_r24_words_on_the_list_are_changed_or_wait_for_a_leader(
    app: KioskApp, here: Here
) -> None:
    ash = teacher(here.maple.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, ash, WritePost(class_id=here.maple.id))
        await paste(pilot, "What a stupid, dumb rain")
        await to(pilot, PublishPost, "f10")
        await to(pilot, LookAgain, "f10")
        assert shown(app, "#tripped") == "“stupid” · “dumb”"
        assert "a school leader reads it" in shown(app, ".hint")
        await to(pilot, WritePost, "escape")
        assert draft(ash).state is PostState.DRAFT
        await to(pilot, PublishPost, "f10")
        await to(pilot, LookAgain, "f10")
        await to(pilot, Home, "s")
        assert "waits for a school leader" in sentences(pilot)[-1]
        assert draft(ash).state is PostState.WAITING
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id))
        await paste(pilot, "Stupid")
        await to(pilot, PublishPost, "f10")
        await to(pilot, LookAgain, "f10")
        assert "at once" in shown(app, ".hint")
        await to(pilot, Home, "s")
    assert [it.words for it in story_feed.page(here.maple.id).posts] == ["Stupid"]


async def test_r9_a_newsletter_without_its_pdf_leads_to_the_files(
    app: KioskApp, here: Here
) -> None:
    post = story_drafts.save(here.leader, Writing(PostKind.NEWSLETTER, "Autumn"), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, PublishPost(post))
        assert "needs a PDF" in shown(app, ".sentence")
        assert str(app.screen.query_one("#files", Button).label) == "Files (F8)"
        await to(pilot, PostFiles, "f8")


async def test_what_cannot_be_published_any_more_is_said(app: KioskApp, here: Here) -> None:
    post = story_drafts.save(here.leader, news(here), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, PublishPost(post))
        with writing():
            models.Post.delete().execute()
        await pilot.press("f10")
        await until(pilot, lambda: "not there any more" in shown(app, ".sentence"))
        await to(pilot, Home, "escape")


def test_how_publishing_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], here: Here, look: Look
) -> None:
    """At a day and time, stopped by a photo of pupils without permission."""
    post, _ = with_photo(here, *here.pupil_ids[:2])

    async def stand_there(pilot: Any) -> None:
        await stand(pilot, here.leader, WritePost(post))
        await to(pilot, PublishPost, "f10")
        await pilot.press("f2")
        for screen in app.screen_stack:
            for field in screen.query("Input, TextArea"):
                field.cursor_blink = False  # type: ignore[attr-defined]
        await settled(pilot)

    app = app_looking(look)
    assert snap_compare(app, terminal_size=look.size, run_before=stand_there)
