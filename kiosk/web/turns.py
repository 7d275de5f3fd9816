"""Whose file is opened next: one at a time of each sender, and not without end what is no good."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from db.policy import TryLater

AT_ONCE = 2  # decoders, each of which may take much memory; with one, a sender could hold all
LONGEST_WAIT = 100  # seconds; less than the page's script waits for an answer
REMEMBERED = timedelta(hours=1)
BUSY = "Very many are sending at the moment, so this was not saved. Please send it again soon."

T = TypeVar("T")


class Turns:
    """Who opens a file, who waits, and how many files of a sender could not be taken.

    It is kept in memory alone: started again, the phone pages have forgotten it.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self.decoders = asyncio.Semaphore(at_once)
        self.locks: dict[str, asyncio.Lock] = {}
        self.in_line: Counter[str] = Counter()
        self.refused: dict[str, deque[datetime]] = {}

    @asynccontextmanager
    async def turn(self, sender: str) -> AsyncIterator[None]:
        """Wait for the sender's own files ahead, then for a decoder, though not for ever.

        So a sender holds one decoder at most, however much comes. Raises `TryLater`.
        """
        lock = self.locks.setdefault(sender, asyncio.Lock())
        self.in_line[sender] += 1
        try:
            async with AsyncExitStack() as held:
                try:
                    async with asyncio.timeout(LONGEST_WAIT):
                        await held.enter_async_context(lock)
                        await held.enter_async_context(self.decoders)
                except TimeoutError:
                    raise TryLater(BUSY, LONGEST_WAIT) from None
                yield
        finally:
            self.in_line[sender] -= 1
            if not self.in_line[sender]:
                del self.in_line[sender], self.locks[sender]

    def count_refused(self, leave: str, now: datetime) -> None:
        """Remember for an hour that a file sent by this leave could not be taken."""
        self._forget(now)
        self.refused.setdefault(leave, deque()).append(now)

    def refused_lately(self, leave: str, now: datetime) -> int:
        self._forget(now)
        return len(self.refused.get(leave, ()))

    def _forget(self, now: datetime) -> None:
        for leave, times in list(self.refused.items()):
            while times and now - times[0] >= REMEMBERED:
                times.popleft()
            if not times:
                del self.refused[leave]


async def unless_hung_up(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What `work` gives; the body of the request must have been read.

    Raises `ClientDisconnect`, with `work` cancelled and ended, when the phone hangs up before.
    """
    working = asyncio.create_task(work)
    hanging_up = asyncio.create_task(_hung_up(request))
    both = (working, hanging_up)
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
