"""How days and moments of posts are said."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, time, timedelta

import pytest

from db.story_records import PostKind
from kiosk.post_words import KIND_ICONS, KIND_NAMES, due_words, happens_words, when_words

LONDON = "Europe/London"
NOW = datetime(2026, 10, 26, 0, 30, tzinfo=UTC)  # a day after the clocks went back
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 10, 26, 0, 5, tzinfo=UTC), "today 0:05"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "yesterday"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "yesterday"),  # 0:30 by the summer's clock
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), "Sat 24 Oct"),
        (datetime(2025, 12, 1, 9, 0, tzinfo=UTC), "1 Dec 2025"),
        (datetime(2026, 10, 27, 8, 0, tzinfo=UTC), "tomorrow 8:00"),
        (datetime(2026, 11, 2, 15, 5, tzinfo=UTC), "Mon 2 Nov 15:05"),
    ],
)
def test_moments_by_the_clock_of_the_school(moment: datetime, words: str) -> None:
    assert when_words(moment, NOW, LONDON) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "was due Sat 24 Oct"),
        (-1, "was due yesterday"),
        (0, "due today"),
        (1, "due tomorrow"),
        (6, "due Sunday"),
        (7, "due Mon 2 Nov"),
    ],
)
def test_when_homework_is_due(days: int, words: str) -> None:
    assert due_words(TODAY + timedelta(days=days), TODAY) == words


def test_when_something_happens() -> None:
    assert happens_words(date(2026, 12, 1), time(9, 15), TODAY) == "Tue 1 Dec 9:15"
    assert happens_words(TODAY, None, TODAY) == "today"


def test_every_kind_has_a_name_and_an_icon_that_is_two_cells_in_any_terminal() -> None:
    for kind in PostKind:
        assert KIND_NAMES[kind]
        assert [unicodedata.east_asian_width(sign) for sign in KIND_ICONS[kind]] == ["W"]
