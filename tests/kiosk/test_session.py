"""Who is signed in, and for how long without a touch."""

from __future__ import annotations

import time

import pytest

from db.records import Pupil, Role, Staff
from kiosk import session
from kiosk.session import Session
from kiosk.settings import read

ROWAN = Staff(1, "Mrs Rowan", Role.LEADER)
AVA = Pupil(1, "Ava", "Ava", "Adams", "🐻")


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_one_person_at_a_time() -> None:
    here = Session(180.0, Seconds())
    assert not here.somebody
    here.begin(staff=ROWAN)
    here.begin(pupil=AVA)
    assert here.staff is None
    assert here.pupil == AVA
    here.end()
    assert not here.somebody


def test_r31_three_minutes_from_the_last_touch() -> None:
    seconds = Seconds()
    here = Session(180.0, seconds)
    here.begin(staff=ROWAN)
    seconds.now += 179.0
    assert here.seconds_left() == pytest.approx(1.0)
    here.touch()
    seconds.now += 180.0
    assert here.seconds_left() == 0.0
    seconds.now += 1e6
    assert here.seconds_left() == 0.0


def test_signing_in_counts_as_a_touch() -> None:
    seconds = Seconds()
    here = Session(180.0, seconds)
    seconds.now += 500.0
    here.begin(staff=ROWAN)
    assert here.seconds_left() == 180.0


def test_the_seconds_go_on_while_the_device_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def gettime(which: int) -> float:
        asked.append(which)
        return 5.0

    monkeypatch.setattr(time, "clock_gettime", gettime)
    assert session.awake_and_asleep() == 5.0
    assert asked == [time.CLOCK_BOOTTIME]


@pytest.mark.parametrize(
    ("words", "seconds"), [("3600", 180.0), ("60", 60.0), ("0", 5.0), ("-1", 5.0), ("nan", 180.0)]
)
def test_r31_no_setting_makes_a_sign_in_last_longer(words: str, seconds: float) -> None:
    assert read(environ={"KIOSK_IDLE_SECONDS": words}).idle_seconds == seconds
