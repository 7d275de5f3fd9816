"""The moment and the school's day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

DEFAULT_TIME_ZONE = "Europe/London"


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def school_day(moment: datetime, time_zone: str = DEFAULT_TIME_ZONE) -> date:
    """The date that the school's wall calendar shows at `moment`."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def moment_of(day: date, wall: time, time_zone: str = DEFAULT_TIME_ZONE) -> datetime:
    """The moment, in UTC, at which the school's clock on the wall shows `wall` on `day`.

    Where the clocks go back and show it twice, it is the first time; a time that the clocks
    skip is counted on from before they were changed: 01:30 is then 02:30.
    """
    return datetime.combine(day, wall, ZoneInfo(time_zone)).astimezone(UTC)
