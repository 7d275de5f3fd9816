"""A new PIN, entered twice and never shown."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from db import people
from db.policy import Problem
from db.records import Staff
from kiosk.screens.place import InKiosk
from kiosk.text import safe
from kiosk.widgets.number_pad import NumberPad

RULES = f"At least {people.PIN_DIGITS} digits, not easy to guess. Nobody should see you type it."


class NewPin(InKiosk, ModalScreen[str | None]):
    """Gives the PIN, or None. With `mine`, that person's present PIN is asked for first."""

    CSS_PATH = "new_pin.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self, whose: str, *, mine: Staff | None = None) -> None:
        super().__init__()
        self._whose, self._mine = whose, mine
        self._known = mine is None
        self._first = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe(self._whose), classes="title")
            yield Static("", id="wanted")
            with Center():
                yield NumberPad(id="pad")
            yield Static("", classes="sentence")
            yield Static("Digits, then Enter or OK · Esc goes back", classes="hint")

    def on_mount(self) -> None:
        self.query_one(NumberPad).focus()
        self._ask_next(RULES)

    @work(group="check", exclusive=True, exit_on_error=False)
    async def on_number_pad_entered(self, event: NumberPad.Entered) -> None:
        try:
            if not self._known and self._mine is not None:
                await self.store.run(people.sign_in, self._mine.id, event.digits, self.kiosk.now())
                self._known = True
                self._ask_next(RULES)
            elif not self._first:
                await self.store.run(people.check_pin, event.digits)
                self._first = event.digits
                self._ask_next("The same digits again, so that it is surely right.")
            elif event.digits == self._first:
                self.dismiss(event.digits)
            else:
                self._first = ""
                self._ask_next("Those two were not the same. Please begin again.")
        except Problem as problem:
            self._ask_next(str(problem))

    def _ask_next(self, sentence: str) -> None:
        wanted = "Once more" if self._first else "A new PIN"
        if not self._known:
            wanted, sentence = "Your PIN as it is now", "" if sentence == RULES else sentence
        self.query_one("#wanted", Static).update(wanted)
        self.query_one(".sentence", Static).update(safe(sentence))

    def action_cancel(self) -> None:
        self.dismiss(None)
