"""How fast one may change things."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.policy import TryLater
from kiosk.web.pace import MOST, MOST_REMEMBERED, WITHIN, Pace
from tests.conftest import NOW

SECOND = timedelta(seconds=1)


def test_sixty_a_minute_each_and_then_the_oldest_makes_room() -> None:
    pace = Pace()
    for number in range(MOST):
        pace.need(1, NOW + number * SECOND / 10)
    with pytest.raises(TryLater) as caught:
        pace.need(1, NOW + 10 * SECOND)
    assert caught.value.seconds == 50
    pace.need(2, NOW + 10 * SECOND)
    pace.need(1, NOW + WITHIN)
    with pytest.raises(TryLater):
        pace.need(1, NOW + WITHIN)


def test_a_clock_that_was_wrong_keeps_nobody_out() -> None:
    pace = Pace()
    for _ in range(MOST):
        pace.need(1, NOW + timedelta(days=900))
    pace.need(1, NOW)


def test_those_who_went_home_are_forgotten() -> None:
    pace = Pace()
    for number in range(MOST_REMEMBERED + 5):
        pace.need(number, NOW)
    pace.need(1, NOW + WITHIN)
    assert len(pace._done) == 1
