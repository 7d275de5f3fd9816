"""What was scheduled is published while the kiosk or the phone pages run, once, whatever the clock
and however many of them there are."""

from __future__ import annotations

import asyncio
import logging
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from db import connection, models, photo_permission, story, story_drafts, story_feed, story_photos
from db.clock import utc_now
from db.connection import reading
from db.family_records import PhotoUse
from kiosk import publishing
from kiosk.app import KioskApp
from kiosk.settings import Settings
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import allow, file, news
from tests.kiosk.test_phone_pages import free_port
from tests.kiosk.test_tidying import PATIENCE, until

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)


class Clock:
    """Stands where it was put."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def asked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "EVERY", 0.01)


def scheduled(here: Here, day: date = TODAY, wall: time = time(12), now: datetime = NOW) -> int:
    post_id = story_drafts.save(here.leader, news(here), now)
    story.schedule(here.leader, post_id, day, wall, now)
    return post_id


def times_published() -> int:
    with reading():
        entries = models.AuditEntry.select()
        return int(entries.where(models.AuditEntry.action == "published a post").count())


async def with_kiosk(here: Here, clock: Clock, done: Callable[[], bool]) -> None:
    """A kiosk that runs until `done`."""
    app = KioskApp(Settings(here.data), clock=clock)
    async with app.run_test() as pilot:
        async with asyncio.timeout(PATIENCE):
            while not done():
                await pilot.pause(0.02)


async def test_a_kiosk_that_was_off_publishes_once_when_it_is_back(here: Here) -> None:
    post_id, clock = scheduled(here), Clock()
    asked: list[datetime] = []

    def asked_twice() -> bool:
        asked.append(clock())
        return len(asked) > 10

    await with_kiosk(here, clock, asked_twice)
    assert times_published() == 0
    clock.now = NOW + timedelta(days=3)
    for _ in range(2):
        await with_kiosk(here, clock, lambda: times_published() > 0)
    assert times_published() == 1
    assert story_feed.post(post_id).published_at == clock.now


async def test_it_comes_while_the_kiosk_runs(here: Here) -> None:
    scheduled(here)
    clock = Clock()

    def done() -> bool:
        clock.now += 10 * MINUTE
        return times_published() > 0

    await with_kiosk(here, clock, done)
    assert story_feed.count(here.maple.id) == 1


@pytest.mark.parametrize(
    ("wall", "begun", "shown"),
    [
        # In spring no clock shows 01:30: the hour after 01:00 is 02:00.
        (time(1, 30), datetime(2027, 3, 28, 0, 0, tzinfo=UTC), "02:30 BST"),
        (time(2, 0), datetime(2027, 3, 28, 0, 0, tzinfo=UTC), "02:00 BST"),
        # In autumn it is 01:30 twice, and the first counts.
        (time(1, 30), datetime(2027, 10, 30, 23, 0, tzinfo=UTC), "01:30 BST"),
        (time(2, 0), datetime(2027, 10, 30, 23, 0, tzinfo=UTC), "02:00 GMT"),
    ],
)
def test_the_night_in_which_the_clocks_change(
    here: Here, wall: time, begun: datetime, shown: str
) -> None:
    scheduled(here, begun.astimezone(LONDON).date(), wall, begun)
    clock = Clock(begun)
    with publishing.published(clock):
        for _ in range(4 * 60):
            clock.now += MINUTE
            publishing.publish_due(clock())
            if times_published():
                break
    assert f"{clock().astimezone(LONDON):%H:%M %Z}" == shown
    publishing.publish_due(clock() + timedelta(hours=1))
    assert times_published() == 1


def test_several_at_once_publish_each_once(here: Here) -> None:
    clock = Clock()
    posts = [scheduled(here) for _ in range(6)]
    with ExitStack() as all_of_them:
        for _ in range(4):
            all_of_them.enter_context(publishing.published(clock))
        clock.now += timedelta(hours=2)
        until(lambda: times_published() >= len(posts))
    assert times_published() == len(posts)


def test_r7_what_is_stopped_is_in_the_log_without_a_name(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    child = here.pupil_ids[0]
    allow(here, child)
    post_id = scheduled(here)
    photo = story_photos.attach(here.leader, post_id, file(), "k", NOW)
    story_photos.answer(here.leader, photo, [child], NOW)
    photo_permission.record(here.leader, child, PhotoUse.CLASS_STORY, False, NOW)
    with caplog.at_level(logging.WARNING, "kiosk"):
        publishing.publish_due(NOW + timedelta(hours=2))
        publishing.publish_due(NOW + timedelta(hours=3))
    (said,) = [it.getMessage() for it in caplog.records if it.name == "kiosk"]
    assert f"Post {post_id} was not published" in said
    assert "Aisha" not in said
    assert "Aisha" in story_drafts.draft(here.leader, post_id).note


def test_a_server_of_the_school_publishes_by_itself(here: Here) -> None:
    begun = utc_now() - timedelta(days=2)
    scheduled(here, begun.astimezone(LONDON).date() + timedelta(days=1), now=begun)
    connection.close_database()
    port = str(free_port())
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk.serving", "--data", str(here.data), "--phone-port", port]
    ) as server:
        try:
            connection.open_database(here.data / connection.FILE_NAME)
            until(lambda: times_published() == 1)
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(PATIENCE) is not None
