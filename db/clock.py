"""The moment and the school's day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DEFAULT_TIME_ZONE = "Europe/London"


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def school_day(moment: datetime, time_zone: str = DEFAULT_TIME_ZONE) -> date:
    """The date that the school's wall calendar shows at `moment`."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
