"""The countdown keeps running while the teacher does something else."""

from __future__ import annotations

from kiosk.countdown import Countdown


class Seconds:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def test_from_set_to_finished() -> None:
    seconds = Seconds()
    timer = Countdown(seconds)
    assert not timer.is_set
    assert not timer.finished
    assert timer.words() == ""
    timer.start(300.0)
    assert timer.running
    assert timer.digits() == "5:00"
    seconds.now += 0.5
    assert timer.digits() == "5:00"
    seconds.now += 0.6
    assert timer.digits() == "4:59"
    seconds.now += 500.0
    assert timer.left == 0.0
    assert timer.finished
    assert not timer.running
    assert timer.digits() == "0:00"
    timer.clear()
    assert not timer.is_set


def test_pause_and_go_on() -> None:
    seconds = Seconds()
    timer = Countdown(seconds)
    timer.start(60.0)
    seconds.now += 20.0
    timer.pause()
    seconds.now += 1000.0
    assert timer.left == 40.0
    assert not timer.running
    assert not timer.finished
    timer.pause()
    timer.resume()
    timer.resume()
    seconds.now += 10.0
    assert timer.left == 30.0
    assert timer.running


def test_an_hour_and_more() -> None:
    timer = Countdown(Seconds())
    timer.start(3725.0)
    assert timer.digits() == "62:05"
