"""Words that mean harm while a post is written, published and listed: in its title, words, note,
the names of its classes, and typed or pasted into every field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events
from textual.widgets import Input, TextArea

from db import models, story_drafts
from db.connection import reading, writing
from db.records import SchoolClass
from db.story_records import Places, PostKind, Writing
from kiosk.app import KioskApp
from kiosk.screens.choose_places import ChoosePlaces
from kiosk.screens.look_again import LookAgain
from kiosk.screens.my_posts import MyPosts
from kiosk.screens.publish_post import PublishPost
from kiosk.screens.write_post import WritePost
from tests.conftest import NOW, Here
from tests.names import HOSTILE
from tests.screens import hostile_school
from tests.screens.conftest import settled
from tests.screens.hostile_walk import here_and_there, look

EVERY_WORD = "\n".join(hostile_school.KEPT)
SIGNS = "\n".join(f"- **{it}** [{it}](https://example.com/{it})" for it in hostile_school.KEPT)


@pytest.fixture
def posts(here: Here, hostile: KioskApp) -> list[int]:
    """A draft of every word, straight in the tables, the last with all of them."""
    written = Writing(PostKind.NEWS, "x", class_ids=(here.maple.id,))
    ids = [story_drafts.save(here.leader, written, NOW) for _ in hostile_school.KEPT]
    with writing():
        for post_id, name in zip(ids, hostile_school.KEPT, strict=True):
            models.Post.update(title=name, words=SIGNS, note=name).where(
                models.Post.id == post_id
            ).execute()
        models.Post.update(title=EVERY_WORD, note=EVERY_WORD).where(
            models.Post.id == ids[-1]
        ).execute()
    return ids


def places() -> Places:
    classes = tuple(
        SchoolClass(key, name, name, is_home=True, pupils=1, points=1)
        for key, name in enumerate(hostile_school.KEPT)
    )
    return Places(classes, school=True)


SCREENS: dict[str, tuple[Callable[[int], object], tuple[str, ...]]] = {
    "write": (WritePost, ("f6", "pagedown", "f6", "f2", "f2", "f2", "f4")),
    "publish": (PublishPost, ("f2", "f4", "f10")),
    "mine": (lambda _: MyPosts(), ("end", "pageup", "t")),
    "again": (lambda _: LookAgain(hostile_school.KEPT), ("right",)),
    "places": (lambda _: ChoosePlaces(places(), (1,)), ("space", "end", "space")),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_words_of_every_kind(
    here: Here,
    hostile: KioskApp,
    posts: list[int],
    name: str,
) -> None:
    make, keys = SCREENS[name]
    async with hostile.run_test(size=(160, 50), notifications=True) as pilot:
        await here_and_there(pilot, make(posts[-1]), here)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
            look(hostile)


async def test_typed_and_pasted_into_every_field(
    here: Here,
    hostile: KioskApp,
) -> None:
    everything = "".join(HOSTILE)
    async with hostile.run_test(size=(80, 24), notifications=True) as pilot:
        await here_and_there(pilot, WritePost(class_id=here.maple.id), here)
        for kind in ("homework", "reminder"):
            while hostile.screen.query_one("#kind").value != kind:  # type: ignore[attr-defined]
                await pilot.press("f2")
            for field in hostile.screen.query("Input, TextArea"):
                if field.display and isinstance(field, Input | TextArea):
                    field.focus()
                    await settled(pilot)
                    hostile.post_message(events.Paste(everything))
                    await settled(pilot)
                    look(hostile)
        hostile.screen.query_one(TextArea).text = ""
        hostile.screen.query_one(TextArea).focus()
        hostile.post_message(events.Paste("e" + "\u0301" * 3 + "\u202e[/]" * 25_000))
        await settled(pilot)
        look(hostile)
        await pilot.press("f10")
        await settled(pilot)
        look(hostile)
    with reading():
        for row in models.Post.select():
            assert len(row.words) <= 10_000
            assert "\u202e" not in row.words
