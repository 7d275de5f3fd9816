"""The promises, one a page, each to be ticked."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from db import agreement
from db.records import Agreement
from kiosk.screens.place import Place
from kiosk.screens.sign import Sign
from kiosk.text import safe
from kiosk.widgets.big_words import BigWords
from kiosk.widgets.promise_tick import PromiseTick


class Promises(Place):
    """Read and tick; after the last one comes the signature. Needs a signed-in pupil.

    With `preview` a leader looks through words that are not kept yet; nothing is signed.
    """

    CSS_PATH = "promises.tcss"
    TITLE_WORDS = "Our promises"
    BINDINGS = [
        Binding("left", "turn(-1)", "Page back"),
        Binding("right", "turn(1)", "Next page"),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, preview: Agreement | None = None) -> None:
        super().__init__()
        self._preview = preview
        self._wording: Agreement | None = None
        self._page = 0
        self._ticked: set[int] = set()

    def compose_place(self) -> ComposeResult:
        yield Static("", id="progress")
        with Vertical(id="page"):
            yield BigWords(id="title")
            yield Static("", id="words")
        with Center():
            yield PromiseTick(id="tick")
        with Horizontal(id="buttons"):
            yield Button("◀ Page back", id="before")
            yield Button("Next page ▶", id="next", variant="primary")

    def on_mount(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        self._wording = self._preview or await self.store.run(agreement.current)
        self._show()

    def on_promise_tick_changed(self, event: PromiseTick.Changed) -> None:
        if event.ticked:
            self._ticked.add(self._page)
        else:
            self._ticked.discard(self._page)
        self._show(focus=False)
        if event.ticked:
            self.query_one("#next", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.action_turn(1 if event.button.id == "next" else -1)

    def action_turn(self, pages: int) -> None:
        """A page on, where this one is ticked, or back; after the last one to the signature."""
        if self._wording is None:
            return
        if pages > 0 and self._page not in self._ticked and self._preview is None:
            self.query_one("#tick", PromiseTick).focus()
            self.say("Read the promise, then tick the box.")
            return
        page = self._page + pages
        if page >= len(self._wording.promises) and self._preview is not None:
            self.dismiss()
        elif page >= len(self._wording.promises):
            self.app.push_screen(Sign(self._wording))
        elif page >= 0:
            self._page = page
            self._show()

    @property
    def _last_label(self) -> str:
        return "Sign my name ▶" if self._preview is None else "That was the last"

    def _show(self, *, focus: bool = True) -> None:
        if self._wording is None:
            return
        promises = self._wording.promises
        promise, ticked = promises[self._page], self._page in self._ticked
        last = self._page == len(promises) - 1
        dots = " ".join(
            "✔" if place in self._ticked else "●" if place == self._page else "○"
            for place in range(len(promises))
        )
        self.query_one("#progress", Static).update(
            Content(f"Promise {self._page + 1} of {len(promises)}   {dots}")
        )
        self.query_one("#title", BigWords).show(promise.title)
        self.query_one("#words", Static).update(safe(promise.words))
        tick = self.query_one("#tick", PromiseTick)
        tick.ticked = ticked
        self.query_one("#before", Button).disabled = self._page == 0
        onward = self.query_one("#next", Button)
        onward.disabled = not ticked and self._preview is None
        onward.label = safe(self._last_label) if last else "Next page ▶"
        if focus:
            (onward if ticked else tick).focus()
