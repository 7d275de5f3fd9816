"""What teachers do with a task for the whole class: its answers, and marking all (R8)."""

from __future__ import annotations

import pytest
from playhouse.test_utils import count_queries

from db import homework, homework_class, models, portfolio_review, story
from db.check import check
from db.connection import writing
from db.homework_records import By
from db.policy import NotAllowed, NotFound
from db.roster import pupils
from tests.conftest import NOW, Here, add_pupils
from tests.db.stories import news, other_class, parent, published, teacher
from tests.db.test_homework import child, phone, spellings, work


def test_r8_every_answer_in_name_order_and_with_the_same_queries(here: Here) -> None:
    ash = teacher(here.maple.id)
    task = spellings(here)
    kids = [child(here, number) for number in (5, 1, 3)]
    first = work(kids[0].id, "0")
    homework.mark_done(kids[0], kids[0].id, task, NOW, item_id=first)
    with count_queries() as few:
        assert [it.id for it in homework_class.answers(ash, here.maple.id, task)] == [first]
    for kid in kids[1:]:
        homework.mark_done(kid, kid.id, task, NOW, item_id=work(kid.id, str(kid.id)))
    homework.mark_done(ash, pupils(here.maple.id)[9].id, task, NOW)
    with count_queries() as many:
        found = homework_class.answers(ash, here.maple.id, task)
    assert [it.pupil for it in found] == [kids[1], kids[2], kids[0]]
    assert many.count == few.count
    with writing():
        models.PortfolioItem.update(state="taken back").execute()
    assert homework_class.answers(ash, here.maple.id, task) == []


def test_r17_it_is_known_that_the_teacher_wants_an_answer_again(here: Here) -> None:
    ava = child(here)
    task = spellings(here)
    item = work(ava.id)
    assert not homework.mark_done(ava, ava.id, task, NOW, item_id=item).sent_back
    portfolio_review.send_back(here.leader, item, "Please finish it", NOW)
    (mine,) = homework.tasks(ava, ava.id, NOW)
    assert mine.done == homework.Done(NOW, By.PUPIL, item, sent_back=True)


def test_r8_all_are_marked_at_once_and_marks_that_are_there_stay(here: Here) -> None:
    ash = teacher(here.maple.id)
    task = spellings(here)
    ava = child(here)
    sam = phone(parent(here.pupil_ids[1]))
    homework.mark_done(ava, ava.id, task, NOW)
    homework.mark_done(sam, here.pupil_ids[1], task, NOW)
    assert homework_class.mark_all_done(ash, here.maple.id, task, NOW) == 28
    assert homework_class.mark_all_done(ash, here.maple.id, task, NOW) == 0
    by = [row.cells[0] and row.cells[0].by for row in homework.grid(ash, here.maple.id, NOW).rows]
    assert by == [By.PUPIL, By.PARENT, *[By.STAFF] * 28]
    assert check() == []


def test_r8_another_class_and_what_is_no_task_of_it(here: Here) -> None:
    oak = other_class()
    add_pupils(oak, ["Zed"])
    elm = teacher(oak, "Mr Elm")
    task = spellings(here)
    for ask in (
        lambda: homework_class.answers(elm, here.maple.id, task),
        lambda: homework_class.mark_all_done(elm, here.maple.id, task, NOW),
        lambda: homework_class.mark_all_done(None, here.maple.id, task, NOW),
    ):
        with pytest.raises(NotAllowed):
            ask()
    with pytest.raises(NotFound):
        homework_class.mark_all_done(elm, oak, task, NOW)
    with pytest.raises(NotFound):
        homework_class.answers(here.leader, here.maple.id, published(here.leader, news(here)))
    story.take_down(here.leader, task, "", NOW)
    with pytest.raises(NotFound):
        homework_class.mark_all_done(here.leader, here.maple.id, task, NOW)
    assert not models.HomeworkDone.select().exists()
