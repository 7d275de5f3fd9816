"""Homework: who marks, what the grid says, and when it is late (R8, R20)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import agreement, homework, models, story, story_photos, story_reading, withdrawal
from db.check import check
from db.connection import database, writing
from db.family_records import Visitor
from db.homework import Who
from db.homework_records import By
from db.policy import NotAllowed, NotFound, Refused
from db.records import Pupil
from db.roster import pupils
from db.story_records import PostKind, Writing
from tests.conftest import NOW, TODAY, Here, add_pupils
from tests.db.stories import file, news, other_class, parent, published, teacher


def spellings(here: Here, due: date = TODAY, **more: object) -> int:
    how = {"class_ids": (here.maple.id,), "due_on": due} | more
    return published(here.leader, Writing(PostKind.HOMEWORK, "Learn them", "Spellings", **how))  # type: ignore[arg-type]


def child(here: Here, number: int = 0, *, signed: bool = True) -> Pupil:
    pupil = pupils(here.maple.id)[number]
    if signed:
        agreement.sign(pupil, agreement.current().version, NOW, typed_name=pupil.full_name)
    return pupil


def phone(guardian_id: int) -> Visitor:
    return Visitor(guardian_id, "Sam", (), waiting=False, withdrawn=False)


def work(pupil_id: int, key: str = "w", state: str = "waiting") -> int:
    with writing():
        made = models.PortfolioItem.create(
            pupil=pupil_id, words="My list", upload_key=key, posted_at=NOW, state=state
        )
        return int(made.id)


def test_r8_pupil_parent_and_teacher_mark_and_the_teacher_sees_who(here: Here) -> None:
    ash = teacher(here.maple.id)
    task = spellings(here)
    kids = [child(here, number) for number in range(3)]
    sam = phone(parent(kids[1].id))
    item = work(kids[0].id)
    done = homework.mark_done(kids[0], kids[0].id, task, NOW, item_id=item)
    assert done == homework.Done(NOW, By.PUPIL, item)
    homework.mark_done(sam, kids[1].id, task, NOW)
    homework.mark_done(ash, kids[2].id, task, NOW)
    grid = homework.grid(ash, here.maple.id, NOW)
    assert [it.title for it in grid.tasks] == ["Spellings"]
    assert [it.pupil for it in grid.rows] == pupils(here.maple.id)
    marks = [it.cells[0] and it.cells[0].by for it in grid.rows]
    assert marks == [By.PUPIL, By.PARENT, By.STAFF, *[None] * 27]
    assert check() == []


def test_r8_marking_again_keeps_the_moment_and_takes_new_work(here: Here) -> None:
    ava = child(here)
    task = spellings(here)
    later = NOW + timedelta(hours=1)
    homework.mark_done(ava, ava.id, task, NOW)
    item = work(ava.id)
    assert homework.mark_done(ava, ava.id, task, later, item_id=item).item_id == item
    assert homework.mark_done(ava, ava.id, task, later) == homework.Done(NOW, By.PUPIL, item)
    homework.mark_not_done(ava, ava.id, task)
    homework.mark_not_done(ava, ava.id, task)
    assert homework.tasks(ava, ava.id, NOW)[0].done is None


def test_a_parent_who_marks_a_task_has_read_it(here: Here) -> None:
    ava = child(here)
    task = spellings(here)
    sam = parent(ava.id)
    assert story_reading.new(sam, ava.id).of_class == 1
    homework.mark_done(phone(sam), ava.id, task, NOW)
    homework.mark_done(phone(sam), ava.id, task, NOW)
    assert story_reading.new(sam, ava.id).of_class == 0
    assert story_reading.seen(here.leader, task).seen == 1
    assert check() == []


def test_r8_work_that_was_taken_back_is_no_answer_any_more(here: Here) -> None:
    ava = child(here)
    task = spellings(here)
    homework.mark_done(ava, ava.id, task, NOW, item_id=work(ava.id))
    with writing():
        models.PortfolioItem.update(state="taken back").execute()
    assert homework.tasks(ava, ava.id, NOW)[0].done == homework.Done(NOW, By.PUPIL, None)


def test_r8_what_staff_marked_only_staff_take_back(here: Here) -> None:
    ava = child(here)
    task = spellings(here)
    homework.mark_done(here.leader, ava.id, task, NOW)
    with pytest.raises(Refused):
        homework.mark_not_done(ava, ava.id, task)
    homework.mark_not_done(here.leader, ava.id, task)
    assert homework.tasks(ava, ava.id, NOW)[0].done is None


def test_r8_only_those_whose_task_it_is(here: Here) -> None:
    oak = other_class()
    (zed,) = add_pupils(oak, ["Zed"])
    ava, ben = child(here), child(here, 1)
    task = spellings(here)
    sam, kim = phone(parent(ava.id)), phone(parent(zed, name="Kim"))
    elm = teacher(oak, "Mr Elm")
    nobody: list[tuple[Who | None, int, type[Exception]]] = [
        (ben, ava.id, NotFound),
        (sam, ben.id, NotFound),
        (kim, ava.id, NotFound),
        (kim, zed, NotFound),
        (elm, ava.id, NotAllowed),
        (None, ava.id, NotAllowed),
    ]
    for who, pupil_id, problem in nobody:
        with pytest.raises(problem):
            homework.mark_done(who, pupil_id, task, NOW)
    with pytest.raises(NotAllowed):
        homework.grid(elm, here.maple.id, NOW)
    with pytest.raises(NotFound):
        homework.mark_done(ava, ava.id, published(here.leader, news(here)), NOW)
    with pytest.raises(NotFound):
        homework.mark_done(ava, ava.id, task, NOW, item_id=work(ben.id))
    with pytest.raises(NotFound):
        homework.mark_done(ava, ava.id, task, NOW, item_id=work(ava.id, "x", "taken back"))
    withdrawal.withdraw(here.leader, sam.guardian_id, "moved", NOW)
    with pytest.raises(NotFound):
        homework.tasks(sam, ava.id, NOW)


def test_r20_a_pupil_signs_first(here: Here) -> None:
    ava = child(here, signed=False)
    task = spellings(here)
    for ask in (
        lambda: homework.tasks(ava, ava.id, NOW),
        lambda: homework.mark_done(ava, ava.id, task, NOW),
    ):
        with pytest.raises(NotAllowed):
            ask()
    assert homework.mark_done(phone(parent(ava.id)), ava.id, task, NOW)


def test_r8_a_task_of_two_classes_and_one_that_was_taken_down(here: Here) -> None:
    oak = other_class()
    (zed,) = add_pupils(oak, ["Zed"])
    kim = phone(parent(zed, name="Kim"))
    task = spellings(here, class_ids=(here.maple.id, oak))
    homework.mark_done(kim, zed, task, NOW)
    assert len(homework.grid(here.leader, oak, NOW).rows) == 1
    story.take_down(here.leader, task, "", NOW)
    assert homework.tasks(kim, zed, NOW) == []
    assert homework.grid(here.leader, oak, NOW).tasks == ()
    with pytest.raises(NotFound):
        homework.mark_done(kim, zed, task, NOW)


def test_r8_an_example_to_work_on_is_there(here: Here) -> None:
    ava = child(here)
    task = spellings(here)
    photo = story_photos.attach(here.leader, task, file(), "k", NOW)
    assert homework.tasks(ava, ava.id, NOW)[0].files == ()
    story_photos.answer(here.leader, photo, [], NOW)
    (found,) = homework.tasks(ava, ava.id, NOW)
    assert ([it.id for it in found.files], found.writer) == ([photo], "Mrs Rowan")


@pytest.mark.parametrize(
    ("moment", "is_late"),
    [
        ("2027-03-27T23:59", False),  # still the day before
        ("2027-03-28T22:59", False),  # 23:59 on the day, an hour ahead since that night
        ("2027-03-28T23:00", True),
    ],
)
def test_r8_late_begins_at_midnight_on_the_wall(here: Here, moment: str, is_late: bool) -> None:
    ava = child(here)
    spellings(here, date(2027, 3, 28))
    now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert homework.tasks(ava, ava.id, now)[0].is_late is is_late
    homework.mark_done(ava, ava.id, 1, now)
    assert not homework.tasks(ava, ava.id, now)[0].is_late


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.integers(0, 60), max_size=8), st.integers(0, 90))
def test_r8_tasks_are_by_day_and_go_after_four_weeks(
    here: Here, due_in: list[int], days: int
) -> None:
    with writing():
        models.PostPlace.delete().execute()
        models.Post.delete().execute()
    ava = pupils(here.maple.id)[0]
    sam = phone(parent(ava.id))
    for it in due_in:
        spellings(here, TODAY + timedelta(days=it))
    found = homework.tasks(sam, ava.id, NOW + timedelta(days=days))
    today = TODAY + timedelta(days=days)
    expected = sorted(TODAY + timedelta(days=it) for it in due_in if it >= days - 28)
    assert [it.task.due_on for it in found] == expected
    assert [it.is_late for it in found] == [it < today for it in expected]


def test_the_grid_costs_the_same_for_many(here: Here) -> None:
    asked: list[str] = []
    execute = database.obj.execute_sql

    def counted(sql: str, *rest: object, **more: object) -> object:
        asked.append(sql)
        return execute(sql, *rest, **more)

    sam = phone(parent(here.pupil_ids[0]))
    spellings(here)

    def queries() -> tuple[int, int]:
        asked.clear()
        homework.grid(here.leader, here.maple.id, NOW)
        first = len(asked)
        homework.tasks(sam, here.pupil_ids[0], NOW)
        return first, len(asked) - first

    database.obj.execute_sql = counted
    try:
        few = queries()
        for number in range(20):
            task = spellings(here, TODAY + timedelta(days=number))
            for pupil_id in here.pupil_ids[:number]:
                homework.mark_done(here.leader, pupil_id, task, NOW)
        many = queries()
    finally:
        del database.obj.execute_sql
    assert many == few
