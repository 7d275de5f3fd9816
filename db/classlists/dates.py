"""Dates as school systems write them."""

from __future__ import annotations

import re
from datetime import date, datetime

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})\.?[-/., ]*(\d{4}|\d{2})", re.I)


def read_date(words: str, today: date) -> date | None:
    """The date that `words` say: 2015-04-30, 30/04/2015, 30.4.15, 30 April 2015.

    The day stands before the month, as it does in the UK. Two digits of a year mean the last
    hundred years before `today`. None when `words` say no date.
    """
    words = words.strip()
    for pattern, order in ((_ISO, "ymd"), (_YEAR_FIRST, "ymd"), (_DAY_FIRST, "dmy")):
        if match := pattern.fullmatch(words):
            numbers = dict(zip(order, match.groups(), strict=True))
            return _date(numbers["y"], int(numbers["m"]), int(numbers["d"]), today)
    if (match := _WORDS.fullmatch(words)) and (name := match[2][:3].lower()) in _MONTHS:
        return _date(match[3], _MONTHS.index(name) + 1, int(match[1]), today)
    return None


def show_date(moment: datetime | date) -> str:
    """A date of a workbook's cell, as `read_date` reads it back."""
    return moment.strftime("%Y-%m-%d")


def _date(year_digits: str, month: int, day: int, today: date) -> date | None:
    year = int(year_digits)
    if len(year_digits) == 2:
        year += today.year // 100 * 100
        if year > today.year:
            year -= 100
    try:
        return date(year, month, day)
    except ValueError:
        return None
