"""The office's telephone number, which letters and phone pages name."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from db.school import PHONE_LENGTH
from kiosk.screens.place import InKiosk
from kiosk.text import plain

WHERE = "Letters home and parents' phones name it, for absence and anything urgent."


class OfficePhone(InKiosk, ModalScreen[str | None]):
    """Gives the number as it was typed, empty for none, or None when nothing is to change."""

    CSS_PATH = "office_phone.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("The office's telephone", classes="title")
            yield Input(plain(self._number), max_length=PHONE_LENGTH, placeholder="01632 960000")
            with Horizontal(classes="buttons"):
                yield Button("Save (Enter)", id="save", variant="primary")
                yield Button("Back (Esc)", id="back")
            yield Static(WHERE, classes="hint")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(self.query_one(Input).value if event.button.id == "save" else None)

    def action_cancel(self) -> None:
        self.dismiss(None)
