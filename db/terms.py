"""The school's periods: today, this week, this term, or any dates, by the school's calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db import models
from db.clock import DEFAULT_TIME_ZONE, school_day
from db.connection import reading
from db.policy import Refused

EARLIEST = date(2000, 1, 1)
LONGEST_HOLIDAY = timedelta(weeks=10)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included. `name` is what people call it."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods that one moment stands in, and `others` that people ask for."""

    today: Period
    week: Period
    term: Period
    others: tuple[Period, ...]


def periods(now: datetime) -> Periods:
    """Today, this week (Monday to Sunday) and this term, by the school's calendar at `now`."""
    with reading():
        school = models.School.select(models.School.time_zone).first()
        rows = models.Term.select().order_by(models.Term.starts_on)
        terms = [Period(row.name, row.starts_on, row.ends_on) for row in rows]
    today = school_day(now, school.time_zone if school else DEFAULT_TIME_ZONE)
    yesterday = today - timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    term = term_of(today, terms)
    before = term_of(term.first - timedelta(days=1), terms)
    year = today.year if today.month >= 9 else today.year - 1
    return Periods(
        today=Period("Today", today, today),
        week=Period("This week", monday, monday + timedelta(days=6)),
        term=term,
        others=(
            Period("Yesterday", yesterday, yesterday),
            Period("Last week", monday - timedelta(days=7), monday - timedelta(days=1)),
            Period(f"Last term ({before.name})", before.first, before.last),
            Period("This school year", date(year, 9, 1), date(year + 1, 8, 31)),
            Period("Last school year", date(year - 1, 9, 1), date(year, 8, 31)),
        ),
    )


def term_of(day: date, terms: Sequence[Period] = ()) -> Period:
    """The term that `day` is in; in a holiday, the term before it.

    `terms` are those that the school has set. Where none of them is near `day`, the usual
    English ones hold: autumn from 1 September, spring from 1 January to Easter Sunday, summer
    from the day after to 31 August.
    """
    near = [term for term in terms if term.first <= day <= term.last + LONGEST_HOLIDAY]
    return max(near, key=lambda term: term.first) if near else _usual_term(day)


def dates(first: date, last: date) -> Period:
    """Any days. Raises `Refused` when `last` is before `first`, or the dates make no sense."""
    if last < first:
        raise Refused("The first day must not be after the last day.")
    if first < EARLIEST or last.year > 2100:
        raise Refused("Please give dates from the year 2000 on.")
    name = uk(first) if first == last else f"{uk(first)} to {uk(last)}"
    return Period(name, first, last)


def uk(day: date) -> str:
    """24/11/2026."""
    return f"{day:%d/%m/%Y}"


def read_uk(words: str) -> date:
    """The day that a person typed as day/month/year: 24/11/2026, 4.9.26 and 4-9-2026 do.

    Raises `Refused`.
    """
    parts = words.strip().replace(".", "/").replace("-", "/").replace(" ", "/").split("/")
    try:
        if not all(part.isascii() for part in parts):
            raise ValueError
        day, month, year = (int(part) for part in parts)
        return date(year + 2000 if 0 <= year < 100 else year, month, day)
    except ValueError:
        raise Refused("Please type dates as day/month/year: 24/11/2026.") from None


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    f = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - f + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _usual_term(day: date) -> Period:
    sunday = easter(day.year)
    if day >= date(day.year, 9, 1):
        return Period("Autumn term", date(day.year, 9, 1), date(day.year, 12, 31))
    if day <= sunday:
        return Period("Spring term", date(day.year, 1, 1), sunday)
    return Period("Summer term", sunday + timedelta(days=1), date(day.year, 8, 31))
