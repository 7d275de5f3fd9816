"""The countdown's arithmetic, on a clock that the test moves."""

from __future__ import annotations

from kiosk.countdown import LONGEST, Countdown


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def started(seconds: float) -> tuple[Countdown, Clock]:
    clock = Clock()
    countdown = Countdown(clock)
    countdown.start(seconds)
    return countdown, clock


def test_it_runs_down_and_says_so() -> None:
    countdown, clock = started(90)
    assert (countdown.words(), countdown.running) == ("⏳ 1:30", True)
    clock.now += 29.5
    assert countdown.digits() == "1:01"
    clock.now += 60
    assert (countdown.digits(), countdown.finished) == ("0:01", False)
    clock.now += 0.5
    assert (countdown.digits(), countdown.finished, countdown.running) == ("0:00", True, False)
    assert countdown.words() == "⏰ Time's up!"


def test_a_pause_costs_no_time() -> None:
    countdown, clock = started(60)
    clock.now += 20
    countdown.pause()
    clock.now += 500
    assert (countdown.left, countdown.running, countdown.finished) == (40, False, False)
    countdown.resume()
    clock.now += 10
    assert countdown.left == 30


def test_a_minute_more_running_paused_or_after_the_end() -> None:
    countdown, clock = started(60)
    clock.now += 30
    countdown.add(60)
    assert (countdown.left, countdown.length) == (90, 90)
    countdown.pause()
    countdown.add(60)
    assert (countdown.left, countdown.running) == (150, False)
    countdown.resume()
    clock.now += 200
    countdown.add(60)
    assert (countdown.left, countdown.running) == (60, True)


def test_it_never_goes_past_what_the_digits_show() -> None:
    countdown, _ = started(100_000)
    assert countdown.left == LONGEST
    countdown.add(60)
    assert countdown.left == LONGEST
    assert countdown.digits() == "99:59"


def test_reset_is_the_whole_length_and_waits() -> None:
    countdown, clock = started(60)
    clock.now += 30
    countdown.reset()
    clock.now += 30
    assert (countdown.left, countdown.running, countdown.finished) == (60, False, False)


def test_the_end_is_taken_once_each_time() -> None:
    countdown, clock = started(10)
    assert not countdown.take_end()
    clock.now += 10
    assert [countdown.take_end() for _ in range(3)] == [True, False, False]
    countdown.start(5)
    assert not countdown.take_end()
    clock.now += 6
    assert countdown.take_end()


def test_it_alarms_for_a_while_and_is_shown_a_minute() -> None:
    countdown, clock = started(10)
    clock.now += 11
    assert (countdown.alarming, countdown.on_show) == (True, True)
    clock.now += 30
    assert (countdown.alarming, countdown.on_show) == (False, True)
    clock.now += 30
    assert (countdown.on_show, countdown.words()) == (False, "")
    countdown.clear()
    assert (countdown.is_set, countdown.finished, countdown.words()) == (False, False, "")


def test_an_hour_and_more() -> None:
    countdown, _ = started(3725.0)
    assert countdown.digits() == "62:05"
