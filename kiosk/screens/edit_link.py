"""One link of the school's: what it is called, and where it leads (R27)."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from db.links import Link
from db.small_markdown import LONGEST_ADDRESS
from db.words import NAME_LENGTH
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe


class EditLink(InKiosk, ModalScreen[Link | None]):
    """Gives the link as it was typed, or None. `sentence` says why it was refused before."""

    CSS_PATH = "edit_link.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, heading: str, link: Link, sentence: str = "") -> None:
        super().__init__()
        self._heading, self._link, self._sentence = heading, link, sentence

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe(self._heading), classes="title")
            yield Label("What it is called")
            yield Input(
                plain(self._link.title),
                id="link-title",
                max_length=NAME_LENGTH,
                placeholder="Our behaviour policy",
            )
            yield Label("Its web address")
            yield Input(
                plain(self._link.address),
                id="address",
                max_length=LONGEST_ADDRESS,
                placeholder="https://www.example.sch.uk/policies",
            )
            yield Static(safe(self._sentence), classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="back")
                yield Button("Save (Enter)", id="save", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#address" if self._sentence and self._link.title else Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "link-title":
            self.query_one("#address").focus()
        else:
            self._give()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self._give()
        else:
            self.action_cancel()

    def _give(self) -> None:
        title, address = (self.query_one(f"#{it}", Input) for it in ("link-title", "address"))
        self.dismiss(replace(self._link, title=title.value, address=address.value))

    def action_cancel(self) -> None:
        self.dismiss(None)
