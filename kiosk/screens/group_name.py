"""What shall it be called? A name for a group, or for groups made together."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from db.groups import GROUP_NAME_LENGTH
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe


class GroupName(InKiosk, ModalScreen[str | None]):
    """Gives the words as they were typed, or None."""

    CSS_PATH = "group_name.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self, question: str, name: str = "", *, hint: str = "") -> None:
        super().__init__()
        self._question, self._name_now, self._hint = question, name, hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe(self._question), classes="title")
            yield Input(
                plain(self._name_now), placeholder="Red table", max_length=GROUP_NAME_LENGTH
            )
            with Horizontal(classes="buttons"):
                yield Button("OK (Enter)", id="done", variant="primary")
                yield Button("Back (Esc)", id="back")
            yield Static(safe(self._hint), classes="hint")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self) -> None:
        self._done()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "done":
            self._done()
        else:
            self.dismiss(None)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _done(self) -> None:
        words = self.query_one(Input).value
        if words.strip():
            self.dismiss(words)
