"""Days and times as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.typed_days import Unreadable, day_typed, read_day, read_time

TUESDAY = date(2026, 11, 24)
DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))
FORMS = (
    lambda it: f"{it:%d/%m/%Y}",
    lambda it: f"{it.day}.{it.month}.{it:%y}",
    lambda it: it.isoformat(),
    lambda it: f"{it.day} {it:%B %Y}",
    lambda it: f"{it:%B} {it.day}, {it.year}",
    lambda it: f"  {it:%A} the {it.day}th of {it:%b %Y} ",
)


@given(DAYS, st.timedeltas(timedelta(days=-700), timedelta(days=700)), st.sampled_from(FORMS))
def test_every_way_of_writing_a_whole_date_is_that_day(today, away, form) -> None:
    assert read_day(form(today + away), today) == today + away


@given(DAYS, DAYS.map(lambda it: (it.day, it.month)))
def test_without_a_year_it_is_the_next_such_day(today, wanted) -> None:
    day, month = wanted
    try:
        found = read_day(f"{day}/{month}", today)
    except Unreadable:
        assert wanted == (29, 2)  # may be too far away to be meant
        return
    assert (found.day, found.month) == wanted
    assert today <= found
    assert found <= today + timedelta(days=366) or wanted == (29, 2)


@given(DAYS, st.timedeltas(timedelta(days=-700), timedelta(days=700)))
def test_what_a_field_shows_is_read_as_the_same_day(today, away) -> None:
    assert read_day(day_typed(today + away, today), today) == today + away


@given(st.text() | st.from_regex(r"[0-9a-z/ .-]{0,14}", fullmatch=True), DAYS)
def test_anything_else_is_refused_as_unreadable(words, today) -> None:
    for read in (lambda: read_day(words, today), lambda: read_time(words)):
        with suppress(Unreadable):
            assert read() is not None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", TUESDAY),
        ("Tomorrow", date(2026, 11, 25)),
        ("friday", date(2026, 11, 27)),
        ("Tue", date(2026, 12, 1)),
        ("next Tuesday", date(2026, 12, 1)),
        ("next fri", date(2026, 12, 4)),
        ("12/10", date(2027, 10, 12)),
        ("24 nov", TUESDAY),
        ("the 23rd", date(2026, 12, 23)),
        ("31", date(2026, 12, 31)),
    ],
)
def test_days_as_they_are_spoken_of(words: str, day: date) -> None:
    assert read_day(words, TUESDAY) == day


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Friday 12 October 2026", "is a Monday"),
        ("31/2/2027", "no such day"),
        ("12/10/2062", "two years"),
        ("", "type a day"),
        ("soon", "type a day"),
        ("31/2", "type a day"),
        ("٢٤/١١", "type a day"),
    ],
)
def test_what_is_wrong_with_a_day_is_said(words: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_day(words, TUESDAY)


@given(st.times())
def test_every_way_of_writing_a_time_is_that_time(at) -> None:
    at = at.replace(second=0, microsecond=0)
    for form in ("%H:%M", "%H.%M", "%H%M", "%I:%M%p", "%I.%M %p"):
        assert read_time(f"{at:{form}}") == at, form


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("9", time(9)),
        ("3pm", time(15)),
        ("3.15", time(15, 15)),
        ("03:15", time(3, 15)),
        ("12am", time(0)),
        ("noon", time(12)),
        ("8:05 a.m.", time(8, 5)),
    ],
)
def test_times_as_they_are_spoken_of(words: str, at: time) -> None:
    assert read_time(words) == at


@pytest.mark.parametrize("words", ["", "25", "9:60", "13pm", "0am", "noonish", "9:3"])
def test_what_is_no_time_is_refused(words: str) -> None:
    with pytest.raises(Unreadable, match="time"):
        read_time(words)
