"""A few words about a pupil's work: a note when it goes back, or a comment under it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe


class ReviewWords(InKiosk, ModalScreen[str | None]):
    """Gives the words, or None. `ready` are sentences to take by a tap, and to change."""

    CSS_PATH = "review_words.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, title: str, ready: Sequence[str], *, yes: str, most: int) -> None:
        super().__init__()
        self._title, self._ready, self._yes, self._most = title, tuple(ready), yes, most

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe(self._title), classes="title")
            yield Input(max_length=self._most, placeholder="Your own words, or one of these:")
            yield OptionList(*(Option(safe(it)) for it in self._ready))
            yield Static("", classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="back")
                yield Button(safe(f"{self._yes} (Enter)"), id="yes", variant="primary")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        words = self.query_one(Input)
        words.value = plain(self._ready[event.option_index])
        words.focus()

    def on_input_submitted(self) -> None:
        self._give()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self._give()
        else:
            self.action_cancel()

    def _give(self) -> None:
        words = self.query_one(Input).value
        if words.strip():
            self.dismiss(words)
        else:
            self.query_one(".sentence", Static).update("Please write or choose a few words first.")
            self.query_one(Input).focus()

    def action_cancel(self) -> None:
        self.dismiss(None)
