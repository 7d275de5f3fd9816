"""The class's countdown: it keeps running while the teacher does something else."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 99 * 60 + 59.0
ALARM_SECONDS = 15.0
AFTERWARDS_SECONDS = 60.0
TIME_IS_UP = "Time's up!"


class Countdown:
    """Set, running, paused or finished. Seconds are counted by a clock that nothing moves."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._ends: float | None = None
        self._left = 0.0
        self._end_told = False
        self.length = 0.0

    @property
    def is_set(self) -> bool:
        return self.length > 0

    @property
    def running(self) -> bool:
        return self._ends is not None and self.left > 0

    @property
    def finished(self) -> bool:
        return self.is_set and self.left <= 0

    @property
    def left(self) -> float:
        """Seconds to go, never below 0."""
        if self._ends is None:
            return self._left
        return max(0.0, self._ends - self._seconds())

    @property
    def since_end(self) -> float:
        """Seconds since the time was up; 0 while it is not."""
        if self._ends is None or not self.finished:
            return 0.0
        return self._seconds() - self._ends

    @property
    def alarming(self) -> bool:
        """The time has only just run out: everybody in the room should notice."""
        return self.finished and self.since_end < ALARM_SECONDS

    @property
    def on_show(self) -> bool:
        """There is something to see: time to go, or that the time was up a minute ago at most."""
        return self.is_set and self.since_end < AFTERWARDS_SECONDS

    def start(self, length: float) -> None:
        """Begin anew with `length` seconds, `LONGEST` at most."""
        self.length = min(length, LONGEST)
        self._ends = self._seconds() + self.length
        self._end_told = False

    def pause(self) -> None:
        self._left, self._ends = self.left, None

    def resume(self) -> None:
        if self._ends is None and self._left > 0:
            self._ends = self._seconds() + self._left

    def reset(self) -> None:
        """Back to the full length, not running."""
        self._left, self._ends, self._end_told = self.length, None, False

    def add(self, seconds: float) -> None:
        """A little longer. When the time was up, it runs again for so long."""
        if self.finished:
            self.start(seconds)
            return
        more = min(seconds, LONGEST - self.left)
        self.length = max(self.length, self.left + more)
        if self._ends is None:
            self._left += more
        else:
            self._ends += more

    def clear(self) -> None:
        self._ends, self._left, self.length, self._end_told = None, 0.0, 0.0, False

    def take_end(self) -> bool:
        """True once after the time is up: for whoever tells the room first."""
        if not self.finished or self._end_told:
            return False
        self._end_told = True
        return True

    def digits(self) -> str:
        """`4:59`; `0:00` when finished or nothing is set. The last second counts as a whole."""
        whole = int(self.left + 0.999)
        return f"{whole // 60}:{whole % 60:02}"

    def words(self) -> str:
        """`⏳ 4:59` for the banner; `⏰ Time's up!` for a minute afterwards, else empty."""
        if not self.on_show:
            return ""
        return f"⏰ {TIME_IS_UP}" if self.finished else f"⏳ {self.digits()}"
