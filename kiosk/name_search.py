"""Typing the start of a name to get to somebody's tile."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from kiosk.text import folded

FORGET_SECONDS = 1.5


class NameSearch:
    """Gathers letters while they come quickly, and starts anew after a pause."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._at = float("-inf")
        self.typed = ""

    def add(self, letter: str, names: Sequence[str]) -> int | None:
        """Another letter: the place of the first of `names` that begins like what was typed.

        A letter that leads nowhere after others begins a new search by itself; None when
        nobody's name begins with it either.
        """
        now = self._seconds()
        before = self.typed if now - self._at <= FORGET_SECONDS else ""
        self._at = now
        for typed in (before + folded(letter), folded(letter)):
            self.typed = typed
            for place, name in enumerate(names):
                if folded(name).startswith(typed):
                    return place
        self.typed = ""
        return None
