"""Photos of a post on the kiosk: by the class tablet, who is in them, who must be in none (R7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playhouse.test_utils import assert_query_count
from textual.pilot import Pilot
from textual.widgets import Input

from db import media, photo_permission, story, story_drafts, story_photos, story_uploads
from db.family_records import PhotoUse
from db.policy import NotFound
from kiosk.app import KioskApp
from kiosk.screens.describe_file import DescribeFile
from kiosk.screens.draft_code import DraftCode
from kiosk.screens.hidden_photos import HiddenPhotos
from kiosk.screens.post_files import PostFiles, post_and_pupils
from kiosk.screens.who_is_in_it import WhoIsInIt
from kiosk.settings import Phones, Settings
from kiosk.widgets.gallery import Gallery
from kiosk.widgets.qr_code import QrCode
from tests import portfolios
from tests.conftest import NOW, Here
from tests.db.stories import file
from tests.screens.agreeing import press, said, told
from tests.screens.beans import Beans, cards, make_beans, until
from tests.screens.conftest import Look, stand_at

PHONES = Phones(public_url="http://192.168.1.20:8080")
QUERIES = 10


@pytest.fixture
def beans(here: Here) -> Beans:
    return make_beans(here)


@pytest.fixture
def phoned(here: Here) -> KioskApp:
    """The kiosk with an address that phones reach."""
    return KioskApp(replace(Settings(here.data), phones=PHONES), clock=lambda: NOW)


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes that the screen has drawn."""
    drawn: list[str] = []
    show = QrCode.show

    def seen(code: QrCode, words: str) -> None:
        drawn.append(words.rpartition("/")[2])
        show(code, words)

    monkeypatch.setattr(QrCode, "show", seen)
    return drawn


async def test_r7_who_must_be_in_no_photo_is_listed_before_one_is_chosen(
    phoned: KioskApp, here: Here, beans: Beans, codes: list[str]
) -> None:
    async with phoned.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        assert "1 pupil" in said(phoned, "#no-photos-title")
        assert "Nothing is here yet" in said(phoned, "#nothing")
        await press(pilot, "a")
        assert isinstance(phoned.screen, DraftCode)
        assert "In no photo, please: Ava" in said(phoned, "#whom")
        assert story_uploads.look(codes[-1], NOW).post_id == beans.id
        assert "room for 20 files" in said(phoned, "#left")


async def test_what_the_tablet_sends_appears_and_is_asked_about(
    phoned: KioskApp, here: Here, beans: Beans, codes: list[str]
) -> None:
    (before,) = beans.add("photo")
    story_photos.answer(here.leader, before, [], NOW)
    async with phoned.run_test(size=(120, 40)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        await press(pilot, "c")
        story_uploads.add(codes[-1], portfolios.drawing(here.data, "#102030"), "x", NOW, "Beans")
        await until(pilot, lambda: "1 file arrived" in said(phoned, "#left"))
        await until(pilot, lambda: phoned.screen.has_class("-arrived"))
        await press(pilot, "escape")
        assert cards(phoned) == [
            "📷 no words yet (D) ✔ Nobody is in it",
            "📷 Beans ❓ Who is in it?",
        ]
        assert phoned.screen.query_one(Gallery).here == beans.files[1].file.id
        story_uploads.add(codes[-1], portfolios.drawing(here.data, "#302010"), "y", NOW, "Peas")
        await until(pilot, lambda: len(cards(phoned)) == 3)
        assert phoned.screen.query_one(Gallery).here == beans.files[1].file.id


async def test_a_new_link_ends_the_one_before(
    phoned: KioskApp, here: Here, beans: Beans, codes: list[str]
) -> None:
    async with phoned.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        await press(pilot, "a", "n")
        with pytest.raises(NotFound):
            story_uploads.look(codes[0], NOW)
        assert story_uploads.look(codes[-1], NOW).left == 20


async def test_a_recording_needs_no_names(app: KioskApp, here: Here, beans: Beans) -> None:
    beans.add("audio")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        await press(pilot, "enter")
        assert isinstance(app.screen, PostFiles)
        assert "nothing to say" in told(app)


async def test_r24_words_for_those_who_cannot_see_it(
    app: KioskApp, here: Here, beans: Beans
) -> None:
    (photo,) = beans.add("photo")
    story_photos.answer(here.leader, photo, [], NOW)
    story.publish(here.leader, beans.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        await press(pilot, "d")
        await until(pilot, lambda: isinstance(app.screen, DescribeFile))
        await pilot.press(*"stupid")
        await press(pilot, "enter")
        assert "other words than “stupid”" in said(app, ".sentence")
        app.screen.query_one(Input).value = "Beans"
        await press(pilot, "enter")
        await until(pilot, lambda: cards(app) == ["📷 Beans ✔ Nobody is in it"])


async def test_taken_out_only_when_one_is_sure(app: KioskApp, here: Here, beans: Beans) -> None:
    beans.add("photo", "photo")
    name = beans.files[0].file.sha256
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        for answer, left in (("n", 2), ("y", 1)):
            await press(pilot, "delete")
            await until(pilot, lambda: not isinstance(app.screen, PostFiles))
            await press(pilot, answer)
            await until(pilot, lambda left=left: len(cards(app)) == left)  # type: ignore[misc]
    assert not media.path(name).exists()


async def test_a_published_post_takes_no_files_by_code(
    phoned: KioskApp, here: Here, beans: Beans, codes: list[str]
) -> None:
    beans.add("audio")
    story.publish(here.leader, beans.id, NOW)
    async with phoned.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        assert not phoned.screen.query_one("#add").display
        await press(pilot, "a")
        assert isinstance(phoned.screen, PostFiles)
        assert codes == []


async def test_a_draft_that_is_thrown_away_is_left(app: KioskApp, here: Here, beans: Beans) -> None:
    beans.add("photo")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        await press(pilot, "enter")
        story_drafts.discard(here.leader, beans.id, NOW)
        await until(pilot, lambda: not isinstance(app.screen, PostFiles | WhoIsInIt))
        assert "not there any more" in told(app)


async def test_twenty_files_are_turned_by_pages(app: KioskApp, here: Here, beans: Beans) -> None:
    beans.add(*["photo"] * 20)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        gallery = app.screen.query_one(Gallery)
        seen = {gallery.here}
        for _ in range(19):
            await press(pilot, "right")
            seen.add(gallery.here)
        assert seen == {it.file.id for it in beans.files}
        await press(pilot, "pageup")
        assert gallery.here != beans.files[-1].file.id


def test_no_query_more_for_more_files_and_pupils(here: Here, beans: Beans) -> None:
    beans.add("photo")
    with assert_query_count(QUERIES):
        post_and_pupils(here.leader, beans.id)
    for number in range(15):
        photo = story_photos.attach(here.leader, beans.id, file(), f"more {number}", NOW)
        story_photos.answer(here.leader, photo, here.pupil_ids[: number + 1], NOW)
    with assert_query_count(QUERIES + 1):  # who of those named has permission
        post_and_pupils(here.leader, beans.id)


async def test_r7_hidden_photos_say_who_and_lead_to_the_post(
    app: KioskApp, here: Here, beans: Beans
) -> None:
    aisha, amelia = here.pupil_ids[:2]
    photos = beans.add("photo", "photo")
    for photo, pupil_id in zip(photos, (aisha, amelia), strict=True):
        story_photos.answer(here.leader, photo, [pupil_id], NOW)
    story.publish(here.leader, beans.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, HiddenPhotos(), here)
        assert "No photo of your posts is hidden" in said(app, "#nothing")
        photo_permission.record(here.leader, amelia, PhotoUse.CLASS_STORY, False, NOW)
        await until(pilot, lambda: bool(cards(app)))
        assert cards(app) == ["in “We grew beans.” 🚫 No permission: Amelia"]
        await press(pilot, "enter")
        assert isinstance(app.screen, PostFiles)
        assert app.screen.query_one(Gallery).here == photos[1]


def test_looks(
    snap_compare: Any,
    look: Look,
    here: Here,
    beans: Beans,
    app_looking: Callable[[Look], KioskApp],
) -> None:
    first, second, paper, _ = beans.add("photo", "photo", "pdf", "audio")
    story_photos.answer(here.leader, first, here.pupil_ids[:2], NOW)
    story_photos.answer(here.leader, second, [beans.ava], NOW)
    story_photos.answer(here.leader, paper, [], NOW)
    story_photos.describe(here.leader, first, "Beans on the window sill")
    beans.add("video")

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, PostFiles(beans.id), here)
        await until(pilot, lambda: pilot.app.screen.query_one(Gallery).is_drawn)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
