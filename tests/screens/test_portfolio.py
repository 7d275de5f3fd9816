"""A pupil's own portfolio: the way in, the gallery, one thing large, writing a piece."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, TextArea

from db import agreement, portfolio, portfolio_review
from db.portfolio_records import ItemState
from db.records import Pupil
from db.roster import pupils as pupils_of
from kiosk.app import KioskApp
from kiosk.screens.my_portfolio import MyPortfolio
from kiosk.screens.portfolio import PortfolioPlace
from kiosk.screens.portfolio_item import PortfolioItem
from kiosk.screens.promises import Promises
from kiosk.screens.sure import Sure
from kiosk.screens.write_piece import WritePiece
from kiosk.widgets.gallery import Card, Gallery
from tests import portfolios
from tests.conftest import NOW, PIN, Here
from tests.screens.agreeing import CODE_KEYS, give_codes, press, said, told
from tests.screens.conftest import Look, settled, sign_in

COLOURS = ("#d05040", "#c0a030", "#8040a0", "#40a060", "#a04080", "#203080", "#e0e0e0")


@pytest.fixture
def ava(here: Here) -> Pupil:
    """The first pupil of the class, who has signed."""
    give_codes(here)
    pupil = pupils_of(here.maple.id)[0]
    agreement.sign(pupil, 1, NOW, typed_name=pupil.name)
    return pupil


def fill(here: Here, pupil: Pupil, count: int) -> list[int]:
    """So many things, a minute apart: mostly drawings, each fifth a piece of writing."""
    ids = []
    for number in range(count):
        when = NOW - timedelta(minutes=count - number)
        if number % 5 == 4:
            words = f"Piece {number}. My boat can swim because it is made of cork."
            item = portfolio.add_words(pupil.id, words, when, key=str(number), sender=pupil)
        else:
            name = portfolios.drawing(here.data, COLOURS[number % len(COLOURS)])
            words = f"Boat {number}" if number % 2 else ""
            key = str(number)
            item = portfolio.add_media(pupil.id, name, words, when, key=key, sender=pupil)
        ids.append(item.id)
    return ids


async def to_my_portfolio(pilot: Pilot[int]) -> None:
    await settled(pilot)
    await press(pilot, "3", "enter", *CODE_KEYS)
    await drawn(pilot)


async def drawn(pilot: Pilot[int]) -> None:
    """Until every picture of the page is there."""
    for _ in range(200):
        await settled(pilot)
        galleries = pilot.app.screen.query(Gallery)
        if all(it.is_drawn for it in galleries):
            break
    await settled(pilot)


def captions(app: KioskApp) -> list[str]:
    cards = [it for it in app.screen.query(Card) if it.display]
    return [it.shown.caption for it in cards if it.shown is not None]


async def test_r20_who_has_not_signed_signs_first(app: KioskApp, here: Here) -> None:
    give_codes(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        assert isinstance(app.screen, Promises)
        assert "promises" in told(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, PortfolioPlace)
        assert app.session.pupil is None


async def test_r16_the_picture_code_opens_ones_own_portfolio(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    fill(here, ava, 2)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "enter", "1", "1", "1")
        assert not isinstance(app.screen, MyPortfolio)
        await press(pilot, *CODE_KEYS)
        assert isinstance(app.screen, MyPortfolio)
        assert captions(app) == ["📷 Boat 1", "📷 24 Nov 2026"]
        await press(pilot, "escape")
        assert isinstance(app.screen, PortfolioPlace)
        assert app.session.pupil is None


async def test_pages_go_on_to_older_things_and_back(app: KioskApp, here: Here, ava: Pupil) -> None:
    ids = fill(here, ava, 15)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        gallery = app.screen.query_one(Gallery)
        assert gallery.per_page == 6
        seen = [it.shown.id for it in app.screen.query(Card) if it.display and it.shown]
        await press(pilot, "o")
        assert "page 2" in said(app, "#heading")
        seen += [it.shown.id for it in app.screen.query(Card) if it.display and it.shown]
        await press(pilot, "pagedown")
        seen += [it.shown.id for it in app.screen.query(Card) if it.display and it.shown]
        assert seen == ids[::-1]
        assert app.screen.query_one("#older", Button).disabled
        await press(pilot, "o")
        assert "page 3" in said(app, "#heading")
        await press(pilot, "left")  # from the first card to the page before
        assert "page 2" in said(app, "#heading")
        await press(pilot, "n", "n", "n")
        assert "page" not in said(app, "#heading")


async def test_two_quick_keys_do_not_skip_a_page(app: KioskApp, here: Here, ava: Pupil) -> None:
    ids = fill(here, ava, 15)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        await pilot.press("o", "o")
        await settled(pilot)
        seen = [it.shown.id for it in app.screen.query(Card) if it.display and it.shown]
        page = int(said(app, "#heading").rpartition(" ")[2])
        assert seen == ids[::-1][(page - 1) * 6 : page * 6]


async def test_the_cursor_stays_in_its_place_where_something_was_taken_back(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    ids = fill(here, ava, 4)[::-1]
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        await press(pilot, "right", "right", "enter", "t", "y")
        assert isinstance(app.screen, MyPortfolio)
        assert app.screen.query_one(Gallery).here == ids[3]


async def test_the_first_things_show_though_nothing_was_there(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        assert app.screen.query_one("#nothing").display
        fill(here, ava, 4)
        for _ in range(60):
            await pilot.pause(0.05)
            if len(captions(app)) == 4:
                break
        assert len(captions(app)) == 4


async def test_a_bigger_screen_shows_more(app: KioskApp, here: Here, ava: Pupil) -> None:
    fill(here, ava, 15)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        assert len(captions(app)) == 6
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert len(captions(app)) == 12
        assert len(list(app.screen.walk_children())) < 100


async def test_what_a_phone_sends_shows_at_once(app: KioskApp, here: Here, ava: Pupil) -> None:
    fill(here, ava, 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        await press(pilot, "right")
        on = app.screen.query_one(Gallery).here
        name = portfolios.drawing(here.data, "#00ff00")
        portfolio.add_media(ava.id, name, "New!", NOW, key="new", sender=ava)
        for _ in range(40):
            await pilot.pause(0.05)
            if captions(app)[0] == "📷 New!":
                break
        assert captions(app)[0] == "📷 New!"
        assert app.screen.query_one(Gallery).here == on


async def test_one_thing_large_with_what_the_teacher_wrote(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    item_id = fill(here, ava, 1)[0]
    portfolio_review.send_back(here.leader, item_id, "Please add your name.", NOW)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_my_portfolio(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, PortfolioItem)
        shown = "\n".join(str(it.render()) for it in app.screen.query("ItemView Static"))
        assert "Please add your name." in shown


async def test_r17_what_is_not_approved_can_be_taken_back(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    ids = fill(here, ava, 2)
    portfolio_review.approve(here.leader, [ids[0]], NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        await press(pilot, "enter", "t")
        assert isinstance(app.screen, Sure)
        await press(pilot, "n")
        assert isinstance(app.screen, PortfolioItem)
        await press(pilot, "t", "y")
        assert isinstance(app.screen, MyPortfolio)
        assert len(captions(app)) == 1
        await press(pilot, "enter", "t")
        assert isinstance(app.screen, PortfolioItem)  # approved: it stays
        assert portfolio.item(ava, ids[0]).state is ItemState.APPROVED


async def test_a_piece_is_written_and_kept(app: KioskApp, here: Here, ava: Pupil) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        assert app.screen.query_one("#nothing").display
        await press(pilot, "w")
        await pilot.press(*"My boat", "enter", *"swims")
        await press(pilot, "f10")
        assert isinstance(app.screen, MyPortfolio)
        assert portfolio.of_pupil(ava, ava.id).items[0].words == "My boat\nswims"
        assert len(captions(app)) == 1


async def leave_alone(pilot: Pilot[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody touches anything until the sign-in ends by itself."""
    app = pilot.app
    assert isinstance(app, KioskApp)
    with monkeypatch.context() as patch:
        patch.setattr(app.session, "seconds_left", lambda: 0.0)
        await app._end_idle_sign_in()
    await settled(pilot)


async def test_r31_what_was_begun_is_there_again_after_the_sign_out(
    app: KioskApp, here: Here, ava: Pupil, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        await press(pilot, "w")
        await pilot.press(*"My boat")
        await leave_alone(pilot, monkeypatch)
        assert app.session.pupil is None
        await to_my_portfolio(pilot)
        await press(pilot, "w")
        assert app.screen.query_one(TextArea).text == "My boat"
        await pilot.press(*" swims")
        await press(pilot, "f10")
        assert portfolio.of_pupil(ava, ava.id).items[0].words == "My boat swims"
        await press(pilot, "w")
        assert app.screen.query_one(TextArea).text == ""


async def test_r16_what_was_begun_is_for_nobody_else_and_goes_when_thrown_away(
    app: KioskApp, here: Here, ava: Pupil, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = pupils_of(here.maple.id)[1]
    agreement.sign(other, 1, NOW, typed_name=other.name)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        await press(pilot, "w")
        await pilot.press(*"My boat")
        await leave_alone(pilot, monkeypatch)
        await settled(pilot)
        await press(pilot, "3", "right", "enter", *CODE_KEYS, "w")
        assert app.session.pupil == other
        assert app.screen.query_one(TextArea).text == ""
        await leave_alone(pilot, monkeypatch)
        await to_my_portfolio(pilot)
        await press(pilot, "w", "escape")
        assert isinstance(app.screen, Sure)
        await press(pilot, "y", "w")
        assert isinstance(app.screen, WritePiece)
        assert app.screen.query_one(TextArea).text == ""


async def test_days_are_those_of_the_schools_clock(app: KioskApp, here: Here, ava: Pupil) -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in summer
    name = portfolios.drawing(here.data)
    portfolio.add_media(ava.id, name, "", late, key="1", sender=ava)
    portfolio.add_words(ava.id, "The sea", late, key="2", sender=ava)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        assert captions(app) == ["📝 2 Jul 2026", "📷 2 Jul 2026"]


async def test_a_draft_is_not_lost(app: KioskApp, here: Here, ava: Pupil) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        await press(pilot, "w")
        await pilot.press(*"Hello")
        await press(pilot, "escape")
        assert isinstance(app.screen, Sure)
        await press(pilot, "n")
        assert isinstance(app.screen, WritePiece)
        area = app.screen.query_one(TextArea)
        area.text = "x" * (portfolio.PIECE_LENGTH + 3)
        await settled(pilot)
        assert "3 letters too long" in said(app, "#length")
        await press(pilot, "f10")
        assert isinstance(app.screen, WritePiece)
        assert len(area.text) == portfolio.PIECE_LENGTH + 3


async def test_teachers_go_on_to_the_class(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "f2")
        await sign_in(pilot, PIN)
        assert type(app.screen).__name__ == "ClassPortfolios"


async def test_a_tap_opens_it(app: KioskApp, here: Here, ava: Pupil) -> None:
    fill(here, ava, 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_my_portfolio(pilot)
        second = list(app.screen.query(Card))[1]
        await pilot.click(second)
        await settled(pilot)
        assert isinstance(app.screen, PortfolioItem)


def test_looks(
    snap_compare: Any,
    app_looking: Callable[[Look], KioskApp],
    look: Look,
    here: Here,
    ava: Pupil,
) -> None:
    ids = fill(here, ava, 14)
    portfolio_review.approve(here.leader, ids[6:10], NOW)
    portfolio_review.send_back(here.leader, ids[11], "Please add your name.", NOW)

    async def before(pilot: Pilot[int]) -> None:
        await to_my_portfolio(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_looks_of_one(
    snap_compare: Any,
    app_looking: Callable[[Look], KioskApp],
    look: Look,
    here: Here,
    ava: Pupil,
) -> None:
    fill(here, ava, 1)

    async def before(pilot: Pilot[int]) -> None:
        await to_my_portfolio(pilot)
        await press(pilot, "enter")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_looks_of_writing(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, ava: Pupil
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await to_my_portfolio(pilot)
        await press(pilot, "w")
        await pilot.press(*"My boat can swim.")
        pilot.app.screen.query_one(TextArea).cursor_blink = False
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_looks_of_the_tiles(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, ava: Pupil
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await settled(pilot)
        await press(pilot, "3")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
