"""A parent's first page: the child, what is new, tonight's homework (R6, R8, R16)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playhouse.test_utils import count_queries

from db import homework, portfolio, portfolio_review, story_reading
from db.story_records import PostKind, Writing
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import news, other_class, published, teacher
from tests.web.conftest import Clock
from tests.web.families import Household, enrol, household

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def sam(here: Here, clock: Clock) -> Household:
    made = household(here, clock, here.pupil_ids[0])
    clock.now = NOW + HOUR
    return made


def task(here: Here, title: str, due_on: date, class_id: int = 0) -> int:
    written = Writing(
        PostKind.HOMEWORK,
        "Ten minutes are plenty.",
        title,
        class_ids=(class_id or here.maple.id,),
        due_on=due_on,
    )
    return published(here.leader, written, NOW + HOUR)


def test_r8_tonights_homework_is_on_the_first_page_and_two_taps_lead_to_it(
    here: Here, sam: Household, clock: Clock
) -> None:
    late, soon = task(here, "Sums", TODAY), task(here, "Spellings", TODAY + 2 * DAY)
    task(here, "Reading", TODAY + 3 * DAY)
    clock.now = NOW + DAY
    first = sam.phone.get("/").text
    assert first.index("Spellings") < first.index("Due tomorrow".lower()) < first.index("Reading")
    assert "still worth doing" in first
    assert "was due yesterday" in first
    link = re.search(rf'href="({sam.at}/homework)#task-{soon}"', first)
    assert link
    assert "Ten minutes are plenty." in sam.phone.get(link[1]).text
    for post_id in (late, soon):
        homework.mark_done(sam.who, sam.child_id, post_id, clock.now)
    first = sam.phone.get("/").text
    assert "Spellings</" not in first.partition('id="new"')[0]
    assert "still worth doing" not in first


def test_no_homework_and_all_of_it_done_are_said(here: Here, sam: Household) -> None:
    assert "There is none at the moment." in sam.phone.get("/").text
    done = task(here, "Spellings", TODAY + DAY)
    homework.mark_done(sam.who, sam.child_id, done, NOW)
    assert "All done." in sam.phone.get("/").text


def test_r6_what_is_new_is_there_until_it_is_opened(here: Here, sam: Household) -> None:
    assert "You have read everything." in sam.phone.get("/").text
    posts = [published(here.leader, news(here, f"Day {it}"), NOW + HOUR) for it in range(9)]
    published(here.leader, Writing(PostKind.UPDATE, "x", "The car park"), NOW + HOUR)
    first = sam.phone.get("/").text
    assert f'href="{sam.at}/post/{posts[-1]}"' in first
    assert "The car park" in first
    assert "And 4 more" in first
    story_reading.mark_read(sam.guardian_id, posts, NOW)
    first = sam.phone.get("/").text
    assert "Day 8" not in first
    assert "more in the" not in first


def test_r17_a_note_of_the_teacher_and_the_points_are_on_the_first_page(
    here: Here, sam: Household
) -> None:
    ash = teacher(here.maple.id)
    made = portfolio.add_words(sam.child_id, "My boat", NOW, key="1", sender=sam.who)
    portfolio_review.send_back(ash, made.id, "Which boat?", NOW)
    first = sam.phone.get("/").text
    assert "Which boat?" in first
    assert "0 points" in first


def test_with_several_children_there_is_a_card_for_each(here: Here, clock: Clock) -> None:
    oak = other_class()
    sam = household(here, clock, *here.pupil_ids[:2])
    enrol(here.pupil_ids[1], oak)
    published(here.leader, Writing(PostKind.NEWS, "x", class_ids=(oak,)), NOW + HOUR)
    published(here.leader, Writing(PostKind.NEWS, "y"), NOW + HOUR)
    cards = sam.phone.get("/").text.split('class="card child"')[1:]
    assert "1 in the school story" in cards[0]
    assert "in the class story" not in cards[0]
    assert "1 in the class story, 1 in the school story" in cards[1]
    for card, pupil_id in zip(cards, here.pupil_ids, strict=False):
        assert f'href="/child/{pupil_id}"' in card
        assert sam.phone.get(f"/child/{pupil_id}").status_code == 200


def test_one_childs_page_is_the_first_page(sam: Household) -> None:
    assert sam.phone.get("/").text == sam.phone.get(sam.at).text


def test_r16_another_familys_child_is_not_there(here: Here, sam: Household) -> None:
    other = sam.phone.get(f"/child/{here.pupil_ids[1]}")
    assert (other.status_code, other.content) == (404, sam.phone.get("/child/777").content)


def test_the_first_page_costs_the_same_however_much_there_is(here: Here, sam: Household) -> None:
    def cost() -> int:
        task(here, "Something is new, so that nothing is remembered", TODAY + DAY)
        with count_queries() as counted:
            assert sam.phone.get("/").status_code == 200
        return int(counted.count)

    before = cost()
    for number in range(3):
        club = other_class(f"Club {number}")
        enrol(sam.child_id, club)
        for _ in range(3):
            task(here, "More", TODAY + DAY, club)
            published(here.leader, Writing(PostKind.NEWS, "school"), NOW + HOUR)
    assert cost() == before <= 14
