"""Words that mean harm in posts: in titles, words, captions, names of writers and of parents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from db import models, story, story_drafts, story_feed, story_photos
from db.connection import reading, writing
from db.story_records import OldWords, PostKind, Writing
from kiosk.app import KioskApp
from kiosk.screens.home import Home
from kiosk.screens.post_before import PostBefore
from kiosk.screens.post_seen import PostSeen
from kiosk.screens.read_post import ReadPost
from kiosk.screens.story import Story
from tests.conftest import NOW, Here
from tests.db.stories import file
from tests.names import HOSTILE
from tests.screens import hostile_school
from tests.screens.conftest import settled
from tests.screens.hostile_walk import here_and_there, look

EVERYTHING = "\n\n".join(
    [*HOSTILE, *(f"- [{it}](https://{it}.example/) **{it}**" for it in HOSTILE)]
)


@pytest.fixture
def post(here: Here, hostile: KioskApp) -> int:
    """The newest of many posts, each with other bad words straight in the tables; the newest has
    all of them."""
    kept = [it for it in hostile_school.KEPT if it.strip()]
    for number, words in enumerate(kept):
        add(here, words[:80], words, NOW - timedelta(minutes=number + 1))
    newest = add(here, kept[0], EVERYTHING.replace("\ud800", ""), NOW)
    made = story_photos.attach(here.leader, newest, file("audio"), "key", NOW)
    with writing():
        models.PostFile.update(caption=kept[9]).where(models.PostFile.id == made).execute()
        models.Post.update(note=kept[1]).execute()
    return newest


def add(here: Here, title: str, words: str, now: datetime) -> int:
    made = story_drafts.save(here.leader, Writing(PostKind.NEWS, "x", "", (here.maple.id,)), NOW)
    story.publish(here.leader, made, NOW)
    with writing():
        models.Post.update(title=title, words=words, published_at=now).where(
            models.Post.id == made
        ).execute()
        models.PostPlace.update(shown_at=now).where(models.PostPlace.post == made).execute()
    return made


def before(_: Here, post_id: int) -> PostBefore:
    with reading():
        row = models.Post.get_by_id(post_id)
    old = [OldWords(it, it, it, NOW) for it in HOSTILE]
    old.append(OldWords("", row.words, "", NOW))
    return PostBefore(old, "Europe/London")


SCREENS: dict[str, Callable[[Here, int], object]] = {
    "home": lambda here, post_id: Home(),
    "story": lambda here, post_id: Story(),
    "post": lambda here, post_id: ReadPost(post_id),
    "seen": lambda here, post_id: PostSeen(post_id),
    "before": before,
}


@pytest.mark.parametrize("name", SCREENS)
async def test_words_of_every_kind(
    here: Here,
    hostile: KioskApp,
    post: int,
    name: str,
) -> None:
    assert story_feed.post(post).words
    async with hostile.run_test(size=(160, 50), notifications=True) as pilot:
        await here_and_there(pilot, SCREENS[name](here, post), here)
        for key in ("pagedown", "pagedown", "end", "home"):
            await pilot.press(key)
            await settled(pilot)
            look(hostile)
