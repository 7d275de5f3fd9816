"""Teachers look at what was sent, one at a time or several (R17)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, Static

from db import photo_permission, portfolio, roster
from db import portfolio_review as review
from db.family_records import PhotoUse
from db.portfolio_records import ItemState
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens import reviewing
from kiosk.screens.review_queue import ReviewQueue
from kiosk.screens.review_words import ReviewWords
from kiosk.widgets.picture import Picture
from tests.conftest import NOW, Here
from tests.portfolios import Family, fill
from tests.screens.agreeing import press, said
from tests.screens.conftest import Look, sentences, settled, stand_at


@pytest.fixture
def family(here: Here) -> Family:
    return fill(here)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "MEANT_SECONDS", 0)


async def to_queue(pilot: Pilot[int], here: Here) -> ReviewQueue:
    queue = ReviewQueue()
    await stand_at(pilot, queue, here)
    await drawn(pilot)
    return queue


async def drawn(pilot: Pilot[int]) -> None:
    """Wait until the picture is there in full."""
    for _ in range(100):
        await settled(pilot)
        if all(it.is_drawn for it in pilot.app.screen.query(Picture)):
            return


def words(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("ItemView Static", Static).render())


def states(here: Here, pupil_id: int) -> list[ItemState]:
    return [it.state for it in portfolio.of_pupil(here.leader, pupil_id).items]


async def test_r7_it_is_said_where_parents_have_not_agreed_to_photos(
    app: KioskApp, here: Here, family: Family
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        queue = await to_queue(pilot, here)
        assert "Photo permission for portfolios: no" in words(pilot)
        photo_permission.record(here.leader, family.aisha.id, PhotoUse.PORTFOLIO, True, NOW)
        queue.post_message(RecordsChanged())
        await drawn(pilot)
        assert "My boat can swim" in words(pilot)
        assert "permission" not in words(pilot)
        await press(pilot, "n", "n")
        assert "The sea is big" in words(pilot)  # writing shows nobody
        assert "permission" not in words(pilot)
        await press(pilot, "n")
        assert "Photo permission for portfolios: no" in words(pilot)


async def test_r17_one_is_approved_and_the_next_comes(
    app: KioskApp, here: Here, family: Family
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_queue(pilot, here)
        assert "1 of 5 pieces" in said(app, "#summary")
        for part in ("Aisha", "sent by the pupil", "My boat can swim.", "24 Nov 2026, 02:30"):
            assert part in words(pilot)
        await press(pilot, "a")
        assert "Approved: Aisha" in said(app, "#summary")
        assert "1 of 4 pieces" in said(app, "#summary")
        assert "sent by Sam" in words(pilot)
        assert "A document of 3 pages" in words(pilot)
        await press(pilot, "n", "n")
        assert "A film (1:15)" in words(pilot)
        await press(pilot, "p", "p", "p")
        assert "A recording (0:32)" in words(pilot)
    assert states(here, family.aisha.id).count(ItemState.APPROVED) == 1


async def test_r17_a_key_pressed_twice_approves_one(
    app: KioskApp, here: Here, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_queue(pilot, here)
        monkeypatch.setattr(reviewing, "MEANT_SECONDS", 60)
        app.screen._drawn_at = -60.0  # type: ignore[attr-defined]
        await pilot.press("a", "a", "a")
        await settled(pilot)
    assert states(here, family.aisha.id).count(ItemState.APPROVED) == 1


async def test_r17_it_goes_back_with_a_note_that_is_asked_for(
    app: KioskApp, here: Here, family: Family
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_queue(pilot, here)
        await press(pilot, "b", "enter")
        assert isinstance(app.screen, ReviewWords)
        await press(pilot, "down", "enter")
        assert app.screen.query_one(Input).value == "Please tell us a little more about it."
        await press(pilot, "enter")
        assert isinstance(app.screen, ReviewQueue)
        assert "Sent back to Aisha" in said(app, "#summary")
    assert portfolio.item(here.leader, 1).note == "Please tell us a little more about it."


async def test_a_comment_is_typed_and_seen(app: KioskApp, here: Here, family: Family) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_queue(pilot, here)
        await press(pilot, "c", *"Lovely", "enter")
        assert "Lovely" in words(pilot)
        assert "Mrs Rowan" in words(pilot)
        assert "1 of 5" in said(app, "#summary")
        await press(pilot, "c", "escape")
        assert isinstance(app.screen, ReviewQueue)


async def test_r17_several_are_ticked_and_approved_at_once(
    app: KioskApp, here: Here, family: Family
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_queue(pilot, here)
        await press(pilot, "l", "a")
        await press(pilot, "space", "space", "space", "up", "space")
        assert str(app.screen.query_one("#approve", Button).label) == "Approve 2 (A)"
        await press(pilot, "a")
        assert "Approved 2: Aisha" in said(app, "#summary")
        assert "1 of 3" in said(app, "#summary")
        await press(pilot, "l", "down", "down", "enter")
        assert "3 of 3" in said(app, "#summary")
        await press(pilot, "l", "t", "a")
        assert "Nothing waits" in words(pilot)
        await press(pilot, "a", "b", "c", "l", "n", "p")
        assert "Nothing waits" in words(pilot)


async def test_all_of_it_works_by_touch(app: KioskApp, here: Here, family: Family) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_queue(pilot, here)
        for button in ("#next", "#previous", "#approve"):
            await pilot.click(button)
            await settled(pilot)
        assert "1 of 4" in said(app, "#summary")
        await pilot.click("#send_back")
        await settled(pilot)
        await pilot.click(OptionList, offset=(10, 2))
        await pilot.click("#yes")
        await settled(pilot)
        assert "1 of 3" in said(app, "#summary")
        await pilot.click("#list")
        await settled(pilot)
        await pilot.click(OptionList, offset=(4, 2))
        await pilot.click("#approve")
        await settled(pilot)
        assert "1 of 2" in said(app, "#summary")
        await pilot.click("#comment")
        await settled(pilot)
        await pilot.click("#back")
        await settled(pilot)
        assert isinstance(app.screen, ReviewQueue)


async def test_what_comes_in_joins_and_what_is_taken_back_goes(
    app: KioskApp, here: Here, family: Family
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        queue = await to_queue(pilot, here)
        await press(pilot, "n")
        focused = app.focused
        portfolio.add_words(family.aisha.id, "New", NOW, key="6", sender=family.mum)
        queue.post_message(RecordsChanged())
        await settled(pilot)
        assert "2 of 6" in said(app, "#summary")
        assert "My book of boats" in words(pilot)
        portfolio.take_back(family.mum, 2, NOW)
        await press(pilot, "a")  # before the screen knows
        assert "not any more" in sentences(pilot)[-1]
        assert "2 of 5" in said(app, "#summary")
        assert "The sea is big" in words(pilot)
        assert app.focused is focused


async def test_r16_somebody_of_another_class_is_told_why(
    app: KioskApp, here: Here, family: Family
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(staff=family.other_teacher)
        await app.push_screen(ReviewQueue())
        await settled(pilot)
        assert "teachers of the class" in words(pilot)


async def test_nothing_waits(app: KioskApp, here: Here) -> None:
    assert roster.pupils(here.maple.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_queue(pilot, here)
        assert "Nothing waits" in words(pilot)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    fill(here)
    review.comment(here.leader, 1, "Did you build it alone?", NOW)

    async def before(pilot: Pilot[int]) -> None:
        await to_queue(pilot, here)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_list_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    fill(here)

    async def before(pilot: Pilot[int]) -> None:
        await to_queue(pilot, here)
        await press(pilot, "l", "space", "space")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_words_look(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    fill(here)

    async def before(pilot: Pilot[int]) -> None:
        await to_queue(pilot, here)
        await press(pilot, "b")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
