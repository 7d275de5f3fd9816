"""Guesses are slowed down, person by person, and a restart resets nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import connection, people, throttle
from db.policy import NotAllowed, Problem, TryLater
from db.records import Role
from tests.conftest import NOW, PIN, Here

WRONG = "975310"


def guess(here: Here, now: datetime, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(Problem):
            people.sign_in(here.leader.id, WRONG, now)


def test_the_first_tries_are_free_then_the_wait_doubles_and_stays_short(here: Here) -> None:
    guess(here, NOW, throttle.FREE_TRIES)
    now, waits = NOW, []
    for _ in range(8):
        with pytest.raises(TryLater) as wait:
            people.sign_in(here.leader.id, PIN, now)
        waits.append(wait.value.seconds)
        now += timedelta(seconds=waits[-1])
        guess(here, now)
    assert waits == [10, 20, 40, 80, 120, 120, 120, 120]


def test_guessing_during_the_wait_makes_it_no_longer(here: Here) -> None:
    guess(here, NOW, 20)
    assert throttle.waiting(throttle.STAFF, NOW) == {here.leader.id: 10}


def test_the_right_pin_begins_anew(here: Here) -> None:
    guess(here, NOW, 2)
    people.sign_in(here.leader.id, PIN, NOW)
    guess(here, NOW, 2)
    people.sign_in(here.leader.id, PIN, NOW)


def test_a_restart_resets_nothing(here: Here) -> None:
    guess(here, NOW, 3)
    connection.close_database()
    connection.open_database(here.data / connection.FILE_NAME)
    with pytest.raises(TryLater):
        people.sign_in(here.leader.id, PIN, NOW)


def test_cutting_the_power_while_a_guess_is_looked_at_wins_nothing(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCutError(BaseException):
        pass

    def cut(*_: object) -> bool:
        raise PowerCutError

    monkeypatch.setattr(people, "_matches", cut)
    for _ in range(3):
        with pytest.raises(PowerCutError):
            people.sign_in(here.leader.id, WRONG, NOW)
    with pytest.raises(TryLater):
        people.sign_in(here.leader.id, WRONG, NOW)


def test_one_persons_wait_is_nobody_elses(here: Here) -> None:
    ash = people.add_staff("Mr Ash", Role.TEACHER, NOW, pin="864213")
    guess(here, NOW, 3)
    assert people.sign_in(ash.id, "864213", NOW) == ash
    assert throttle.waiting(throttle.PUPIL, NOW) == {}


def test_a_leader_lifts_it_and_nobody_else(here: Here) -> None:
    ash = people.add_staff("Mr Ash", Role.TEACHER, NOW, pin="864213")
    guess(here, NOW, 3)
    for actor in (None, ash):
        with pytest.raises(NotAllowed):
            throttle.lift(actor, throttle.STAFF, here.leader.id, NOW)
    throttle.lift(here.leader, throttle.STAFF, here.leader.id, NOW)
    assert people.sign_in(here.leader.id, PIN, NOW) == here.leader


def test_a_clock_that_was_wrong_keeps_nobody_out(here: Here) -> None:
    guess(here, NOW + timedelta(days=3650), 3)
    assert throttle.waiting(throttle.STAFF, NOW) == {}
    assert people.sign_in(here.leader.id, PIN, NOW) == here.leader


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 200)), max_size=15))
def test_no_run_of_tries_waits_longer_than_two_minutes(
    tmp_path_factory: pytest.TempPathFactory, tries: list[tuple[bool, int]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("throttle")
    connection.open_database(folder / connection.FILE_NAME)
    try:
        now, failures = NOW, 0
        waits: list[tuple[int, int]] = []
        for right, seconds in tries:
            now += timedelta(seconds=seconds)
            try:
                throttle.charge(throttle.STAFF, 1, now)
            except TryLater as later:
                waits.append((failures, later.seconds))
            else:
                failures += 1
                if right:
                    throttle.forget(throttle.STAFF, 1)
                    failures = 0
        assert all(so_far >= throttle.FREE_TRIES for so_far, _ in waits)
        assert all(0 < seconds <= 120 for _, seconds in waits)
    finally:
        connection.close_database()
