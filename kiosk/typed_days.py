"""Days and times as people type them: `Friday`, `12/10`, `12 October`, `3pm`."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Iterable
from datetime import date, time, timedelta

from kiosk.text import folded

HOW_DAYS = "Please type a day, such as Friday, 12/10 or 12 October."
HOW_TIMES = "Please type a time, such as 9:30 or 3pm."
TOO_FAR = "That is more than two years away. Please look at the year again."
FARTHEST = timedelta(days=731)
SCHOOL_IS_OUT = 6  # until then, an hour without am or pm is in the afternoon

_DAY_LETTERS = re.compile(r"[a-z0-9\s.,/-]+")
_PIECE = re.compile(r"[0-9]+|[a-z]+")
_TIME = re.compile(r"([0-9]{1,2})(?:[:. ]?([0-9]{2}))?\s*(?:([ap])\.?m\.?)?")
_NEAR = {"today": 0, "tomorrow": 1}
_CLOCK_NAMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_SAYS_NOTHING = {"the", "of", "on", "by", "due", "this", "st", "nd", "rd", "th"}
_SHORTEST_NAME = 3


class Unreadable(ValueError):  # noqa: N818 - its text is for people
    """What was typed is no day, or no time; its text can be shown to a person."""


def read_day(words: str, today: date) -> date:
    """The day that `words` mean on `today`.

    Without a year it is the next such day, today included; the name of a weekday is the next one
    after today, and with `next` the one in the week after this. Raises `Unreadable`.
    """
    typed = folded(words).strip()
    if not _DAY_LETTERS.fullmatch(typed):
        raise Unreadable(HOW_DAYS)
    parts = [it for it in _PIECE.findall(typed) if it not in _SAYS_NOTHING]
    if len(parts) == 1 and parts[0] in _NEAR:
        return today + timedelta(days=_NEAR[parts[0]])
    in_next_week = parts[:1] == ["next"]
    if in_next_week:
        parts = parts[1:]
    weekday = _named(parts[0], day_name) if parts else None
    if weekday is not None and len(parts) == 1:
        return _next_weekday(weekday, today, in_next_week=in_next_week)
    if in_next_week:
        raise Unreadable(HOW_DAYS)
    day = _in_calendar(parts if weekday is None else parts[1:], today)
    if weekday is not None and day.weekday() != weekday:
        raise Unreadable(f"{day.day} {day:%B %Y} is a {day:%A}.")
    if abs(day - today) > FARTHEST:
        raise Unreadable(TOO_FAR)
    return day


def read_time(words: str) -> time:
    """The time of day that `words` mean: `9:30`, `0930`, `3pm`, `noon`; `2:15` is in the
    afternoon, and `02:15` at night. Raises `Unreadable`."""
    typed = folded(words).strip()
    if typed in _CLOCK_NAMES:
        return _CLOCK_NAMES[typed]
    found = _TIME.fullmatch(typed)
    if found is None:
        raise Unreadable(HOW_TIMES)
    hour, half = int(found[1]), found[3]
    if half:
        if not 1 <= hour <= 12:
            raise Unreadable(HOW_TIMES)
        hour = hour % 12 + (12 if half == "p" else 0)
    elif 1 <= hour < SCHOOL_IS_OUT and len(found[1]) == 1:
        hour += 12
    try:
        return time(hour, int(found[2] or 0))
    except ValueError:
        raise Unreadable(HOW_TIMES) from None


def day_typed(day: date, today: date) -> str:
    """`12 October`, as a person would type it on `today`: with the year where it needs one."""
    words = f"{day.day} {day:%B}"
    return words if _in_calendar(_PIECE.findall(words.lower()), today) == day else f"{day:%d/%m/%Y}"


def day_told(day: date, today: date) -> str:
    """`Mon 12 Oct`, which shows how a day was read; with the year where that is another."""
    return f"{day:%a} {day.day} {day:%b}" + (f" {day:%Y}" if day.year != today.year else "")


def _in_calendar(parts: list[str], today: date) -> date:
    """A day of the month, with or without the rest of its date."""
    numbers = [it for it in parts if it.isdigit()]
    names = [it for it in parts if not it.isdigit()]
    month = _named(names[0], month_name) if len(names) == 1 else None
    match len(parts), numbers:
        case 3, [year, _, day] if not names and len(year) == 4:
            return _date(year, int(numbers[1]), day)
        case 3, [day, number, year] if not names:
            return _date(year, int(number), day)
        case 3, [day, year] if month is not None:
            return _date(year, month, day)
        case 2, [day, number] if not names:
            return _coming(day, int(number), today)
        case 2, [day] if month is not None:
            return _coming(day, month, today)
        case 1, [day] if not names:
            for month_after in range(today.month - 1, today.month + 11):
                years, place = divmod(month_after, 12)
                found = _or_none(today.year + years, place + 1, int(day))
                if found is not None and found >= today:
                    return found
    raise Unreadable(HOW_DAYS)


def _coming(day: str, month: int, today: date) -> date:
    for year in range(today.year, today.year + 9):  # a leap day may be eight years away
        found = _or_none(year, month, int(day))
        if found is not None and found >= today:
            return found
    raise Unreadable(HOW_DAYS)


def _date(year: str, month: int, day: str) -> date:
    if len(year) not in (2, 4):
        raise Unreadable(HOW_DAYS)
    found = _or_none(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    if found is None:
        raise Unreadable("There is no such day in the calendar.")
    return found


def _or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _next_weekday(weekday: int, today: date, *, in_next_week: bool) -> date:
    if in_next_week:
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _named(word: str, names: Iterable[str]) -> int | None:
    """Which of `names` begins so, by three letters or more."""
    if len(word) < _SHORTEST_NAME:
        return None
    for number, name in enumerate(names):
        if name and name.lower().startswith(word):
            return number
    return None
