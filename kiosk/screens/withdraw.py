"""A leader ends a parent's access, and says why (R23)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from db.family_records import Parent
from db.words import NOTE_LENGTH
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe

WHAT = (
    "It ends at once, on every phone and for every child. Their phone then says only that the "
    "school ended it and whom to call. A new code can connect them again."
)


class Withdraw(InKiosk, ModalScreen[str | None]):
    """Gives the reason, or None to leave it."""

    CSS_PATH = "withdraw.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self, parent: Parent) -> None:
        super().__init__()
        self._parent_of = parent

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(
                Content.assemble("End the access of ", plain(self._parent_of.name), "?"),
                classes="title",
            )
            yield Static(WHAT, classes="sentence")
            yield Input(max_length=NOTE_LENGTH, placeholder="Why? Kept for the school, not shown")
            yield Static("", classes="sentence", id="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Leave it (Esc)", id="leave")
                yield Button("End their access", id="end", variant="error")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "leave":
            self.action_cancel()
        else:
            self._take()

    def on_input_submitted(self) -> None:
        self._take()

    def _take(self) -> None:
        reason = self.query_one(Input).value.strip()
        if reason:
            self.dismiss(reason)
        else:
            self.query_one("#sentence", Static).update(safe("Please say why, in a few words."))
            self.query_one(Input).focus()

    def action_cancel(self) -> None:
        self.dismiss(None)
