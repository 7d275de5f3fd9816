"""Words that mean harm in the photos of a post: in captions, titles, names of who is in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db import models, photo_permission, story, story_drafts, story_photos
from db.connection import reading
from db.family_records import PhotoUse
from db.story_records import PostKind, StoryFile, Writing
from kiosk.app import KioskApp
from kiosk.screens.describe_file import DescribeFile
from kiosk.screens.draft_code import DraftCode
from kiosk.screens.hidden_photos import HiddenPhotos
from kiosk.screens.post_files import PostFiles
from kiosk.screens.who_is_in_it import WhoIsInIt
from tests.conftest import NOW, Here
from tests.db.stories import file
from tests.screens import hostile_school
from tests.screens.conftest import settled
from tests.screens.hostile_walk import here_and_there, look


@pytest.fixture
def post(here: Here, hostile: KioskApp) -> int:
    """A published post; each photo has another bad caption and another pupil, one not allowed."""
    words = hostile_school.KEPT
    with reading():
        pupils = [it.id for it in models.Pupil.select().order_by(models.Pupil.id.desc()).limit(20)]
    for pupil_id in pupils:
        photo_permission.record(here.leader, pupil_id, PhotoUse.CLASS_STORY, True, NOW)
    written = Writing(PostKind.NEWS, words[9], words[0][:80], (here.maple.id,))
    post_id = story_drafts.save(here.leader, written, NOW)
    for number, kind in enumerate(["photo", "video", "pdf", "photo", "audio", *["photo"] * 10]):
        caption = words[number][:200]
        photo = story_photos.attach(here.leader, post_id, file(kind), f"{number}", NOW, caption)
        story_photos.answer(here.leader, photo, pupils[number : number + 3], NOW)
    story.publish(here.leader, post_id, NOW, anyway=True)
    for pupil_id in pupils[:5]:
        photo_permission.record(here.leader, pupil_id, PhotoUse.CLASS_STORY, False, NOW)
    return post_id


def draft_code(here: Here, post_id: int) -> DraftCode:
    everybody = story_photos.taggable(here.leader, (here.maple.id,))
    return DraftCode(post_id, [it.pupil for it in everybody])


def first_file(here: Here, post_id: int) -> StoryFile:
    return story_drafts.draft(here.leader, post_id).files[0].file


SCREENS: dict[str, Callable[[Here, int], object]] = {
    "files": lambda _, post_id: PostFiles(post_id),
    "hidden": lambda _, post_id: HiddenPhotos(),
    "who": lambda here, post_id: WhoIsInIt(post_id, first_file(here, post_id).id),
    "code": draft_code,
    "describe": lambda here, post_id: DescribeFile(first_file(here, post_id)),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_words_of_every_kind(
    here: Here,
    hostile: KioskApp,
    post: int,
    name: str,
) -> None:
    async with hostile.run_test(size=(160, 50), notifications=True) as pilot:
        await here_and_there(pilot, SCREENS[name](here, post), here)
        for key in ("pagedown", "f8", "right", "space"):
            await pilot.press(key)
            await settled(pilot)
            look(hostile)
