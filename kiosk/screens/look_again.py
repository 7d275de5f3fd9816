"""Words of one's own that are on the school's list: change them, or send them anyway (R24)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db.records import Role
from kiosk.screens.place import InKiosk
from kiosk.text import safe

WAITS = "Sent anyway, a school leader reads it first."
LEADS = "You lead the school: sent anyway, everybody can read it at once."


class LookAgain(InKiosk, ModalScreen[bool]):
    """Gives True for sending it anyway. To change it is what Enter chooses first, and Escape."""

    CSS_PATH = "look_again.tcss"
    BINDINGS = [
        Binding("escape,c", "answer(False)", "Change it", show=False),
        Binding("s", "answer(True)", "Send it anyway", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._words = tuple(words)

    def compose(self) -> ComposeResult:
        leads = self.staff is not None and self.staff.role is Role.LEADER
        with Vertical(classes="dialog"):
            yield Static("Please look at this again", classes="title")
            yield Static(safe(" · ".join(f"“{it}”" for it in self._words)), id="tripped")
            yield Static(LEADS if leads else WAITS, classes="hint")
            with Horizontal(classes="buttons edged"):
                yield Button("Change it (C)", id="change", variant="primary")
                yield Button("Send it anyway (S)", id="send")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.action_answer(event.button.id == "send")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)
