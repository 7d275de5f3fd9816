"""The class's portfolios for its teachers, and one pupil's by time (R16, R17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from db import agreement, models, portfolio, roster
from db import portfolio_review as review
from db.connection import writing
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens import pupil_portfolio, reviewing
from kiosk.screens.class_portfolios import ClassPortfolios
from kiosk.screens.one_of import OneOf
from kiosk.screens.photo_permission import PhotoPermissions
from kiosk.screens.pupil_gallery import PupilGallery
from kiosk.screens.pupil_portfolio import PupilPortfolio
from kiosk.screens.review_queue import ReviewQueue
from kiosk.screens.staff_room import StaffRoom
from kiosk.widgets.banner import Banner
from kiosk.widgets.gallery import Card, Gallery
from kiosk.widgets.portfolio_tile import PortfolioPupilTile
from tests.conftest import NOW, Here, add_pupils
from tests.portfolios import Family, fill
from tests.screens.agreeing import press, said
from tests.screens.conftest import Look, sentences, settled, stand_at
from tests.screens.test_review_queue import drawn, words


@pytest.fixture
def family(here: Here) -> Family:
    return fill(here)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "MEANT_SECONDS", 0)


def tile(app: KioskApp, pupil_id: int) -> str:
    found = next(it for it in app.screen.query(PortfolioPupilTile) if it.pupil_id == pupil_id)
    return str(found.render())


async def test_r17_tiles_say_what_is_new_and_lead_to_each(
    app: KioskApp, here: Here, family: Family
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await stand_at(pilot, StaffRoom(), here)
        await press(pilot, "p")
        assert isinstance(app.screen, ClassPortfolios)
        assert "5 pieces of work wait" in said(app, "#summary")
        assert "3 new of 3 pieces" in tile(app, family.aisha.id)
        assert "–" in tile(app, here.pupil_ids[2])
        await press(pilot, "f2")
        assert isinstance(app.screen, ReviewQueue)
        await press(pilot, "a", "escape")
        assert "2 new of 3 pieces" in tile(app, family.aisha.id)
        await press(pilot, "f3")
        assert isinstance(app.screen, PhotoPermissions)
        await press(pilot, "escape", *"Aish", "enter")
        assert [it.shown.state for it in app.screen.query(Card) if it.display and it.shown] == [
            "⏳ new",
            "⏳ new",
            "✔ approved",
        ]
        await press(pilot, "right", "enter")
        assert "My book of boats" in words(pilot)
        assert "2 of 3" in said(app, "#summary")
        await press(pilot, "a", "escape")
        states = [it.shown.state for it in app.screen.query(Card) if it.display and it.shown]
        assert states == ["⏳ new", "✔ approved", "✔ approved"]
        await press(pilot, "escape")
        await settled(pilot)
        await pilot.click("#new_work")
        await settled(pilot)
        assert isinstance(app.screen, ReviewQueue)


async def test_what_comes_in_is_counted_at_once(app: KioskApp, here: Here, family: Family) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ClassPortfolios()
        await stand_at(pilot, screen, here)
        await press(pilot, "right")
        portfolio.add_words(family.aisha.id, "New", NOW, key="9", sender=family.mum)
        screen.post_message(RecordsChanged())
        await settled(pilot)
        assert "6 pieces" in said(app, "#summary")
        assert "4 new" in tile(app, family.aisha.id)
        assert next(it for it in screen.query(PortfolioPupilTile) if it.here).pupil_id != 1


async def test_r16_somebody_of_another_class_sees_none(
    app: KioskApp, here: Here, family: Family
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(staff=family.other_teacher)
        for screen in (ClassPortfolios(), PupilPortfolio(family.aisha)):
            await app.push_screen(screen)
            await settled(pilot)
            assert not list(screen.query(PortfolioPupilTile))
        assert "not in a portfolio that you can see" in words(pilot)


async def test_r17_a_portfolio_is_looked_through_by_time(
    app: KioskApp, here: Here, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pupil_portfolio, "AT_ONCE", 2)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PupilPortfolio(family.aisha), here)
        assert "Aisha: 1 of more than 2 pieces" in said(app, "#summary")
        assert "I read to my little brother" in words(pilot)
        await press(pilot, "n", "n")
        assert "Aisha: 3 of 3 pieces" in said(app, "#summary")
        assert "My boat can swim" in words(pilot)
        await press(pilot, "a")
        assert "Approved by Mrs Rowan" in words(pilot)
        await press(pilot, "a", "b", "down", "enter", "enter")
        assert "Sent back by Mrs Rowan" in words(pilot)
        await press(pilot, "l", "up", "enter")
        assert "2 of 3 pieces" in said(app, "#summary")
    assert review.waiting(here.leader, here.maple.id) == 4


async def test_an_older_item_is_found_from_its_page(
    app: KioskApp, here: Here, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pupil_portfolio, "AT_ONCE", 1)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PupilPortfolio(family.aisha, 1), here)
        assert "My boat can swim" in words(pilot)
        assert "3 of 3" in said(app, "#summary")


async def test_an_empty_portfolio_says_so(app: KioskApp, here: Here, family: Family) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PupilPortfolio(family.other_pupil), here)
        portfolio.take_back(family.other_pupil, 3, NOW)
        portfolio.take_back(family.other_pupil, 4, NOW)
        app.screen.post_message(RecordsChanged())
        await settled(pilot)
        assert "nothing in their portfolio yet" in words(pilot)
        await press(pilot, "n", "l", "a")


async def test_r16_a_teacher_goes_to_each_of_their_classes_and_to_no_other(
    app: KioskApp, here: Here, family: Family
) -> None:
    with writing():
        models.SchoolClass.create(name="Pine")
        oak = models.SchoolClass.get(models.SchoolClass.name == "Oak")
        (robin,) = add_pupils(oak.id, ["Robin"])
    pupil = roster.pupils(oak.id)[0]
    agreement.sign(pupil, 1, NOW, typed_name=pupil.name)
    portfolio.add_words(robin, "My owl", NOW, key="9", sender=pupil)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(staff=family.other_teacher)
        await app.push_screen(ClassPortfolios())
        await settled(pilot)
        assert "teachers of the class" in said(app, "#summary")
        await press(pilot, "f8")
        assert isinstance(app.screen, OneOf)
        rows = app.screen.query_one(OptionList)
        assert [str(it.prompt) for it in rows.options] == ["Oak (1 pupil)"]
        await press(pilot, "enter")
        assert "1 piece of work waits" in said(app, "#summary")
        assert "1 new of 1 piece" in tile(app, robin)
        assert "Oak" in str(app.screen.query_one(Banner).render())
        await press(pilot, "f2")
        assert "My owl" in words(pilot)
        await press(pilot, "escape", "f3")
        assert isinstance(app.screen, PhotoPermissions)
        assert "1 pupil to ask" in said(app, "#summary")
        await press(pilot, "escape")
        await pilot.click("#choose_class")
        await settled(pilot)
        assert sentences(pilot) == ["There is no other class whose portfolios you can see."]
        assert app.school_class == here.maple  # what pupils find on this device stays


async def test_days_are_those_of_the_schools_clock(
    app: KioskApp, here: Here, family: Family
) -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in summer
    portfolio.add_words(family.aisha.id, "The owl", late, key="9", sender=family.aisha)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, PupilPortfolio(family.aisha), here)
        await press(pilot, "l")
        lines = [str(it.prompt) for it in app.screen.query_one(OptionList).options]
        assert any("2 Jul 2026" in it for it in lines)
        await press(pilot, "escape", "escape")
        await app.push_screen(ReviewQueue())
        await settled(pilot)
        await press(pilot, "l")
        lines = [str(it.prompt) for it in app.screen.query_one(OptionList).options]
        assert "2 Jul" in lines[0]


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    fill(here)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, ClassPortfolios(), here)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_one_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    family = fill(here)
    review.send_back(here.leader, 3, "What rhymes with blue?", NOW)
    review.comment(here.leader, 3, "I like how it sings.", NOW)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, PupilPortfolio(family.other_pupil), here)
        await press(pilot, "n")
        await drawn(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_gallery_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    family = fill(here)
    review.approve(here.leader, [1], NOW)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, PupilGallery(family.aisha), here)
        for _ in range(100):
            await settled(pilot)
            if app_gallery(pilot).is_drawn:
                break

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def app_gallery(pilot: Pilot[int]) -> Gallery:
    return pilot.app.screen.query_one(Gallery)
