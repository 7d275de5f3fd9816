"""The class's countdown: it keeps running while the teacher does something else."""

from __future__ import annotations

import time
from collections.abc import Callable


class Countdown:
    """Set, running, paused or finished. Seconds are counted by a clock that nothing moves."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._ends: float | None = None
        self._left = 0.0
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

    def start(self, length: float) -> None:
        """Begin anew with `length` seconds."""
        self.length = length
        self._ends = self._seconds() + length

    def pause(self) -> None:
        self._left, self._ends = self.left, None

    def resume(self) -> None:
        if self._ends is None and self._left > 0:
            self._ends = self._seconds() + self._left

    def clear(self) -> None:
        self._ends, self._left, self.length = None, 0.0, 0.0

    def words(self) -> str:
        """`4:59` for the banner; `0:00` when finished, empty when nothing is set."""
        if not self.is_set:
            return ""
        whole = int(self.left + 0.999)
        return f"{whole // 60}:{whole % 60:02}"
