"""What the kiosk does behind the screens: load the rooms, tidy the media, publish what is due,
watch the records."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any
from weakref import WeakSet

from textual.app import App
from textual.screen import Screen

from db.changes import Watcher
from db.policy import Problem
from kiosk import screens
from kiosk.messages import RecordsChanged
from kiosk.store import Store

log = logging.getLogger("kiosk")

LOOK_SECONDS = 0.25


class Background:
    """Work of the app that no screen waits for. `stop()` it before the store closes."""

    def __init__(self, app: App[Any], store: Store, clock: Callable[[], datetime]) -> None:
        self._app = app
        self._store = store
        self._clock = clock
        self._watcher = Watcher()
        self._tasks: list[asyncio.Task[None]] = []
        self._unaware: WeakSet[Screen[Any]] = WeakSet()

    def start(self) -> None:
        """Begin, behind the first screen, once that has been painted."""
        self._app.call_after_refresh(self._begin)

    def furnish(self, now: datetime) -> None:
        """Draw the demo's pictures, which would keep its first screen waiting."""
        drawing = self._store.run(furnish_demo, now)
        self._app.run_worker(drawing, group="rooms", exit_on_error=False)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._store.run(self._watcher.close)

    def _begin(self) -> None:
        self._app.run_worker(self._load(), group="rooms", exit_on_error=False)
        loop = asyncio.get_running_loop()
        works = (self._watch(), self._publish())
        self._tasks = [loop.create_task(it) for it in works]

    async def _load(self) -> None:
        await self._store.run(screens.load_rooms)
        if not self._app.is_headless:
            # What is loaded stays: looking for garbage in it was a quarter of opening a screen.
            gc.freeze()
        # Not loaded before the first picture either.
        tidying = await self._store.run(import_module, "kiosk.tidying")
        await self._do(tidying.tidy_media, tidying.FAILED)
        again = self._again(tidying.tidy_media, tidying.EVERY, tidying.FAILED)
        self._tasks.append(asyncio.get_running_loop().create_task(again))

    async def _publish(self) -> None:
        # Not loaded before the first picture.
        publishing = await self._store.run(import_module, "kiosk.publishing")

        def publish() -> None:
            publishing.publish_due(self._clock())

        await self._do(publish, publishing.FAILED)
        await self._again(publish, publishing.EVERY, publishing.FAILED)

    async def _again(self, work: Callable[[], None], seconds: float, failed: str) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self._do(work, failed)

    async def _do(self, work: Callable[[], None], failed: str) -> None:
        """Where it fails the log has it, and it is done again at its time all the same."""
        try:
            await self._store.run(work)
        except Exception:
            log.exception(failed)

    async def _watch(self) -> None:
        while True:
            await self._look()  # at once: what is committed before the first look goes unnoticed
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> None:
        try:
            changed = await self._store.run(self._watcher.changed)
        except Problem:
            return  # whoever needs the records now says what is wrong with them
        except Exception:
            log.exception("the records cannot be watched")
            return
        if changed:
            self._unaware.update(self._app.screen_stack)
        self._tell()

    def _tell(self) -> None:
        """The screen in front hears of it; those behind when they come to the front."""
        if not self._app.screen_stack:
            return
        front = self._app.screen
        if front in self._unaware:
            self._unaware.discard(front)
            front.post_message(RecordsChanged())


def fill_demo(now: datetime) -> None:
    """The made-up school itself."""
    import_module("db.demo").fill(now)


def furnish_demo(now: datetime) -> None:
    """The made-up school's pictures; what draws them is loaded for nobody else."""
    import_module("db.demo_portfolio").fill(now)
    import_module("db.demo_story_pictures").fill(now, import_module("db.demo").term(now))
