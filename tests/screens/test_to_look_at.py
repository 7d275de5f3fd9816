"""What waits for staff: comments, posts and reports in one place (R24, R25, R26)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playhouse.test_utils import assert_query_count
from textual.pilot import Pilot
from textual.widgets import Button, Input

from db import comments, conduct, family_rules, story, story_drafts, story_photos
from db.conduct_records import Outcome
from db.connection import LOCKED
from db.policy import StorageProblem
from db.records import Role, Staff
from db.story_records import CommentState, PostState
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens import to_look_at
from kiosk.screens.decide_report import DecideReport
from kiosk.screens.decided_reports import DecidedReports
from kiosk.screens.look_words import Everything, everything
from kiosk.screens.post_comments import PostComments
from kiosk.screens.post_to_look_at import PostToLookAt
from kiosk.screens.to_look_at import ToLookAt
from kiosk.widgets.gallery import Card
from kiosk.widgets.steady_list import SteadyList
from tests.conftest import NOW, Here
from tests.db.stories import file, news, parent, published, teacher
from tests.screens.agreeing import press, said
from tests.screens.conftest import Look, sentences, settled
from tests.screens.writing_posts import paste, until


@dataclass(frozen=True)
class Waits:
    ash: Staff
    post: int
    draft: int


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_look_at, "MEANT_SECONDS", 0)


@pytest.fixture
def waits(here: Here) -> Waits:
    """Two comments, a post and two reports of the same comment."""
    ash = teacher(here.maple.id)
    sam, kim = parent(here.pupil_ids[0]), parent(here.pupil_ids[1], name="Kim")
    post = published(ash, news(here))
    before = NOW - timedelta(hours=1)
    comments.comment(sam, post, "Stupid beans", "a", before, anyway=True)
    comments.comment(kim, post, "What a stupid idea", "b", NOW, anyway=True)
    fine = comments.comment(sam, post, "Fine by me", "c", NOW)
    conduct.report_by_parent(kim, post, "Not kind to us", before, comment_id=fine.id)
    conduct.report_by_staff(ash, post, "Please look", NOW, comment_id=fine.id)
    draft = published(ash, news(here, "Do not be *stupid* on Friday."), anyway=True)
    return Waits(ash, post, draft)


async def to_room(pilot: Pilot[int], staff: Staff) -> ToLookAt:
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.begin(staff=staff)
    place = ToLookAt()
    await app.push_screen(place)
    await settled(pilot)
    return place


def lines(app: KioskApp) -> list[str]:
    shown = app.screen.query_one(SteadyList)
    return [" ".join(str(option.prompt).split()) for option in shown.options]


def at(app: KioskApp) -> str:
    return app.screen.query_one(SteadyList).here


def offered(app: KioskApp) -> set[str]:
    buttons = app.screen.query("#buttons Button").results(Button)
    return {it.id or "" for it in buttons if not it.disabled and it.display}


async def test_r26_a_leader_sees_three_lists_with_the_oldest_first(
    app: KioskApp, here: Here, waits: Waits
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, here.leader)
        assert said(app, "#summary") == "2 comments · 1 post · 2 reports"
        assert lines(app) == [
            "💬 Comments: 2",
            "Sam · today 9:30 Stupid beans",
            "Kim · today 10:30 What a stupid idea",
            "📖 Posts: 1",
            "Mr Ash · today 10:30 Do not be *stupid* on Friday.",
            "🚩 Reports: 2",
            "Not kind to us · today 9:30 Fine by me",
            "Please look · today 10:30 Fine by me",
        ]
        for part in ("parent of Aisha", "Stupid beans", "Under the post “We grew beans.”"):
            assert part in said(app, "#words")
        assert "On the school’s word list: “stupid”" in said(app, "#words")
        assert offered(app) == {"approve", "hide", "open", "decided"}
        await press(pilot, "down", "down")
        assert "News by Mr Ash\nFor Maple" in said(app, "#words")
        assert "Do not be stupid on Friday." in said(app, "#words")
        assert offered(app) == {"approve", "send_back", "open", "decided"}
        await press(pilot, "down")
        assert "Reported by Kim" in said(app, "#words")
        assert "Readers still see it" in said(app, "#words")
        assert offered(app) == {"decide", "open", "decided"}


async def test_r24_comments_are_shown_or_hidden_one_after_the_other(
    app: KioskApp, here: Here, waits: Waits
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, waits.ash)
        await press(pilot, "s")
        assert "✔ Shown: Sam" in said(app, "#summary")
        assert at(app) == "comment-2"
        await press(pilot, "h", "down", "enter", "enter")
        assert "🙈 Hidden: Kim" in said(app, "#summary")
        assert lines(app)[0] == "💬 Comments: none"
    found = comments.conversation(waits.ash, waits.post).comments
    assert [it.state for it in found[:2]] == [CommentState.SHOWN, CommentState.HIDDEN]


async def test_r24_a_key_pressed_twice_decides_once(
    app: KioskApp, here: Here, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        place = await to_room(pilot, here.leader)
        monkeypatch.setattr(to_look_at, "MEANT_SECONDS", 60)
        place._told_at = -60.0
        await pilot.press("s", "s", "s")
        await settled(pilot)
    assert len(comments.waiting(here.leader)) == 1


async def test_a_step_in_the_list_leaves_alone_what_is_being_read(
    app: KioskApp, here: Here, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    def slow(actor: Staff | None) -> Everything:
        found = everything(actor)
        may_go_on.wait(10)
        return found

    async with app.run_test(size=(80, 24)) as pilot:
        place = await to_room(pilot, here.leader)
        monkeypatch.setattr(to_look_at, "everything", slow)
        comments.comment(
            parent(here.pupil_ids[2]), waits.post, "Stupid rain", "d", NOW, anyway=True
        )
        place.load()
        await pilot.press("down")
        await until(pilot, lambda: at(app) == "comment-2")
        may_go_on.set()
        await settled(pilot)
        assert lines(app)[0] == "💬 Comments: 3"


async def test_r24_a_leader_reads_the_whole_post_and_sends_it_back_or_lets_it_through(
    app: KioskApp, here: Here, waits: Waits
) -> None:
    second = published(waits.ash, news(here, "A stupid second one"), anyway=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, here.leader)
        await press(pilot, "down", "down", "b", "down", "enter", "enter")
        assert "↩ Sent back to Mr Ash" in said(app, "#summary")
        assert at(app) == f"post-{second}"
        await press(pilot, "enter")
        assert isinstance(app.screen, PostToLookAt)
        assert "A stupid second one" in said(app, "#words")
        await press(pilot, "s")
        assert isinstance(app.screen, ToLookAt)
        assert "It is shown now." in sentences(pilot)[-1]
        assert "📖 Posts: none" in lines(app)
    drafts = {it.id: it for it in story_drafts.drafts(waits.ash)}
    assert drafts[waits.draft].note.startswith("Please choose other words")
    assert story_drafts.draft(waits.ash, second).state is PostState.PUBLISHED


async def test_what_is_refused_is_not_told_as_shown(
    app: KioskApp, here: Here, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> None:
        raise StorageProblem(LOCKED)

    monkeypatch.setattr(comments, "approve", busy)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, here.leader)
        await press(pilot, "s")
        assert sentences(pilot) == [LOCKED]
        assert said(app, "#summary") == "2 comments · 1 post · 2 reports"


async def test_r24_a_post_that_is_let_through_twice_says_so_once(
    app: KioskApp, here: Here, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve, has_come, may_go_on = story.approve, threading.Event(), threading.Event()

    def slow(*given: Any) -> PostState:
        state = approve(*given)
        has_come.set()
        may_go_on.wait(10)
        return state

    monkeypatch.setattr(story, "approve", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, here.leader)
        await press(pilot, "down", "down", "enter")
        await pilot.press("s")
        await asyncio.to_thread(has_come.wait, 10)
        await pilot.press("s")
        may_go_on.set()
        await settled(pilot)
        assert sentences(pilot) == ["It is shown now."]
        assert isinstance(app.screen, ToLookAt)


async def test_r7_the_photos_of_a_post_stand_beside_it_with_who_is_in_them(
    app: KioskApp, here: Here, waits: Waits
) -> None:
    for number, who in enumerate(([], [here.pupil_ids[0]], None)):
        added = story_photos.attach(here.leader, waits.draft, file(), f"{number}", NOW, "Our pond")
        if who is not None:
            story_photos.answer(here.leader, added, who, NOW)

    def states() -> list[str]:
        cards = app.screen.query(Card).results(Card)
        return [it.shown.state for it in cards if it.display and it.shown is not None]

    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, here.leader)
        await press(pilot, "down", "down", "enter")
        assert states() == ["Nobody is in it", "✗ No permission: Aisha"]
        assert offered(app) == {"back", "approve", "send_back", "more"}
        await pilot.click("#more")
        await settled(pilot)
        assert states() == ["✗ Who is in it?"]
        await press(pilot, "m", "s")
        assert len(states()) == 2
        assert isinstance(app.screen, PostToLookAt)
        assert "who is in one photo" in sentences(pilot)[-1]


async def test_r25_a_leader_decides_a_report_with_an_answer_that_is_kept(
    app: KioskApp, here: Here, waits: Waits
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, here.leader)
        await press(pilot, "end", "d", "f10")
        assert isinstance(app.screen, DecideReport)
        assert "its writer reads why" in said(app, ".sentence")
        await paste(pilot, "Not kind")
        await press(pilot, "f10")
        assert "🙈 Hidden" in said(app, "#summary")
        assert "🚩 Reports: none" in lines(app)
        await press(pilot, "v")
        assert isinstance(app.screen, DecidedReports)
        assert said(app, "#summary") == "2 decided reports"
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "It was hidden · decided by Mrs Rowan, today 10:30" in shown
        assert "“Not kind”" in shown
    decided = conduct.resolved(here.leader)
    assert [(it.outcome, it.answer) for it in decided] == [(Outcome.HIDDEN, "Not kind")] * 2


async def test_r25_what_is_reported_is_opened_first_and_may_stay(
    app: KioskApp, here: Here, waits: Waits
) -> None:
    family_rules.choose(here.leader, family_rules.Rules(reports_hide=True), NOW)
    conduct.report_by_staff(waits.ash, waits.post, "A photo", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, here.leader)
        await press(pilot, "end")
        assert "Nobody reads it until it is decided." in said(app, "#words")
        await press(pilot, "enter")
        assert isinstance(app.screen, PostToLookAt)
        assert "We grew beans." in said(app, "#words")
        await press(pilot, "c")
        assert isinstance(app.screen, PostComments)
        await press(pilot, "escape", "escape", "d", "f9")
        assert "✔ It stays" in said(app, "#summary")


async def test_what_the_role_may_not_do_is_not_offered(
    app: KioskApp, here: Here, waits: Waits
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, waits.ash)
        assert offered(app) == {"approve", "hide", "open"}
        await press(pilot, "down", "down")
        assert "A school leader reads it before it is shown." in said(app, "#words")
        assert offered(app) == {"open"}
        await press(pilot, "s", "b", "v")
        await press(pilot, "end")
        assert "A school leader decides." in said(app, "#words")
        assert "Reported ·" in said(app, "#words")  # by whom is for leaders
        assert offered(app) == {"open"}
        await press(pilot, "d", "h")
        assert isinstance(app.screen, ToLookAt)
        await press(pilot, "home", "down", "down", "enter")
        assert isinstance(app.screen, PostToLookAt)
        assert offered(app) == {"back"}
    assert len(conduct.open_reports(here.leader)) == 2


async def test_all_of_it_works_by_touch(app: KioskApp, here: Here, waits: Waits) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, here.leader)
        await pilot.click(SteadyList, offset=(8, 4))
        await settled(pilot)
        assert at(app) == "comment-2"
        assert isinstance(app.screen, ToLookAt)  # one tap looks
        await pilot.click(SteadyList, offset=(8, 4))
        await settled(pilot)
        assert isinstance(app.screen, PostComments)
        assert at(app) == "2"
        await press(pilot, "escape")
        await pilot.click("#approve")
        await settled(pilot)
        assert "✔ Shown: Kim" in said(app, "#summary")


async def test_new_ones_come_in_and_nobody_loses_their_place(
    app: KioskApp, here: Here, waits: Waits
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        place = await to_room(pilot, here.leader)
        await press(pilot, "down", "down", "down")
        assert at(app) == "report-1"
        comments.approve(here.leader, 1, NOW)
        comments.comment(1, waits.post, "A moron", "z", NOW, anyway=True)
        comments.comment(1, waits.post, "An idiot", "y", NOW, anyway=True)
        comments.comment(1, waits.post, "A liar", "x", NOW, anyway=True)
        place.post_message(RecordsChanged())
        await settled(pilot)
        assert lines(app)[0] == "💬 Comments: 4"
        assert at(app) == "report-1"
        conduct.resolve(here.leader, 1, Outcome.KEPT, "", NOW)
        await press(pilot, "d", "f9")  # before the screen knows
        assert "decided already" in sentences(pilot)[-1]


async def test_nothing_waits(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_room(pilot, teacher(None, "Mrs Desk", Role.OFFICE))
        assert "Nothing waits" in said(app, "#nothing")
        await press(pilot, "s", "h", "b", "d", "v", "enter")
        assert isinstance(app.screen, ToLookAt)
        await press(pilot, "escape")
        await to_room(pilot, here.leader)
        await press(pilot, "v")
        assert isinstance(app.screen, DecidedReports)


def test_the_same_few_queries_however_much_waits(here: Here, waits: Waits) -> None:
    with assert_query_count(10):
        everything(here.leader)
    for number in range(20):
        comments.comment(1, waits.post, "stupid", f"more {number}", NOW, anyway=True)
        published(waits.ash, news(here, f"stupid {number}"), anyway=True)
    with assert_query_count(10):
        everything(here.leader)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here, waits: Waits
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await to_room(pilot, here.leader)
        await press(pilot, "down")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_decide_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here, waits: Waits
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await to_room(pilot, here.leader)
        await press(pilot, "end", "d")
        pilot.app.screen.query_one(Input).cursor_blink = False

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
