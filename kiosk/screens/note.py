"""A note that goes with the next award."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from db.words import NOTE_LENGTH
from kiosk.screens.place import InKiosk
from kiosk.text import plain


class Note(InKiosk, ModalScreen[str | None]):
    """Gives the words, empty for none, or None when nothing is to change."""

    CSS_PATH = "note.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("What would you like to say about it?", classes="title")
            yield Input(
                plain(self._note), max_length=NOTE_LENGTH, placeholder="Lovely line leading"
            )
            with Horizontal(classes="buttons"):
                yield Button("Keep the note", id="keep", variant="primary")
                yield Button("No note", id="none")
            yield Static("It goes with the next points. Reports show it.", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(self.query_one(Input).value if event.button.id == "keep" else "")

    def action_cancel(self) -> None:
        self.dismiss(None)
