"""Comments of parents, and reports, on a phone: nothing typed is lost (R6, R24, R25)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from db import comments, conduct, family_rules, story_feed
from db.conduct_records import Outcome
from db.family_rules import Rules
from db.story_records import CommentState, PostKind, Writing
from tests.conftest import NOW, Here
from tests.db.stories import news, published
from tests.names import HOSTILE, is_harmless
from tests.web.conftest import Clock
from tests.web.families import Household, household
from tests.web.harmless import harmless

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sam(here: Here, clock: Clock) -> Household:
    return household(here, clock, here.pupil_ids[0])


@pytest.fixture
def kim(here: Here, clock: Clock) -> Household:
    return household(here, clock, here.pupil_ids[1], name="Kim Brown")


@pytest.fixture
def post(here: Here) -> int:
    return published(here.leader, news(here))


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_r6_a_comment_is_written_once_and_others_read_it(
    here: Here, sam: Household, kim: Household, post: int
) -> None:
    place = f"{sam.at}/post/{post}"
    fields = {"key": key_of(sam.phone.get(place).text), "words": "Lovely\r\nbeans!"}
    for _ in range(2):
        answer = sam.phone.post(f"{place}/comment", data=fields)
        assert answer.status_code == 303
        assert re.fullmatch(rf"{place}#comment-\d+", answer.headers["location"])
    assert story_feed.post(post).comments == 1
    comments.answer(here.leader, post, "Thank you", "a", NOW)
    theirs = kim.phone.get(f"{kim.at}/post/{post}").text
    assert "Lovely\nbeans!" in theirs
    assert "<bdi>Sam Hill</bdi></strong> · today" in theirs
    assert "<bdi>Mrs Rowan</bdi></strong> · school" in theirs
    assert "Aisha" not in theirs
    assert "2 comments" in theirs
    assert key_of(sam.phone.get(place).text) != fields["key"]


def test_r24_listed_words_are_shown_back_and_may_be_changed(
    sam: Household, kim: Household, post: int
) -> None:
    place = f"{sam.at}/post/{post}"
    fields = {"key": "abc", "words": "What a stupid\nidea"}
    answer = sam.phone.post(f"{place}/comment", data=fields)
    assert answer.status_code == 422
    assert "“<bdi>stupid</bdi>”" in answer.text
    assert "What a stupid\nidea</textarea>" in answer.text
    assert 'name="anyway" value="1"' in answer.text
    assert key_of(answer.text) == "abc"
    assert story_feed.post(post).comments == 0
    assert sam.phone.post(f"{place}/comment", data={**fields, "words": "Nice"}).status_code == 303
    assert "Nice" in kim.phone.get(f"{kim.at}/post/{post}").text


def test_r24_sent_anyway_it_waits_and_only_its_writer_sees_it(
    here: Here, sam: Household, kim: Household, post: int
) -> None:
    place = f"{sam.at}/post/{post}"
    fields = {"key": "1", "words": "What a stupid idea", "anyway": "1"}
    assert sam.phone.post(f"{place}/comment", data=fields).status_code == 303
    assert "the school reads it first" in sam.phone.get(place).text
    assert "stupid" not in kim.phone.get(f"{kim.at}/post/{post}").text
    (waits,) = comments.waiting(here.leader)
    comments.hide(here.leader, waits.comment.id, "Please say it kindly.", NOW)
    mine = sam.phone.get(place).text
    assert "Please say it kindly." in mine
    assert "What a stupid idea" in mine
    assert "stupid" not in kim.phone.get(f"{kim.at}/post/{post}").text


@pytest.mark.parametrize(
    ("words", "why"),
    [("  ", "write something"), ("x" * 1001, "1,000")],
)
def test_a_comment_that_does_not_fit_stays_in_the_form(
    sam: Household, post: int, words: str, why: str
) -> None:
    answer = sam.phone.post(f"{sam.at}/post/{post}/comment", data={"key": "k", "words": words})
    assert answer.status_code == 422
    assert why in answer.text
    assert f"{words.strip()}</textarea>" in answer.text


def test_where_comments_are_off_there_is_no_form(here: Here, sam: Household) -> None:
    post = published(here.leader, Writing(PostKind.NEWS, "x", comments_on=False))
    place = f"{sam.at}/post/{post}"
    assert "<textarea" not in sam.phone.get(place).text
    answer = sam.phone.post(f"{place}/comment", data={"words": "Hi"})
    assert answer.status_code == 422
    assert story_feed.post(post).comments == 0


def test_r25_a_report_of_a_post_or_comment_is_sent_and_what_became_of_it_is_told(
    here: Here, sam: Household, kim: Household, post: int
) -> None:
    said = comments.comment(kim.guardian_id, post, "Buy my beans", "k", NOW)
    place = f"{sam.at}/post/{post}/report"
    assert "You have reported nothing." in sam.phone.get("/my-reports").text
    for fields in ({"reason": "Names a child"}, {"reason": "Sells", "comment": str(said.id)}):
        answer = sam.phone.post(place, data=fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/my-reports")
    first, second = conduct.open_reports(here.leader)
    assert (first.by, first.reason, second.about) == ("Sam Hill", "Names a child", "Buy my beans")
    mine = sam.phone.get("/my-reports").text
    assert mine.count("The school is looking at it.") == 2
    conduct.resolve(here.leader, second.id, Outcome.HIDDEN, "Thank you for telling us.", NOW)
    mine = sam.phone.get("/my-reports").text
    assert "The school has hidden it." in mine
    assert "Thank you for telling us." in mine
    assert "Names a child" not in kim.phone.get("/my-reports").text


def test_r25_where_the_school_says_so_what_is_reported_hides_at_once(
    here: Here, sam: Household, post: int
) -> None:
    family_rules.choose(here.leader, Rules(reports_hide=True), NOW)
    sam.phone.post(f"{sam.at}/post/{post}/report", data={"reason": "Names a child"})
    assert sam.phone.get(f"{sam.at}/post/{post}").status_code == 404
    assert "Names a child" in sam.phone.get("/my-reports").text


def test_a_report_without_a_reason_opens_its_form_again(
    sam: Household, kim: Household, post: int
) -> None:
    said = comments.comment(kim.guardian_id, post, "Buy my beans", "k", NOW)
    place = f"{sam.at}/post/{post}/report"
    for fields, form in (
        ({"reason": "x" * 201}, "report-post"),
        ({"reason": " ", "comment": str(said.id)}, f"report-{said.id}"),
    ):
        answer = sam.phone.post(place, data=fields)
        assert answer.status_code == 422
        assert f'id="{form}" open>' in answer.text
        assert answer.text.count(" open>") == 1
        assert f'value="{fields["reason"].strip()}"' in answer.text
    for wrong in ("x", "-1", "999999", ""):
        answer = sam.phone.post(place, data={"reason": "Bad", "comment": wrong})
        assert (answer.status_code, answer.content) == (404, sam.phone.get("/nothing").content)


def test_hostile_words_in_every_field_are_harmless(
    here: Here, sam: Household, kim: Household, clock: Clock, post: int
) -> None:
    quiet = published(here.leader, news(here))
    for number, hostile in enumerate(HOSTILE):
        clock.now = NOW + number * MINUTE
        words = hostile.encode(errors="replace").decode()
        writer, reader = (sam, kim) if number % 2 else (kim, sam)  # each may write thirty
        sent = {"key": words, "words": f"a{words}"}
        made = writer.phone.post(f"{writer.at}/post/{post}/comment", data=sent)
        comment_id = made.headers["location"].rpartition("-")[2]
        report = {"reason": f"a{words}"[:99], "comment": comment_id}
        reader.phone.post(f"{reader.at}/post/{post}/report", data=report)
        place = f"{sam.at}/post/{quiet}"
        for answer in (
            sam.phone.post(f"{place}/comment", data={**sent, "words": f"stupid {words}"}),
            sam.phone.post(f"{place}/report", data={"reason": (f"a{words} " * 200)[:4000]}),
        ):
            assert answer.status_code == 422
            harmless(answer.text)
            assert is_harmless(answer.text), hostile
        sam.phone.post(f"{place}/like", data={"on": words})
    for page in ("/my-reports", f"{sam.at}/post/{post}"):
        text = sam.phone.get(page).text
        assert text.count("tap me") > 0
        harmless(text)
        assert is_harmless(text)


def test_a_letter_of_a_hundred_thousand_is_refused(sam: Household, post: int) -> None:
    answer = sam.phone.post(f"{sam.at}/post/{post}/comment", data={"words": "x" * 100_000})
    assert answer.status_code == 413
    assert story_feed.post(post).comments == 0


def test_r24_every_comment_may_wait(here: Here, sam: Household, post: int) -> None:
    family_rules.choose(here.leader, Rules(comments_wait=True), NOW)
    sam.phone.post(f"{sam.at}/post/{post}/comment", data={"key": "1", "words": "Lovely"})
    (said,) = comments.comments(sam.guardian_id, post)
    assert said.state is CommentState.WAITING
    assert "the school reads it first" in sam.phone.get(f"{sam.at}/post/{post}").text
