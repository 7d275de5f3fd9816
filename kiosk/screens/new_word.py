"""A word, or a few in a row, for the school's list (R24)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from db.word_list import LONGEST_WORD
from kiosk.screens.place import InKiosk

HINT = "Capitals, accents and dashes make no difference. It is found as a whole word only."


class NewWord(InKiosk, ModalScreen[str | None]):
    """Gives the word as it was typed, or None."""

    CSS_PATH = "new_word.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Which word should wait for staff?", classes="title")
            yield Input(max_length=LONGEST_WORD, placeholder="One word, or a few in a row")
            yield Static(HINT, classes="hint")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="back")
                yield Button("Add (Enter)", id="add", variant="primary")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self) -> None:
        self._give()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "add":
            self._give()
        else:
            self.action_cancel()

    def _give(self) -> None:
        word = self.query_one(Input).value
        if word.strip():
            self.dismiss(word)

    def action_cancel(self) -> None:
        self.dismiss(None)
