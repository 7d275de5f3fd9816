"""Somebody new on the staff list: their name and what they are here."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static

from db.policy import Problem
from db.records import Role
from db.words import NAME_LENGTH, required
from kiosk.screens.place import InKiosk
from kiosk.text import safe

ROLE_WORDS = {
    Role.TEACHER: "Teacher or assistant",
    Role.LEADER: "School leader",
    Role.OFFICE: "Office",
}


class NewStaff(InKiosk, ModalScreen[tuple[str, Role] | None]):
    """Gives name and role, or None."""

    CSS_PATH = "new_staff.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("New on the staff list", classes="title")
            yield Input(placeholder="Their name, as pupils know it", max_length=NAME_LENGTH)
            yield OptionList(*ROLE_WORDS.values())
            yield Static("", classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Next", id="next", variant="primary")
                yield Button("Back (Esc)", id="back")

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0
        self.query_one(Input).focus()

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self) -> None:
        self._take()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "next":
            self._take()
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _take(self) -> None:
        try:
            name = required(self.query_one(Input).value, "a name")
        except Problem as problem:
            self.query_one(".sentence", Static).update(safe(str(problem)))
            self.query_one(Input).focus()
            return
        self.dismiss((name, list(ROLE_WORDS)[self.query_one(OptionList).highlighted or 0]))
