"""A form that is sent twice is done once: an impatient second tap, an answer lost on its way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

REMEMBERED = timedelta(minutes=10)
MOST = 2000
LONGEST_KEY = 64


class Once:
    """Remembers, in memory and for ten minutes, what came of a form by the key hidden in it."""

    def __init__(self) -> None:
        self._done: dict[tuple[str, ...], tuple[datetime, asyncio.Task[str]]] = {}

    async def do(
        self, key: tuple[str, ...], now: datetime, work: Callable[[], Awaitable[str]]
    ) -> str:
        """What `work` gives, or gave when this key came before. What failed may be tried again.

        The last part of `key` is the random one; without it nothing is remembered.
        """
        if not 0 < len(key[-1]) <= LONGEST_KEY:
            return await work()
        self._forget(now)
        if key not in self._done:
            self._done[key] = (now, asyncio.ensure_future(self._try(key, work)))
        return await asyncio.shield(self._done[key][1])

    async def _try(self, key: tuple[str, ...], work: Callable[[], Awaitable[str]]) -> str:
        try:
            return await work()
        except BaseException:
            self._done.pop(key, None)
            raise

    def _forget(self, now: datetime) -> None:
        old = [key for key, (begun, _) in self._done.items() if now - begun > REMEMBERED]
        crowd = list(self._done)[: max(0, len(self._done) - MOST)]
        for key in {*old, *crowd}:
            del self._done[key]
