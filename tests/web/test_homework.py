"""A child's homework on a phone (R8): found in two taps, marked and taken back, kind when late."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from playhouse.test_utils import count_queries
from starlette.testclient import TestClient

from db import homework, models, portfolio_review, story_photos
from db.connection import writing
from db.homework_records import By
from db.policy import Refused
from db.story_records import PostKind, Writing
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import file, other_class, published
from tests.names import HOSTILE
from tests.web.conftest import Clock, parent_of, signed_in
from tests.web.harmless import TAGS, harmless


def task(
    here: Here,
    title: str = "Spellings",
    due: date = TODAY,
    *,
    words: str = "Learn **them**",
    class_id: int = 0,
    now: datetime = NOW,
) -> int:
    places = (class_id or here.maple.id,)
    written = Writing(PostKind.HOMEWORK, words, title, class_ids=places, due_on=due)
    return published(here.leader, written, now)


@pytest.fixture
def aisha(phone: TestClient, here: Here) -> int:
    """Her parent has the phone."""
    signed_in(phone, parent_of(here, here.pupil_ids[0]))
    return here.pupil_ids[0]


def order(text: str, *words: str) -> list[int]:
    return [text.index(it) for it in words]


def test_r8_what_is_to_do_comes_first_and_late_is_said_kindly(
    phone: TestClient, here: Here, aisha: int
) -> None:
    page = phone.get(f"/child/{aisha}/homework")
    assert "There is no homework at the moment" in page.text
    day = timedelta(days=1)
    task(here, "A poem", TODAY + 3 * day)
    task(here, "Sums", TODAY + day)
    task(here, "A leaf", TODAY - 2 * day, now=NOW - 5 * day)
    done = task(here, "A map", TODAY + day)
    homework.mark_done(here.leader, aisha, done, NOW)
    text = phone.get(f"/child/{aisha}/homework").text
    found = order(text, "To do", "Sums", "A poem", "From before", "A leaf", "<h2>Done", "A map")
    assert found == sorted(found)
    assert "due tomorrow" in text
    assert "was due Sun 22 Nov" in text
    assert "It still counts" in text
    assert "<strong>them</strong>" in text
    assert "overdue" not in text.lower()


def test_r8_a_parent_marks_a_task_and_takes_it_back(
    phone: TestClient, here: Here, aisha: int
) -> None:
    post = task(here)
    here_again = f"/child/{aisha}/homework#task-{post}"
    for _ in range(2):
        answer = phone.post(f"/child/{aisha}/homework/{post}/done", data={"done": "1"})
        assert (answer.status_code, answer.headers["location"]) == (303, here_again)
    text = phone.get(f"/child/{aisha}/homework").text
    assert f'id="task-{post}"' in text
    assert "Marked today 10:30 by a parent" in text
    assert "All homework is done" in text
    answer = phone.post(f"/child/{aisha}/homework/{post}/not-done", data={"not-done": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, here_again)
    assert homework.tasks(here.leader, aisha, NOW)[0].done is None
    homework.mark_done(here.leader, aisha, post, NOW)
    text = phone.get(f"/child/{aisha}/homework").text
    assert "by the teacher" in text
    assert "/not-done" not in text
    refused = phone.post(f"/child/{aisha}/homework/{post}/not-done", data={"not-done": "1"})
    assert (refused.status_code, "Your teacher has marked this" in refused.text) == (422, True)


def test_r8_work_from_the_portfolio_answers_a_task(
    phone: TestClient, here: Here, aisha: int
) -> None:
    post = task(here)
    choose, mark = f"/child/{aisha}/homework/{post}/work", f"/child/{aisha}/homework/{post}/done"
    assert "Nothing is in" in phone.get(choose).text
    for number in range(13):
        words = {"words": f"Poem {number:02}", "key": str(number)}
        phone.post(f"/child/{aisha}/portfolio", data=words)
    first = phone.get(choose).text
    assert ("Poem 12" in first, "Poem 00" in first) == (True, False)
    older = choose + "?before=" + first.split("?before=")[1].split('"')[0]
    poem = models.PortfolioItem.get(models.PortfolioItem.words == "Poem 00").id
    assert f'value="{poem}" required>' in phone.get(older).text
    assert phone.post(mark, data={"item_id": poem}).status_code == 303
    assert homework.tasks(here.leader, aisha, NOW)[0].done == homework.Done(NOW, By.PARENT, poem)
    assert "work from the portfolio</a>" in phone.get(f"/child/{aisha}/homework").text
    assert f'value="{poem}" required checked>' in phone.get(older).text
    assert "sent the work back" not in phone.get(f"/child/{aisha}/homework").text
    portfolio_review.send_back(here.leader, poem, "Once more, please", NOW)
    assert "sent the work back" in phone.get(f"/child/{aisha}/homework").text


def test_r8_work_of_another_child_is_no_answer(phone: TestClient, here: Here, aisha: int) -> None:
    post = task(here)
    with writing():
        theirs = models.PortfolioItem.create(
            pupil=here.pupil_ids[1], words="Mine", upload_key="k", posted_at=NOW
        )
    nothing = phone.get("/nothing").content
    for wrong in (theirs.id, 999999, "x", "", "9" * 30):
        mark = f"/child/{aisha}/homework/{post}/done"
        answer = phone.post(mark, data={"item_id": wrong})
        assert (answer.status_code, answer.content) == (404, nothing)
    assert homework.tasks(here.leader, aisha, NOW)[0].done is None


def test_r8_another_familys_child_and_another_classs_task_are_not_there(
    phone: TestClient, here: Here, aisha: int
) -> None:
    ben, oak = here.pupil_ids[1], other_class()
    post, theirs = task(here), task(here, class_id=oak)
    news = published(here.leader, Writing(PostKind.NEWS, "Beans", class_ids=(here.maple.id,)))
    nothing = phone.get("/nothing").content
    for child, wrong in ((ben, post), (aisha, theirs), (aisha, news), (aisha, 999999)):
        base = f"/child/{child}/homework/{wrong}"
        for answer in (
            phone.get(f"{base}/work"),
            phone.post(f"{base}/done", data={"done": "1"}),
            phone.post(f"{base}/not-done", data={"not-done": "1"}),
        ):
            assert (answer.status_code, answer.content) == (404, nothing), (child, wrong)
    assert phone.get(f"/child/{ben}/homework").content == nothing
    assert models.HomeworkDone.select().count() == 0


def test_r8_an_example_to_work_on_opens_and_a_hidden_one_is_not_named(
    phone: TestClient, here: Here, aisha: int
) -> None:
    post = task(here)
    kinds = ("photo", "pdf", "audio", "video")
    names = [f"Example {kind}" for kind in kinds]
    files = [
        story_photos.attach(here.leader, post, file(kind), kind, NOW, caption=name)
        for kind, name in zip(kinds, names, strict=True)
    ]
    hidden = story_photos.attach(here.leader, post, file(), "hidden", NOW, caption="Not yet")
    for it in files:
        story_photos.answer(here.leader, it, [], NOW)
    words, links = harmless(phone.get(f"/child/{aisha}/homework").text)
    assert f"/post-file/{files[0]}" in links
    assert names[0] in words
    text = phone.get(f"/child/{aisha}/homework").text
    assert [f'"/post-file/{it}"' in text for it in (*files, hidden)] == [True] * 4 + [False]
    assert "Not yet" not in text


def test_hostile_words_are_harmless(phone: TestClient, here: Here, aisha: int) -> None:
    script = "[here](javascript:alert(1)) <script>alert(1)</script>"
    for words in [*HOSTILE, *TAGS]:
        with suppress(Refused):  # nothing was left of them
            task(here, f"A{words}"[:78], words=f"{script}\n\n{words}")
    said, _ = harmless(phone.get(f"/child/{aisha}/homework").text)
    posts = list(models.Post.select())
    assert said.count(script) == len(posts) > 20
    for post in posts:
        assert one_line(post.title) in one_line(said)
    with pytest.raises(Refused):
        task(here, words="x" * 100_000)
    said, _ = harmless(phone.get(f"/child/{aisha}/homework/{posts[0].id}/work").text)
    assert one_line(posts[0].title) in one_line(said)


def one_line(words: str) -> str:
    return " ".join(words.split())


def test_a_page_of_many_tasks_costs_the_queries_of_one(
    phone: TestClient, here: Here, aisha: int
) -> None:
    def queries() -> int:
        with count_queries() as counted:
            assert phone.get(f"/child/{aisha}/homework").status_code == 200
        return counted.count

    first = task(here)
    homework.mark_done(here.leader, aisha, first, NOW)
    few = queries()
    for number in range(12):
        homework.mark_done(here.leader, aisha, task(here, f"Task {number}"), NOW)
        task(here, f"Open {number}")
    assert queries() == few


def test_r8_late_begins_at_midnight_of_the_schools_clock(
    phone: TestClient, here: Here, aisha: int, clock: Clock
) -> None:
    """The clocks went forward that night: the day is over at 23:00 by UTC."""
    task(here, due=date(2027, 3, 28))
    for moment, words in (
        ("2027-03-27T23:59", "due tomorrow"),
        ("2027-03-28T00:00", "due today"),
        ("2027-03-28T22:59", "due today"),
        ("2027-03-28T23:00", "was due yesterday"),
    ):
        clock.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        text = phone.get(f"/child/{aisha}/homework").text
        assert f">{words}<" in text
        assert ("From before" in text) == words.startswith("was")
