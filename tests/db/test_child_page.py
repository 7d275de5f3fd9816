"""A child's first page at home: what is new, tonight's homework, points, notes (R6, R8, R16)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playhouse.test_utils import count_queries

from db import (
    comments,
    homework,
    models,
    portfolio,
    portfolio_review,
    story,
    story_reading,
    withdrawal,
)
from db.check import check
from db.child_page import MOST_NEW, child_page
from db.connection import writing
from db.policy import NotFound
from db.story_records import PostKind, Writing
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import news, other_class, published
from tests.portfolios import Family, two_families

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def task(here: Here, title: str, due_in: int, class_id: int | None = None) -> int:
    written = Writing(
        PostKind.HOMEWORK,
        "Learn them.",
        title,
        class_ids=(class_id or here.maple.id,),
        due_on=TODAY + max(due_in, 0) * DAY,
    )
    made = published(here.leader, written, NOW + HOUR)
    if due_in < 0:
        with writing():
            models.Post.update(due_on=TODAY + due_in * DAY).where(models.Post.id == made).execute()
    return made


@pytest.fixture
def family(here: Here) -> Family:
    return two_families(here)


def test_r6_what_is_new_is_what_nobody_opened_newest_first(here: Here, family: Family) -> None:
    oak = other_class("Elm")
    mum, aisha = family.mum, family.aisha.id
    published(here.leader, Writing(PostKind.NEWS, "not ours", class_ids=(oak,)), NOW + HOUR)
    first = published(here.leader, news(here, "We grew **beans**. " * 20), NOW + HOUR)
    both = Writing(PostKind.NEWS, "both", class_ids=(here.maple.id, oak))
    second = published(here.leader, both, NOW + 2 * HOUR)
    third = published(here.leader, Writing(PostKind.UPDATE, "x", "School"), NOW + 3 * HOUR)
    with writing():
        models.Enrolment.create(pupil=aisha, school_class=oak, is_home=False)
    page = child_page(mum, aisha, NOW + 4 * HOUR)
    assert [(it.title[:14], it.of_school) for it in page.posts] == [
        ("School", True),
        ("both", False),
        ("We grew beans.", False),
        ("not ours", False),
    ]
    assert 40 < len(page.posts[2].title) <= 80
    assert (page.new.of_class, page.new.of_school) == (3, 1)
    story_reading.mark_read(mum.guardian_id, [second], NOW)
    story.take_down(here.leader, third, "", NOW)
    page = child_page(mum, aisha, NOW + 4 * HOUR)
    assert [it.id for it in page.posts][:1] == [first]
    assert page.new == story_reading.new(mum.guardian_id, aisha)
    assert page.new == story_reading.new_of_children(mum.guardian_id)[aisha]


def test_r6_to_like_and_to_comment_is_to_have_read(here: Here, family: Family) -> None:
    mum, aisha = family.mum, family.aisha.id
    liked, commented = (published(here.leader, news(here), NOW + HOUR) for _ in range(2))
    assert story_reading.new(mum.guardian_id, aisha).of_class == 2
    story_reading.like(mum.guardian_id, liked, True, NOW + HOUR)
    assert story_reading.new(mum.guardian_id, aisha).of_class == 1
    comments.comment(mum.guardian_id, commented, "Lovely", "k", NOW + HOUR)
    assert story_reading.new(mum.guardian_id, aisha).of_class == 0
    assert check() == []


def test_r6_a_post_is_opened_under_the_child_it_is_for(here: Here, family: Family) -> None:
    oak = other_class("Elm")
    post = published(here.leader, Writing(PostKind.NEWS, "Elm", class_ids=(oak,)))
    with writing():
        models.Enrolment.create(pupil=family.other_pupil.id, school_class=oak, is_home=False)
    other = family.other_parent
    shown, said = comments.post_and_comments(other.guardian_id, post, family.other_pupil.id)
    assert (shown.words, said) == ("Elm", [])
    for who, child in ((other, family.aisha), (family.mum, family.aisha)):
        with pytest.raises(NotFound):
            comments.post_and_comments(who.guardian_id, post, child.id)


def test_r8_homework_that_comes_that_is_late_and_that_is_done(here: Here, family: Family) -> None:
    mum, aisha = family.mum, family.aisha.id
    for title, due_in in (("Reading", 3), ("Spelling", 0), ("Sums", 1), ("Old", -2), ("Older", -9)):
        made = task(here, title, due_in)
        if title in ("Sums", "Older"):
            homework.mark_done(mum, aisha, made, NOW + HOUR)
    page = child_page(mum, aisha, NOW + HOUR)
    assert [it.task.title for it in page.coming] == ["Spelling", "Reading"]
    assert [it.task.title for it in page.late] == ["Old"]
    assert page.done == 1


def test_r17_a_note_of_the_teacher_waits_until_it_is_answered(here: Here, family: Family) -> None:
    mum, aisha = family.mum, family.aisha
    made = portfolio.add_words(aisha.id, "My boat", NOW, key="1", sender=mum)
    assert child_page(mum, aisha.id, NOW).notes == ()
    portfolio_review.send_back(family.teacher, made.id, "Which boat?", NOW)
    (note,) = child_page(mum, aisha.id, NOW).notes
    assert (note.about, note.words, note.teacher) == ("My boat", "Which boat?", "Mr Ash")
    portfolio.take_back(mum, made.id, NOW)
    assert child_page(mum, aisha.id, NOW).notes == ()


def test_r16_only_ones_own_child(here: Here, family: Family) -> None:
    with pytest.raises(NotFound):
        child_page(family.mum, family.other_pupil.id, NOW)
    withdrawal.withdraw(here.leader, family.mum.guardian_id, "moved", NOW)
    with pytest.raises(NotFound):
        child_page(family.mum, family.aisha.id, NOW)


def test_the_page_costs_the_same_however_much_there_is(here: Here, family: Family) -> None:
    mum, aisha = family.mum, family.aisha.id
    task(here, "First", 1)

    def cost() -> int:
        with count_queries() as counted:
            child_page(mum, aisha, NOW + HOUR)
        return int(counted.count)

    before = cost()
    for number in range(3):
        class_id = other_class(f"Club {number}")
        with writing():
            models.Enrolment.create(pupil=aisha, school_class=class_id, is_home=False)
        for _ in range(4):
            task(here, "More", 2, class_id)
            published(here.leader, Writing(PostKind.NEWS, "school"), NOW + HOUR)
    assert cost() == before
    assert len(child_page(mum, aisha, NOW + HOUR).posts) == MOST_NEW
