"""Photos of a post on the kiosk: by the class tablet, who is in them, who must be in none (R7)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from playhouse.test_utils import assert_query_count
from textual.pilot import Pilot
from textual.widgets import Input

from db import media, photo_permission, story, story_drafts, story_photos, story_uploads
from db.connection import writing
from db.family_records import PhotoUse
from db.policy import NotFound, Refused
from db.story_records import TaggedFile
from kiosk.app import KioskApp
from kiosk.screens.describe_file import DescribeFile
from kiosk.screens.draft_code import DraftCode
from kiosk.screens.hidden_photos import HiddenPhotos
from kiosk.screens.post_files import PostFiles, post_and_pupils
from kiosk.screens.who_is_in_it import WhoIsInIt
from kiosk.settings import Phones, Settings
from kiosk.widgets.gallery import Card, Gallery
from kiosk.widgets.qr_code import QrCode
from tests import portfolios
from tests.conftest import NOW, Here, add_pupils
from tests.db.stories import allow, file, news, other_class
from tests.screens.agreeing import press, said, told
from tests.screens.conftest import Look, settled, stand_at

PHONES = Phones(public_url="http://192.168.1.20:8080")
FORBIDDEN = 3  # Ava's place in the class list
QUERIES = 10


@dataclass(frozen=True)
class Beans:
    """A draft of the leader's. Everybody in Maple but Ava may be in photos of its story."""

    here: Here
    id: int

    def add(self, *kinds: str) -> list[int]:
        colours = ("#d05040", "#40a050", "#c0a030", "#8040a0", "#4050d0")
        held = len(self.files)
        return [
            story_photos.attach(
                self.here.leader,
                self.id,
                portfolios.drawing(self.here.data, colours[(held + number) % 5], kind),
                f"{held + number}",
                NOW,
            )
            for number, kind in enumerate(kinds)
        ]

    @property
    def files(self) -> tuple[TaggedFile, ...]:
        return story_drafts.draft(self.here.leader, self.id).files

    def named(self) -> list[set[int] | None]:
        """Who is in each file; None where nobody has said."""
        return [{it.id for it in file.pupils} if file.answered else None for file in self.files]

    @property
    def ava(self) -> int:
        return self.here.pupil_ids[FORBIDDEN]


@pytest.fixture
def beans(here: Here) -> Beans:
    for number, pupil_id in enumerate(here.pupil_ids):
        if number != FORBIDDEN:
            allow(here, pupil_id)
    return Beans(here, story_drafts.save(here.leader, news(here), NOW))


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


async def until(pilot: Pilot[int], happened: Callable[[], bool]) -> None:
    for _ in range(100):
        await settled(pilot)
        if happened():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never happened")


def cards(app: KioskApp) -> list[str]:
    """What stands under each picture."""
    shown = [it.shown for it in app.screen.query(Card) if it.display and it.shown]
    return [f"{it.caption} {it.state}" for it in shown]


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


async def test_r7_each_answer_leads_on_to_the_next_photo_without_one(
    app: KioskApp, here: Here, beans: Beans
) -> None:
    beans.add("photo", "audio", "pdf", "photo")
    aisha, amelia, arjun = here.pupil_ids[:3]
    async with app.run_test(size=(120, 40)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        await press(pilot, "enter")
        assert "Photo 1 of 3" in said(app, "#question")
        await press(pilot, "f10")
        assert beans.named() == [None] * 4
        await press(pilot, "space", "right", "space", "0")
        assert beans.named() == [None] * 4, "nobody is no answer while somebody is tapped"
        await press(pilot, "f10")
        assert beans.named()[0] == {aisha, amelia}
        assert "Photo 2 of 3" in said(app, "#question")
        await press(pilot, "0")
        assert "Photo 3 of 3" in said(app, "#question")
        await press(pilot, "a", "space", "f10")
        assert beans.named() == [{aisha, amelia}, None, set(), {arjun}]
        assert isinstance(app.screen, PostFiles)
        assert "Every photo has its answer" in told(app)
    story.publish(here.leader, beans.id, NOW)


async def test_r7_who_has_no_permission_is_marked_said_and_stops_it(
    app: KioskApp, here: Here, beans: Beans
) -> None:
    beans.add("photo")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        await press(pilot, "enter")
        await press(pilot, *["a"] * FORBIDDEN, "space")
        assert "No permission, so nobody can see it: Ava" in said(app, "#told")
        drawn = [it.text for it in app.screen._compositor.render_strips()]
        assert [it for it in drawn if "Ava" in it and "🚫 no" in it]
        await press(pilot, "f10")
        assert "cannot be published: there is no permission for Ava" in told(app)
        assert cards(app) == ["📷 no words yet (D) 🚫 No permission: Ava"]
    assert beans.named() == [{beans.ava}]
    with pytest.raises(Refused):
        story.publish(here.leader, beans.id, NOW)


async def test_what_is_tapped_stays_when_the_records_change(
    app: KioskApp, here: Here, beans: Beans
) -> None:
    beans.add("photo")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        await press(pilot, "enter", "space")
        allow(here, beans.ava)
        beans.add("photo")
        await until(pilot, lambda: "of 2" in said(app, "#question"))
        assert "In it: Aisha" in said(app, "#told")
        await press(pilot, "f8")
        assert "Tap everybody" in said(app, "#told")
        await press(pilot, "f7")
        assert "Tap everybody" in said(app, "#told"), "it was not saved"


async def test_r7_a_guest_from_another_class_is_named(
    app: KioskApp, here: Here, beans: Beans
) -> None:
    with writing():
        (zed,) = add_pupils(other_class(), ["Zed"])
    (photo,) = beans.add("photo")
    async with app.run_test(size=(120, 40)) as pilot:
        await stand_at(pilot, WhoIsInIt(beans.id, photo), here)
        await press(pilot, "z", "space")
        assert "Zed" not in said(app, "#told")
        await press(pilot, "space", "f9", "z", "space")
        assert "No permission, so nobody can see it: Zed" in said(app, "#told")
        await press(pilot, "f9", "f10")
    assert beans.named() == [{zed}]


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


def test_looks_when_pupils_are_tapped(
    snap_compare: Any,
    look: Look,
    here: Here,
    beans: Beans,
    app_looking: Callable[[Look], KioskApp],
) -> None:
    (photo,) = beans.add("photo")
    beans.add("photo")
    story_photos.describe(here.leader, photo, "Beans on the window sill")

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, WhoIsInIt(beans.id, photo), here)
        await press(pilot, "space", *["a"] * FORBIDDEN, "space")
        await until(pilot, lambda: pilot.app.screen.query_one("Picture").is_drawn)  # type: ignore[attr-defined]

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
