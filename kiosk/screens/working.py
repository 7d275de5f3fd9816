"""One moment, please: something that takes a while, such as reading a large class list."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, ProgressBar, Static

from db.policy import Problem
from kiosk.screens.place import InKiosk
from kiosk.text import count, safe

T = TypeVar("T")


class Working(InKiosk, ModalScreen["T | Problem | None"], Generic[T]):
    """Gives what `operation` gave, the `Problem` it raised, or None when a person stopped waiting.

    An operation that writes is not to be stopped: pass `may_stop=False`.
    """

    CSS_PATH = "working.tcss"
    BINDINGS = [Binding("escape", "stop", "Stop", show=False)]

    def __init__(self, words: str, operation: Callable[[], T], *, may_stop: bool = True) -> None:
        super().__init__()
        self._words, self._operation, self._may_stop = words, operation, may_stop
        self._since = time.monotonic()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe(self._words), id="words")
            with Center():
                yield ProgressBar(show_percentage=False, show_eta=False)
            yield Static("One moment …", id="seconds")
            if self._may_stop:
                with Center(classes="edged"):
                    yield Button("Stop (Esc)", id="stop")

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tell_seconds)
        self.carry_out()

    @work(group="load", exit_on_error=False)
    async def carry_out(self) -> None:
        outcome: T | Problem
        try:
            outcome = await self.store.run(self._operation)
        except Problem as problem:
            outcome = problem
        self.dismiss(outcome)

    def on_button_pressed(self) -> None:
        self.action_stop()

    def action_stop(self) -> None:
        if self._may_stop:
            self.dismiss(None)

    def _tell_seconds(self) -> None:
        seconds = int(time.monotonic() - self._since)
        self.query_one("#seconds", Static).update(f"One moment … {count(seconds, 'second')}")
