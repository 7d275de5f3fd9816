"""An app that stays up while it is measured, and the moment at which something was painted."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from textual._compositor import CompositorUpdate
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

T = TypeVar("T")
PATIENCE = 30.0  # seconds


class Stage:
    """Runs `app` without a terminal on `loop`, and does jobs in it, one at a time.

    What would go to the terminal is made, byte by byte, and thrown away: the work is the same.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, app: App[Any], size: tuple[int, int]
    ) -> None:
        self.loop, self.app = loop, app
        self._jobs: asyncio.Queue[tuple[Callable[..., Awaitable[Any]], asyncio.Future[Any]]]
        self._jobs = asyncio.Queue()
        self._waits: list[tuple[Callable[[Screen[Any]], bool], asyncio.Event]] = []
        self._display, app._display = app._display, self._paint  # type: ignore[method-assign]
        self._running = loop.create_task(self._run(size))

    def do(self, job: Callable[[Pilot[Any]], Awaitable[T]]) -> T:
        """Run `job(pilot)` inside the app and give what it gives."""
        return self.loop.run_until_complete(self._ask(job))

    async def painted(self, seen: Callable[[Screen[Any]], bool]) -> None:
        """Wait until something was painted and `seen(screen)` is true of it."""
        event = asyncio.Event()
        self._waits.append((seen, event))
        await asyncio.wait_for(event.wait(), PATIENCE)

    def close(self) -> None:
        self._running.cancel()
        self.loop.run_until_complete(asyncio.gather(self._running, return_exceptions=True))

    def _paint(self, screen: Screen[Any], renderable: Any) -> None:
        self._display(screen, renderable)
        if renderable is None or self.app._batch_count:
            return
        if isinstance(renderable, CompositorUpdate):
            renderable.render_segments(self.app.console)
        for seen, event in list(self._waits):
            if seen(self.app.screen):
                event.set()
                self._waits.remove((seen, event))

    async def _ask(self, job: Callable[..., Awaitable[T]]) -> T:
        answer: asyncio.Future[T] = self.loop.create_future()
        await self._jobs.put((job, answer))
        await asyncio.wait({answer, self._running}, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            self._running.result()
        return await answer

    async def _run(self, size: tuple[int, int]) -> None:
        async with self.app.run_test(size=size) as pilot:
            while True:
                job, answer = await self._jobs.get()
                try:
                    answer.set_result(await job(pilot))
                except Exception as error:
                    answer.set_exception(error)


@contextmanager
def all_day() -> Iterator[None]:
    """As in a kiosk that runs all day (`kiosk/start.py`): nobody looks for garbage in what was
    loaded. It holds for everything that is measured in here, the bare things too."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def all_shown(screen: Screen[Any], selector: str, count: int) -> bool:
    """Whether `count` widgets are on the screen, each with room of its own."""
    found = list(screen.query(selector))
    shown = screen._compositor.full_map
    return len(found) == count and all(it in shown and it.size.area for it in found)
