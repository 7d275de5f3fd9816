"""Comments under a post: whose parent wrote them, what waits, answers, reports (R6, R24, R25)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playhouse.test_utils import assert_query_count
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, TextArea

from db import comments, conduct, family_rules, models
from db.connection import writing
from db.records import Pupil, Staff
from db.story_records import CommentState
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens.one_comment import OneComment
from kiosk.screens.post_comments import PostComments
from kiosk.screens.report_words import ReportWords
from kiosk.screens.write_comment import WriteComment
from kiosk.widgets.steady_list import SteadyList
from tests.conftest import NOW, Here
from tests.db.stories import news, parent, published, teacher
from tests.screens.agreeing import press, said
from tests.screens.conftest import Look, sentences, settled
from tests.screens.writing_posts import paste


@pytest.fixture
def post(here: Here) -> int:
    """Two parents wrote under it, and one of them something that waits."""
    made = published(here.leader, news(here))
    sam, kim = parent(here.pupil_ids[0]), parent(here.pupil_ids[1], here.pupil_ids[2], name="Kim")
    comments.comment(sam, made, "What lovely beans!", "a", NOW)
    comments.comment(kim, made, "What a stupid idea", "b", NOW, anyway=True)
    return made


async def to_comments(pilot: Pilot[int], staff: Staff, post: int) -> PostComments:
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, KioskApp)
    app.session.begin(staff=staff)
    place = PostComments(post)
    await app.push_screen(place)
    await settled(pilot)
    return place


def lines(app: KioskApp) -> list[str]:
    shown = app.screen.query_one(SteadyList)
    return [str(option.prompt) for option in shown.options]


def offered(app: KioskApp) -> set[str]:
    buttons = app.screen.query("#buttons Button").results(Button)
    return {it.id or "" for it in buttons if not it.disabled and it.display}


def state(staff: Staff, post: int, place: int) -> CommentState:
    return comments.conversation(staff, post).comments[place].state


async def test_r6_staff_see_whose_parent_wrote_what_and_what_waits(
    app: KioskApp, here: Here, post: int
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_comments(pilot, teacher(here.maple.id), post)
        assert said(app, "#summary") == "“We grew beans.” · 2 comments · 1 to look at"
        first, second = lines(app)
        assert "Sam · parent of Aisha Surname00 · today 10:30\nWhat lovely beans!" in first
        assert "Kim · parent of Amelia Surname01 and Arjun Surname02" in second
        assert "Waits" in second
        assert offered(app) == {"answer", "hide", "report"}
        await press(pilot, "down")
        assert offered(app) == {"answer", "approve", "hide"}


async def test_r24_one_is_let_through_and_one_is_hidden_with_a_reason(
    app: KioskApp, here: Here, post: int
) -> None:
    ash = teacher(here.maple.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_comments(pilot, ash, post)
        await press(pilot, "down", "s")
        assert state(ash, post, 1) is CommentState.SHOWN
        assert "Waits" not in lines(app)[1]
        assert app.screen.query_one(SteadyList).here == "2"
        await press(pilot, "h", "down", "enter", "enter")
        assert "Hidden: Some of these words are not kind." in lines(app)[1]
    assert state(ash, post, 1) is CommentState.HIDDEN


async def test_r24_an_answer_is_shown_back_and_waits_for_a_colleague_if_sent_anyway(
    app: KioskApp, here: Here, post: int
) -> None:
    ash = teacher(here.maple.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_comments(pilot, ash, post)
        await press(pilot, "a")
        await paste(pilot, "Not stupid")
        await press(pilot, "f9", "f10")
        assert isinstance(app.screen, WriteComment)
        assert "“stupid”" in said(app, ".sentence")
        assert "a colleague reads it" in said(app, ".sentence")
        assert len(comments.conversation(ash, post).comments) == 2
        await press(pilot, "!")
        assert not app.screen.query_one("#anyway").display  # it is looked at anew
        await press(pilot, "backspace", "f10", "f9")
        assert isinstance(app.screen, PostComments)
        assert "Mr Ash · staff · today 10:30\nNot stupid\nWaits" in lines(app)[2]
        assert app.screen.query_one(SteadyList).here == "3"
        assert offered(app) == {"answer", "hide"}  # one's own is for somebody else
        await press(pilot, "a")
        await paste(pilot, "Thank you")
        await pilot.click("#send")
        await settled(pilot)
        assert "Thank you" in lines(app)[3]


async def test_what_is_typed_is_not_lost_by_a_slip(app: KioskApp, here: Here, post: int) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_comments(pilot, here.leader, post)
        await press(pilot, "a", "f10")
        assert "write something first" in said(app, ".sentence")
        await press(pilot, "H", "i", "escape", "n")
        assert app.screen.query_one(TextArea).text == "Hi"
        await press(pilot, "escape", "y")
        assert isinstance(app.screen, PostComments)


async def test_all_of_it_works_by_touch(app: KioskApp, here: Here, post: int) -> None:
    ash = teacher(here.maple.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_comments(pilot, ash, post)
        await pilot.click(SteadyList, offset=(8, 4))
        await settled(pilot)
        assert isinstance(app.screen, OneComment)
        assert "What a stupid idea" in said(app, "VerticalScroll Static")
        await pilot.click("#approve")
        await settled(pilot)
        assert state(ash, post, 1) is CommentState.SHOWN
        await pilot.click("#report")
        await settled(pilot)
        await pilot.click(OptionList, offset=(8, 1))
        await pilot.click("#send")
        await settled(pilot)
        assert "Thank you for telling us" in sentences(pilot)[-1]
    (report,) = conduct.open_reports(here.leader)
    assert (report.about, report.reason) == ("What a stupid idea", "The words are not kind.")


async def test_r25_a_pupil_reports_a_post_and_is_told_what_happens_then(
    app: KioskApp, here: Here, post: int
) -> None:
    given: list[bool | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(pupil=Pupil(here.pupil_ids[0], "Aisha", "Aisha", "S", "🐻"))
        await app.push_screen(ReportWords(post), given.append)
        await settled(pilot)
        assert "A school leader reads it and decides." in said(app, ".hint")
        assert "Until then" not in said(app, ".hint")
        await press(pilot, "tab", "enter")
        assert "choose or write" in said(app, ".sentence")
        await paste(pilot, "I am in it")
        await press(pilot, "enter")
        assert given == [True]
        family_rules.choose(here.leader, family_rules.Rules(reports_hide=True), NOW)
        await app.push_screen(ReportWords(4711), given.append)
        await settled(pilot)
        assert "Until then nobody sees it." in said(app, ".hint")
        app.screen.query_one(Input).value = "x"
        await pilot.click("#send")
        await settled(pilot)
        assert "not there any more" in said(app, ".sentence")
        await press(pilot, "escape")
    assert given == [True, False]
    (report,) = conduct.open_reports(here.leader)
    assert (report.by, report.reason) == ("Aisha Surname00", "I am in it")


async def test_a_new_comment_comes_in_and_nobody_loses_their_place(
    app: KioskApp, here: Here, post: int
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        place = await to_comments(pilot, here.leader, post)
        await press(pilot, "down")
        comments.answer(here.leader, post, "Hello", "c", NOW)
        place.post_message(RecordsChanged())
        await settled(pilot)
        assert len(lines(app)) == 3
        assert app.screen.query_one(SteadyList).here == "2"


async def test_five_hundred_comments_cost_as_many_queries_and_widgets_as_one(
    app: KioskApp, here: Here, post: int
) -> None:
    with writing():
        for number in range(500):
            models.PostComment.create(
                post=post,
                staff=here.leader.id,
                words="Word " * 60,
                state="shown",
                key=f"{number}",
                written_at=NOW,
            )
    with assert_query_count(5):
        comments.conversation(here.leader, post)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_comments(pilot, here.leader, post)
        assert len(list(app.screen.walk_children())) < 20
        await press(pilot, "end")
        assert app.screen.query_one(SteadyList).here == "502"


async def test_nothing_there_and_somebody_elses_post(app: KioskApp, here: Here, post: int) -> None:
    empty = published(here.leader, news(here, "Quiet"))
    async with app.run_test(size=(80, 24)) as pilot:
        await to_comments(pilot, here.leader, empty)
        assert "Nobody has written" in said(app, "#nothing")
        await press(pilot, "s", "h", "r", "enter")
        assert isinstance(app.screen, PostComments)
        await press(pilot, "escape")
        await to_comments(pilot, teacher(None), post)
        assert "Only staff of the class" in said(app, "#nothing")
        await press(pilot, "a")
        assert isinstance(app.screen, PostComments)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here, post: int
) -> None:
    comments.answer(here.leader, post, "Thank you! We will cook them on *Friday*.", "c", NOW)
    comments.hide(here.leader, 1, "Please write it again", NOW)

    async def before(pilot: Pilot[int]) -> None:
        await to_comments(pilot, here.leader, post)
        await press(pilot, "down")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_shown_back_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here, post: int
) -> None:
    ash = teacher(here.maple.id)

    async def before(pilot: Pilot[int]) -> None:
        await to_comments(pilot, ash, post)
        await press(pilot, "a")
        pilot.app.screen.query_one(TextArea).cursor_blink = False
        await paste(pilot, "Not stupid at all")
        await press(pilot, "f10")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
