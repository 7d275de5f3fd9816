"""When something unexpected goes wrong: it is logged, and the kiosk starts anew from home."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable

from rich.console import RenderableType
from textual._context import active_message_pump
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import NoActiveWorker, WorkerFailed, get_current_worker

from db.policy import Problem
from kiosk.terminal import PatientDriver
from kiosk.text import plain

log = logging.getLogger("kiosk")

MOST_TROUBLES = 5
TROUBLE_SECONDS = 20.0
CLOSING_SECONDS = 5.0
TROUBLE = (
    "Something went wrong and the kiosk came back to its home screen. "
    "What was saved is safe. The details are in the kiosk's log."
)
GAVE_UP = "The kiosk stopped: the same trouble came again and again. Its log says what it was."


class RecoveringApp(App[int], inherit_bindings=False):
    """An app that outlives its screens.

    Textual ends the program at the first unexpected exception, and the widget that met it stops
    hearing messages. Here the whole stack of screens is thrown away instead and a first screen
    is built; more than `MOST_TROUBLES` of them within `TROUBLE_SECONDS` end the program with
    code 1, for whatever started it to start it again.
    """

    def __init__(self) -> None:
        super().__init__(driver_class=PatientDriver)
        self._first: Screen[None] | None = None
        self._troubles: list[float] = []
        self._mend_is_due = False
        self._clearing: set[asyncio.Task[None]] = set()

    def first_screen(self) -> Screen[None]:
        """A new first screen, for the next visitor."""
        raise NotImplementedError

    @property
    def at_first_screen(self) -> bool:
        """Whether nothing stands before the first screen."""
        return self.screen is self._first

    async def start_anew(self, sentence: str = "") -> None:
        """Take every screen away, and whatever works for them, and show a new first screen."""
        old = list(self.screen_stack)
        base = [screen for screen in old[:1] if screen.is_running and screen is not self._first]
        first = self.first_screen()
        self.capture_mouse(None)
        mounted = self.push_screen(first)
        # From here until the next await nothing else runs: what goes wrong on the old screens
        # is known by their not being in the stack.
        self._screen_stack[:] = [*base, first]
        self._first = first
        self._mend_is_due = False
        self.clear_notifications()
        self._clipboard = ""
        self._stop_work_of_removed_screens()
        try:
            await mounted
        finally:
            gone = [screen for screen in old if screen not in self._screen_stack]
            task = asyncio.get_running_loop().create_task(self._clear_away(gone))
            self._clearing.add(task)
            task.add_done_callback(self._cleared)
        if sentence:
            self.notify(plain(sentence), severity="warning", timeout=15, markup=False)

    def _stop_work_of_removed_screens(self) -> None:
        try:
            current = get_current_worker()
        except NoActiveWorker:
            current = None
        for worker in list(self.workers):
            if worker is not current and worker.node is not self and not self._shown(worker.node):
                worker.cancel()

    async def _clear_away(self, screens: Iterable[Screen[object]]) -> None:
        """Close `screens`, even where nobody listens any more, and every widget left over."""
        with self._context():
            for screen in screens:
                for waiting in screen._result_callbacks:
                    if waiting.future is not None and not waiting.future.done():
                        waiting.future.cancel()
                await self._close(screen)
            for node in [it for it in self._registry if not self._shown(it)]:
                await self._close(node)
                if isinstance(node, Widget) and isinstance(node._parent, DOMNode):
                    node._parent._nodes._remove(node)
                node._detach()
                self._registry.discard(node)

    async def _close(self, node: DOMNode) -> None:
        await node._close_messages(wait=False)
        task = node._task
        if task is None or task.done():
            return
        _, running = await asyncio.wait({task}, timeout=CLOSING_SECONDS)
        for stuck in running:
            log.error("%s did not close by itself", type(node).__name__)
            stuck.cancel()

    def _cleared(self, task: asyncio.Task[None]) -> None:
        self._clearing.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("screens could not be cleared away", exc_info=task.exception())

    def _shown(self, node: DOMNode) -> bool:
        return any(screen in node.ancestors_with_self for screen in self._screen_stack)

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # Only something that the handler awaited was cancelled: the app goes on.
        except Exception as error:  # the app's own pump must outlive any handler
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """Textual calls this with whatever exception nobody caught."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        log.error("unexpected error", exc_info=error)
        if self._exit or not self._running:
            self._return_code = self._return_code or 1
            return
        node = active_message_pump.get(None)
        removed = isinstance(node, DOMNode) and node is not self and not self._shown(node)
        if removed or self._mend_is_due:
            return
        now = time.monotonic()
        self._troubles = [at for at in self._troubles if now - at < TROUBLE_SECONDS] + [now]
        if len(self._troubles) > MOST_TROUBLES:
            log.error("giving up after %d troubles", len(self._troubles))
            self.exit(return_code=1, message=GAVE_UP)
            return
        self._mend_is_due = True
        asyncio.get_running_loop().call_soon(self._mend, error)

    def _mend(self, error: Exception) -> None:
        sentence = str(error) if isinstance(error, Problem) else TROUBLE
        task = asyncio.get_running_loop().create_task(self.mend(sentence))
        self._clearing.add(task)
        task.add_done_callback(self._mended)

    async def mend(self, sentence: str) -> None:
        """Come back from trouble."""
        with self._context():
            await self.start_anew(sentence)

    def _mended(self, task: asyncio.Task[None]) -> None:
        self._clearing.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Exception):  # not even the first screen could be built
            self._mend_is_due = False
            with self._context():
                self._handle_exception(error)

    def panic(self, *renderables: RenderableType) -> None:
        """The terminal's input cannot be read any more. Nothing of it is printed: it may hold
        what was typed."""
        log.error("the terminal cannot be read any more")
        self.exit(return_code=1)
