"""The one asynchronous door to the records: `await store.run(points.award, …)`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8


class Store:
    """Runs the operations of `db/` in threads, so that the screen never waits for the disk.

    An operation that has started runs to its end, even when the one who waits is cancelled:
    what it commits stays committed.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="store")

    async def run(self, operation: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `operation` in a thread; its result or its exception comes back here."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(operation, *args, **kwargs))

    def close(self) -> None:
        """Wait for what is under way; nothing can be run afterwards."""
        self._threads.shutdown(wait=True)
