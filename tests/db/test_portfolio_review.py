"""The teacher's side of portfolios: what waits, approving, sending back, comments (R17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playhouse.test_utils import count_queries

from db import models, people, portfolio, roster
from db import portfolio_review as review
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused
from db.portfolio_records import Item, ItemState
from db.records import Pupil, Role, Staff
from tests.conftest import NOW, Here
from tests.portfolios import Family, photo, two_families

HOUR = timedelta(hours=1)


@pytest.fixture
def family(here: Here) -> Family:
    return two_families(here)


def written(pupil: Pupil, words: str, hours: int = 0) -> Item:
    return portfolio.add_words(pupil.id, words, NOW + hours * HOUR, key=words, sender=pupil)


def test_r17_the_teacher_approves_or_sends_back_with_a_note(family: Family) -> None:
    one, two = (written(family.aisha, it) for it in ("one", "two"))
    assert review.approve(family.teacher, [one.id], NOW + HOUR) == 1
    review.send_back(family.teacher, two.id, "Please add a title.", NOW + HOUR)
    for viewer in (family.aisha, family.mum):
        first, second = (portfolio.item(viewer, it.id) for it in (one, two))
        assert (first.state, first.decided_by) == (ItemState.APPROVED, "Mr Ash")
        assert first.decided_at == NOW + HOUR
        assert (second.state, second.note) == (ItemState.SENT_BACK, "Please add a title.")
    for note in ("", " \u200b ", "a" * 201):
        with pytest.raises(Refused):
            review.send_back(family.teacher, one.id, note, NOW)
    with pytest.raises(NotAllowed):
        portfolio.take_back(family.aisha, one.id, NOW)
    portfolio.take_back(family.mum, two.id, NOW)


def test_r17_a_mistake_can_be_put_right(family: Family) -> None:
    item = written(family.aisha, "one")
    review.approve(family.teacher, [item.id], NOW)
    review.send_back(family.teacher, item.id, "Not this one, please.", NOW)
    assert portfolio.item(family.aisha, item.id).state is ItemState.SENT_BACK
    assert review.queue(family.teacher, 1) == []
    assert review.approve(family.teacher, [item.id], NOW) == 1
    assert portfolio.item(family.aisha, item.id).note == ""


def test_r17_several_are_approved_at_once_or_none(here: Here, family: Family) -> None:
    ids = [written(family.aisha, it).id for it in ("one", "two", "three")]
    assert review.approve(family.teacher, ids[:2], NOW) == 2
    assert review.approve(family.teacher, ids, NOW) == 1
    assert review.approve(family.teacher, [], NOW) == 0
    more = [written(family.aisha, it).id for it in ("four", "five")]
    portfolio.take_back(family.aisha, more[1], NOW)
    for bad in (more, [more[0], 999]):
        with pytest.raises(NotFound):
            review.approve(here.leader, bad, NOW)
    with pytest.raises(Refused):
        review.approve(here.leader, range(500), NOW)
    assert portfolio.item(family.aisha, more[0]).state is ItemState.WAITING


def test_r16_only_staff_of_the_class_and_leaders_decide(here: Here, family: Family) -> None:
    item = written(family.aisha, "one")
    decide: list[Callable[[Staff | None], object]] = [
        lambda it: review.approve(it, [item.id], NOW),
        lambda it: review.send_back(it, item.id, "x", NOW),
        lambda it: review.comment(it, item.id, "x", NOW),
    ]
    look: list[Callable[[Staff | None], object]] = [
        lambda it: review.queue(it, here.maple.id),
        lambda it: review.classroom(it, here.maple.id),
        lambda it: review.waiting(it, here.maple.id),
    ]
    for ask in [*decide, *look]:
        with pytest.raises(NotAllowed):
            ask(None)
    for ask in decide:
        with pytest.raises(NotFound):
            ask(family.other_teacher)
    for ask in look:
        with pytest.raises(NotAllowed, match="teachers of the class"):
            ask(family.other_teacher)
    for ask in [*look, *reversed(decide)]:
        ask(here.leader)
    with pytest.raises(NotFound):
        review.queue(here.leader, 999)


def test_comments_stand_under_the_item_in_their_order(here: Here, family: Family) -> None:
    item = written(family.aisha, "one")
    review.comment(family.teacher, item.id, "Well \x1b[31mdone!", NOW)
    review.comment(here.leader, item.id, "Lovely.", NOW - HOUR)
    found = portfolio.item(family.mum, item.id).comments
    assert [(it.writer, it.words) for it in found] == [
        ("Mr Ash", "Well done!"),
        ("Mrs Rowan", "Lovely."),
    ]
    for words in (" ", "a" * 501):
        with pytest.raises(Refused):
            review.comment(here.leader, item.id, words, NOW)


def test_r16_teachers_see_their_own_classes_and_leaders_each(here: Here) -> None:
    teacher = people.add_staff("Mr Hart", Role.TEACHER, NOW, pin="135790", class_name="Maple")
    with writing():
        models.SchoolClass.create(name="Oak", year_group="Year 3")
    assert [it.name for it in review.classes(teacher)] == ["Maple"]
    assert [it.name for it in review.classes(here.leader)] == ["Maple", "Oak"]
    with pytest.raises(NotAllowed):
        review.classes(None)


def test_the_queue_is_the_class_s_longest_waiting_first(here: Here, family: Family) -> None:
    late = written(family.aisha, "late", hours=2)
    early = written(family.other_pupil, "early", hours=1)
    done = written(family.aisha, "done")
    review.approve(here.leader, [done.id], NOW)
    with writing():
        oak = models.SchoolClass.get(models.SchoolClass.name == "Oak")
        elsewhere = models.Pupil.create(forename="Zed", surname="Oak", avatar="🐻")
        models.Enrolment.create(pupil=elsewhere, school_class=oak)
        models.PortfolioItem.create(pupil=elsewhere, words="x", upload_key="x", posted_at=NOW)
    assert review.queue(family.teacher, here.maple.id) == [early, late]
    assert review.queue(family.teacher, here.maple.id, most=1) == [early]
    assert review.waiting(family.teacher, here.maple.id) == 2
    tiles = review.classroom(family.teacher, here.maple.id)
    assert [it.pupil for it in tiles] == roster.pupils(here.maple.id)
    first, second, third = tiles[:3]
    assert (first.items, first.waiting, first.newest_at) == (2, 1, NOW + 2 * HOUR)
    assert (second.items, second.waiting) == (1, 1)
    assert (third.items, third.waiting, third.newest_at) == (0, 0, None)
    portfolio.take_back(family.aisha, late.id, NOW)
    assert review.classroom(family.teacher, here.maple.id)[0].newest_at == NOW


@pytest.mark.parametrize("how_many", [1, 20])
def test_queue_and_class_ask_the_same_few_queries(
    here: Here, family: Family, how_many: int
) -> None:
    sha = photo(here.data)
    for number in range(how_many):
        pupil, sender = (
            (family.aisha, family.mum) if number % 2 else (family.other_pupil, family.other_parent)
        )
        made = portfolio.add_media(pupil.id, sha, "", NOW, key=f"{number}", sender=sender)
        review.comment(here.leader, made.id, "Lovely!", NOW)
    with count_queries() as counted:
        assert len(review.queue(family.teacher, here.maple.id)) == how_many
    assert counted.count == 5
    with count_queries() as counted:
        review.classroom(family.teacher, here.maple.id)
    assert counted.count == 4
    ids = [it.id for it in review.queue(family.teacher, here.maple.id)]
    with count_queries() as counted:
        review.approve(family.teacher, ids, NOW)
    assert counted.count == 3


def test_r26_who_decided_what_is_in_the_log(family: Family) -> None:
    item = written(family.aisha, "one")
    review.comment(family.teacher, item.id, "Lovely.", NOW)
    review.send_back(family.teacher, item.id, "More!", NOW)
    review.approve(family.teacher, [item.id], NOW)
    other = written(family.aisha, "two")
    portfolio.take_back(family.mum, other.id, NOW)
    with reading():
        log = [
            (it.action, it.staff_id)
            for it in models.AuditEntry.select().order_by(models.AuditEntry.id.desc()).limit(6)
        ]
    assert log[::-1] == [
        ("added to a portfolio", None),
        ("commented on a portfolio item", family.teacher.id),
        ("sent a portfolio item back", family.teacher.id),
        ("approved portfolio items", family.teacher.id),
        ("added to a portfolio", None),
        ("took a portfolio item back", None),
    ]
