"""Periods: the school's calendar decides, not the machine's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db import models, terms
from db.connection import writing
from db.policy import Refused
from tests.conftest import NOW, Here


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)),
     (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25)), (2019, date(2019, 4, 21))],
)  # fmt: skip
def test_easter(year: int, sunday: date) -> None:
    assert terms.easter(year) == sunday


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [
        (date(2026, 9, 1), "Autumn term", date(2026, 9, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), "Autumn term", date(2026, 9, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), "Spring term", date(2027, 1, 1), date(2027, 3, 28)),
        (date(2027, 3, 28), "Spring term", date(2027, 1, 1), date(2027, 3, 28)),
        (date(2027, 3, 29), "Summer term", date(2027, 3, 29), date(2027, 8, 31)),
        (date(2027, 8, 31), "Summer term", date(2027, 3, 29), date(2027, 8, 31)),
    ],
)
def test_the_usual_terms(day: date, name: str, first: date, last: date) -> None:
    assert terms.term_of(day) == terms.Period(name, first, last)


def test_the_usual_terms_leave_no_day_out() -> None:
    for number in range(date(2024, 1, 1).toordinal(), date(2032, 1, 1).toordinal()):
        day = date.fromordinal(number)
        term = terms.term_of(day)
        assert term.first <= day <= term.last


def test_the_schools_own_terms_come_first(here: Here) -> None:
    with writing():
        models.Term.create(name="Autumn 1", starts_on=date(2026, 9, 3), ends_on=date(2026, 10, 23))
        models.Term.create(name="Autumn 2", starts_on=date(2026, 11, 2), ends_on=date(2026, 12, 18))
    term = terms.periods(NOW).term
    assert (term.name, term.first, term.last) == (
        "Autumn 2", date(2026, 11, 2), date(2026, 12, 18),
    )  # fmt: skip
    half_term = datetime(2026, 10, 28, 12, tzinfo=UTC)
    assert terms.periods(half_term).term.name == "Autumn 1"
    years_later = datetime(2030, 10, 28, 12, tzinfo=UTC)
    assert terms.periods(years_later).term.name == "Autumn term"


def test_the_day_is_that_of_the_schools_clock(here: Here) -> None:
    """Half past eleven at night in UTC is the next day in a British summer."""
    sunday_night = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    found = terms.periods(sunday_night)
    assert found.today.first == date(2026, 6, 15)
    assert (found.week.first, found.week.last) == (date(2026, 6, 15), date(2026, 6, 21))


@pytest.mark.parametrize(
    "words", ["24/11/2026", " 24/11/26 ", "24.11.2026", "24-11-2026", "24 11 2026"]
)
def test_a_typed_day(words: str) -> None:
    assert terms.read_uk(words) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "words",
    ["", "today", "31/02/2026", "11/24/2026", "2026-11-24", "1/2", "٢٤/١١/٢٠٢٦", "1e1/2/26"],
)
def test_what_is_no_day_is_refused(words: str) -> None:
    with pytest.raises(Refused, match="day/month/year"):
        terms.read_uk(words)


def test_dates_are_in_order() -> None:
    assert terms.dates(date(2026, 1, 1), date(2026, 1, 2)).days == 2
    with pytest.raises(Refused, match="first day"):
        terms.dates(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(Refused, match="2000"):
        terms.dates(date(1026, 1, 2), date(2026, 1, 1))
