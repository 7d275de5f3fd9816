"""Who is in a photo of a post: tapped or typed, kept until it is saved, and meant (R7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from db import story, story_photos
from db.connection import writing
from db.policy import Refused
from kiosk.app import KioskApp
from kiosk.screens import who_is_in_it
from kiosk.screens.post_files import PostFiles
from kiosk.screens.sure import Sure
from kiosk.screens.who_is_in_it import WhoIsInIt
from tests.conftest import NOW, Here, add_pupils
from tests.db.stories import allow, other_class
from tests.screens.agreeing import press, said, told
from tests.screens.beans import FORBIDDEN, Beans, cards, make_beans, until
from tests.screens.conftest import Look, stand_at


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(who_is_in_it, "MEANT_SECONDS", 0)


@pytest.fixture
def beans(here: Here) -> Beans:
    return make_beans(here)


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


async def test_r7_an_answer_given_twice_is_none_for_the_next_photo(
    app: KioskApp, here: Here, beans: Beans, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = beans.add("photo", "photo")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, WhoIsInIt(beans.id, first), here)
        monkeypatch.setattr(who_is_in_it, "MEANT_SECONDS", 60)
        await press(pilot, "0")
        assert beans.named() == [None, None]
        monkeypatch.setattr(who_is_in_it, "MEANT_SECONDS", 0)
        await press(pilot, "0")
        monkeypatch.setattr(who_is_in_it, "MEANT_SECONDS", 60)
        await press(pilot, "0")
        assert beans.named() == [set(), None]


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
        assert "Tap all who are in it" in said(app, "#told")
        await press(pilot, "f7")
        assert "In it: Aisha" in said(app, "#told")


async def test_who_leaves_without_saving_is_asked(app: KioskApp, here: Here, beans: Beans) -> None:
    beans.add("photo")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PostFiles(beans.id), here)
        await press(pilot, "enter", "space", "escape")
        await until(pilot, lambda: isinstance(app.screen, Sure))
        await press(pilot, "n")
        assert "In it: Aisha" in said(app, "#told")
        await press(pilot, "space", "escape")
        await until(pilot, lambda: isinstance(app.screen, PostFiles))
    assert beans.named() == [None]


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
        await press(pilot, "f9")
        assert "No permission, so nobody can see it: Zed" in said(app, "#told")
        await press(pilot, "f10")
    assert beans.named() == [{zed}]


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
