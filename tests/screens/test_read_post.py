"""One post, large, and what staff do with it (R5, R7, R9, R25)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from db import roster, story, story_drafts, story_feed
from db.policy import NotFound
from db.records import Staff
from db.story_records import PostKind, PostState, Writing
from kiosk.app import KioskApp
from kiosk.screens.post_before import PostBefore
from kiosk.screens.post_comments import PostComments
from kiosk.screens.post_files import PostFiles
from kiosk.screens.post_seen import PostSeen
from kiosk.screens.read_post import ReadPost
from kiosk.screens.report_words import ReportWords
from kiosk.screens.review_words import ReviewWords
from kiosk.screens.sure import Sure
from kiosk.screens.write_post import WritePost
from kiosk.widgets.lines import Lines
from tests.conftest import NOW, Here
from tests.db.stories import allow, news, other_class, parent, published, teacher
from tests.screens.conftest import Look, sentences, settled
from tests.screens.reading_stories import PARENT, Told, drawn, fill, seen, told
from tests.screens.writing_posts import stand, to, until


@pytest.fixture
def posts(here: Here) -> Told:
    return fill(here)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], here: Here, posts: Told, look: Look
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await stand(pilot, here.leader, ReadPost(posts.trip))
        await drawn(pilot)
        await pilot.press("right")
        await drawn(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def caption(app: KioskApp) -> str:
    return str(app.screen.query_one("#caption", Static).render())


def offered(app: KioskApp) -> set[str]:
    buttons = app.screen.query("#buttons Button").results(Button)
    return {it.id for it in buttons if it.display and it.id}


def label_is(app: KioskApp, words: str) -> bool:
    return str(app.screen.query_one("#pin", Button).label) == words


async def in_front(pilot: Pilot[int], who: Staff | None, post_id: int) -> None:
    """Read a post as this person; None for nobody."""
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.end()
    if who is not None:
        app.session.begin(staff=who)
    while len(app.screen_stack) > 2:
        await app.pop_screen()
    await app.push_screen(ReadPost(post_id))
    await drawn(pilot)


async def test_every_photo_and_what_cannot_be_seen_here(app: KioskApp, posts: Told) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await in_front(pilot, None, posts.trip)
        assert caption(app) == "◀ 1 of 3 ▶"
        await pilot.press("right")
        assert caption(app) == "◀ 2 of 3 ▶ · The boat on the pond"
        await pilot.press("right")
        await drawn(pilot)
        assert "🔊 A recording (0:32), to play on a phone" in seen(pilot)
        await pilot.click("#caption", offset=(5, 0))
        assert caption(app).startswith("◀ 2 of 3 ▶")
        await in_front(pilot, None, posts.newsletter)
        assert caption(app) == "📄 3 pages, to read on a phone"
        await in_front(pilot, None, posts.sums)
        assert "⏰ Due tomorrow" in told(pilot)


async def test_r7_a_photo_goes_at_once_when_permission_does(
    app: KioskApp, here: Here, posts: Told
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await in_front(pilot, here.leader, posts.trip)
        allow(here, here.pupil_ids[0], False)
        await until(pilot, lambda: "2 photos or files not shown" in told(pilot))
        await until(pilot, lambda: "to play on a phone" in seen(pilot))
        await in_front(pilot, None, posts.trip)
        assert "not shown" not in told(pilot)


async def test_r5_r9_r25_what_is_offered_is_for_who_may(
    app: KioskApp, here: Here, posts: Told
) -> None:
    ash, far = teacher(here.maple.id), teacher(other_class(), "Mr Far")
    async with app.run_test(size=(160, 40)) as pilot:
        for who, post_id, expected in (
            (None, posts.trip, {"staff"}),
            (far, posts.trip, {"report"}),
            (ash, posts.trip, {"edit", "files", "seen", "comments", "pin", "take_down", "report"}),
            (ash, posts.newsletter, {"report"}),
            (here.leader, posts.trip, {"edit", "files", "seen", "comments", "pin", "take_down"}),
        ):
            await in_front(pilot, who, post_id)
            assert offered(app) == expected, (who, post_id)


async def test_the_doors_from_here(app: KioskApp, here: Here, posts: Told) -> None:
    ash = teacher(here.maple.id)
    async with app.run_test(size=(160, 40)) as pilot:
        await in_front(pilot, ash, posts.trip)
        for key, door in {
            "e": WritePost,
            "f8": PostFiles,
            "w": PostSeen,
            "c": PostComments,
            "r": ReportWords,
        }.items():
            await to(pilot, door, key)
            app.screen.dismiss()
            await until(pilot, lambda: isinstance(app.screen, ReadPost))


async def test_one_takes_ones_own_down_after_a_question_and_puts_it_back(
    app: KioskApp, here: Here
) -> None:
    ash = teacher(here.maple.id)
    post_id = published(ash, news(here))
    async with app.run_test(size=(120, 40)) as pilot:
        await in_front(pilot, ash, post_id)
        await to(pilot, Sure, "d")
        await to(pilot, ReadPost, "n")
        assert story_feed.post(post_id)
        await to(pilot, Sure, "d")
        await to(pilot, ReadPost, "y")
        await until(pilot, lambda: "Taken down: nobody sees it" in told(pilot))
        with pytest.raises(NotFound):
            story_feed.post(post_id)
        assert "put_back" in offered(app)
        assert {"edit", "take_down"} & offered(app) == {"edit"}
        await pilot.press("b")
        await until(pilot, lambda: "take_down" in offered(app))
        assert story_feed.post(post_id)


async def test_somebody_elses_is_taken_down_with_a_reason(
    app: KioskApp, here: Here, posts: Told
) -> None:
    ash = teacher(here.maple.id)
    async with app.run_test(size=(120, 40)) as pilot:
        await in_front(pilot, ash, posts.trip)
        await to(pilot, ReviewWords, "d")
        app.screen.query_one(Input).value = "The goat has no permission."
        await to(pilot, ReadPost, "enter")
        await until(pilot, lambda: "“The goat has no permission.”" in told(pilot))
        assert story_drafts.draft(here.leader, posts.trip).state is PostState.TAKEN_DOWN
        assert "put_back" not in offered(app)  # that is for a leader now


async def test_to_keep_a_post_on_top(app: KioskApp, here: Here, posts: Told) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        for post_id, class_id in ((posts.trip, here.maple.id), (posts.newsletter, None)):
            await in_front(pilot, here.leader, post_id)
            for on, words in ((True, "✔ On top (T)"), (False, "On top (T)")):
                await pilot.press("t")
                await until(pilot, partial(label_is, app, words))
                top = story_feed.page(class_id).posts
                assert {it.id: it.pinned for it in top}[post_id] is on


async def test_what_stood_there_before(app: KioskApp, here: Here, posts: Told) -> None:
    written = Writing(PostKind.NEWS, "We went to the zoo.", "The zoo", (here.maple.id,))
    story.edit(here.leader, posts.trip, written, NOW)
    async with app.run_test(size=(120, 40)) as pilot:
        await in_front(pilot, here.leader, posts.trip)
        assert "Edited 24 Nov 2026, 10:30" in told(pilot)
        await to(pilot, PostBefore, "o")
        assert "three pigs" in seen(pilot)
        await pilot.press("escape")
        await in_front(pilot, None, posts.trip)
        await pilot.press("o")
        assert isinstance(app.screen, ReadPost)


async def test_a_post_that_goes_takes_its_readers_back(
    app: KioskApp, here: Here, posts: Told
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await in_front(pilot, None, posts.trip)
        story.take_down(here.leader, posts.trip, "", NOW)
        await until(pilot, lambda: not isinstance(app.screen, ReadPost))
        assert "That post is not there any more." in sentences(pilot)


async def test_r25_a_signed_in_pupil_may_report(app: KioskApp, here: Here, posts: Told) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.session.begin(pupil=roster.pupils(here.maple.id)[0])
        await app.push_screen(ReadPost(posts.trip))
        await drawn(pilot)
        assert offered(app) == {"report"}
        await to(pilot, ReportWords, "r")


async def test_who_has_seen_it_and_who_not_yet(app: KioskApp, here: Here, posts: Told) -> None:
    parent(here.pupil_ids[1], here.pupil_ids[2], name="Ann Reed")
    async with app.run_test(size=(120, 40)) as pilot:
        await stand(pilot, here.leader, PostSeen(posts.trip))
        assert "1 of 2 parents opened it" in seen(pilot)
        lines = [it.plain for it in app.screen.query_one(Lines)._given]
        assert "Ann Reed  (Amelia, Arjun)" in lines
        assert PARENT not in "".join(lines)
        await stand(pilot, teacher(other_class(), "Mr Far"), PostSeen(posts.newsletter))
        await until(pilot, lambda: sentences(pilot))
        assert "leaders and the office" in sentences(pilot)[0]
