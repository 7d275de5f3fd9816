"""How fast one parent may change things: no thumb is faster, only a program is."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from datetime import datetime, timedelta
from math import ceil

from db.policy import TryLater

MOST = 60
WITHIN = timedelta(minutes=1)
MOST_REMEMBERED = 5000


class Pace:
    """Remembers, in memory, when each parent changed something in the last minute."""

    def __init__(self) -> None:
        self._done: dict[Hashable, deque[datetime]] = {}

    def need(self, who: Hashable, now: datetime) -> None:
        """Count one change. Raises `TryLater` for more than sixty within a minute."""
        if len(self._done) > MOST_REMEMBERED:
            self._done = {by: it for by, it in self._done.items() if _is_fresh(it[-1], now)}
        moments = self._done.setdefault(who, deque())
        while moments and not _is_fresh(moments[0], now):
            moments.popleft()
        if len(moments) >= MOST:
            seconds = ceil((moments[0] + WITHIN - now).total_seconds())
            raise TryLater("That was a lot at once. Please go on in a minute.", seconds)
        moments.append(now)


def _is_fresh(moment: datetime, now: datetime) -> bool:
    """A moment that is still to come is from a clock that was wrong then."""
    return now - WITHIN < moment <= now
