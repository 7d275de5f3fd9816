"""Picture codes: set, shown, reset, and slow to guess."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import connection, models, pupils, throttle
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused, TryLater
from db.roster import pupils as pupils_of
from tests.conftest import NOW, TODAY, Here, add_pupils

RIGHT = (2, 0, 11)
WRONG = (0, 2, 11)


def test_there_are_twelve_different_pictures() -> None:
    assert len({it.icon for it in pupils.PICTURES}) == 12
    assert len({it.name for it in pupils.PICTURES}) == 12
    assert all(len(it.icon) == 1 for it in pupils.PICTURES)


def test_the_right_pictures_in_order_sign_in(here: Here) -> None:
    who = pupils_of(here.maple.id)[0]
    pupils.set_code(here.leader, who.id, RIGHT, NOW)
    assert pupils.sign_in(who.id, RIGHT, NOW).id == who.id
    with pytest.raises(NotAllowed, match="Have another go"):
        pupils.sign_in(who.id, WRONG, NOW)


def test_without_pictures_the_teacher_is_asked(here: Here) -> None:
    with pytest.raises(NotAllowed, match="ask your teacher"):
        pupils.sign_in(here.pupil_ids[0], (), NOW)
    assert throttle.waiting(throttle.PUPIL, NOW) == {}


def test_guessing_is_slow_for_this_pupil_only_and_a_restart_resets_nothing(here: Here) -> None:
    one, other = here.pupil_ids[:2]
    for pupil_id in (one, other):
        pupils.set_code(here.leader, pupil_id, RIGHT, NOW)
    for _ in range(throttle.FREE_TRIES):
        with pytest.raises(NotAllowed):
            pupils.sign_in(one, WRONG, NOW)
    connection.close_database()
    connection.open_database(here.data / connection.FILE_NAME)
    with pytest.raises(TryLater, match=r"1\d seconds, or ask your teacher") as wait:
        pupils.sign_in(one, RIGHT, NOW)
    assert wait.value.seconds <= 11
    assert pupils.sign_in(other, RIGHT, NOW).id == other
    row = next(it for it in pupils.codes(here.leader, here.maple.id, NOW) if it.pupil.id == one)
    assert row.wait > 0
    assert pupils.sign_in(one, RIGHT, NOW + timedelta(seconds=11)).id == one
    assert throttle.waiting(throttle.PUPIL, NOW) == {}


def test_staff_lift_a_wait(here: Here) -> None:
    one = here.pupil_ids[0]
    pupils.set_code(here.leader, one, RIGHT, NOW)
    for _ in range(throttle.FREE_TRIES):
        with pytest.raises(NotAllowed):
            pupils.sign_in(one, WRONG, NOW)
    pupils.lift_wait(here.leader, one, NOW)
    assert pupils.sign_in(one, RIGHT, NOW).id == one


def test_a_code_is_three_different_pictures(here: Here) -> None:
    for bad in ((), (1, 2), (1, 2, 3, 4), (1, 1, 2), (0, 1, 12), (-1, 0, 1)):
        with pytest.raises(Refused):
            pupils.set_code(here.leader, here.pupil_ids[0], bad, NOW)


def test_a_reset_code_is_another_one(here: Here) -> None:
    one = here.pupil_ids[0]
    pupils.set_code(here.leader, one, RIGHT, NOW)
    code = pupils.new_code(here.leader, one, NOW)
    assert code != RIGHT
    assert len(set(code)) == 3
    assert pupils.sign_in(one, code, NOW).id == one


def test_the_whole_class_gets_new_codes_all_different(here: Here) -> None:
    pupils.new_codes(here.leader, here.maple.id, NOW)
    before = {it.pupil.id: it.code for it in pupils.codes(here.leader, here.maple.id, NOW)}
    assert len(set(before.values())) == 30
    pupils.new_codes(here.leader, here.maple.id, NOW)
    after = pupils.codes(here.leader, here.maple.id, NOW)
    assert [it.pupil for it in after] == pupils_of(here.maple.id)
    assert not set(before.values()) & {it.code for it in after}


def test_there_are_codes_for_more_pupils_than_codes(here: Here) -> None:
    drawn = pupils._by_chance(2000, set())
    assert len(drawn) == 2000


def test_codes_are_for_staff_and_for_pupils_who_are_here(here: Here) -> None:
    one = here.pupil_ids[0]
    for question in (
        lambda: pupils.codes(None, here.maple.id, NOW),
        lambda: pupils.set_code(None, one, RIGHT, NOW),
        lambda: pupils.new_code(None, one, NOW),
        lambda: pupils.new_codes(None, here.maple.id, NOW),
        lambda: pupils.lift_wait(None, one, NOW),
    ):
        with pytest.raises(NotAllowed):
            question()
    with writing():
        models.Pupil.update(left_on=TODAY).where(models.Pupil.id == one).execute()
    with pytest.raises(NotFound):
        pupils.set_code(here.leader, one, RIGHT, NOW)
    with pytest.raises(NotFound):
        pupils.sign_in(one, RIGHT, NOW)


def test_new_codes_for_a_large_class_take_no_more_queries_than_pages(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    def queries() -> int:
        caplog.clear()
        with caplog.at_level("DEBUG", logger="peewee"):
            pupils.new_codes(here.leader, here.maple.id, NOW)
        return len(caplog.records)

    few = queries()
    with writing():
        add_pupils(here.maple.id, [f"Ann{number}" for number in range(60)])
    assert queries() == few


def test_what_staff_did_is_logged_without_the_pictures(here: Here) -> None:
    one = here.pupil_ids[0]
    pupils.set_code(here.leader, one, RIGHT, NOW)
    pupils.new_code(here.leader, one, NOW)
    pupils.new_codes(here.leader, here.maple.id, NOW)
    pupils.lift_wait(here.leader, one, NOW)
    with reading():
        rows = list(models.AuditEntry.select().order_by(models.AuditEntry.id))[-4:]
    assert [row.action for row in rows] == [
        "set a picture code",
        "reset a picture code",
        "gave new picture codes",
        "lifted a wait",
    ]
    assert "2,0,11" not in " ".join(row.detail for row in rows)
