"""Who is signed in on the kiosk, and for how long without a touch (R31)."""

from __future__ import annotations

import time
from collections.abc import Callable

from db.records import Pupil, Staff


def awake_and_asleep() -> float:
    """Seconds that keep counting while the device sleeps; no clock change moves them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Session:
    """One person at a time: a member of staff or a pupil, or nobody."""

    def __init__(
        self, idle_seconds: float, seconds: Callable[[], float] = awake_and_asleep
    ) -> None:
        self._idle_seconds = idle_seconds
        self._seconds = seconds
        self._touched = seconds()
        self.staff: Staff | None = None
        self.pupil: Pupil | None = None

    @property
    def somebody(self) -> bool:
        return self.staff is not None or self.pupil is not None

    def begin(self, *, staff: Staff | None = None, pupil: Pupil | None = None) -> None:
        """A person signed in; whoever was there before is signed out."""
        self.staff, self.pupil = staff, pupil
        self.touch()

    def end(self) -> None:
        self.staff = self.pupil = None

    def touch(self) -> None:
        """Somebody is there: a key, a tap."""
        self._touched = self._seconds()

    def seconds_left(self) -> float:
        """Until the sign-in ends by itself; 0 when it is time."""
        return max(0.0, self._idle_seconds - (self._seconds() - self._touched))
