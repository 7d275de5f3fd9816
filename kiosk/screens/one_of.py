"""Choose one of a few: which school of the file, which role."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from kiosk.screens.place import InKiosk
from kiosk.text import safe


class OneOf(InKiosk, ModalScreen[str | None]):
    """Gives the first part of the chosen pair, or None. `choices` are (what it gives, words)."""

    CSS_PATH = "one_of.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(
        self, question: str, choices: Sequence[tuple[str, str]], *, now: str | None = None
    ) -> None:
        super().__init__()
        self._question, self._choices, self._now = question, tuple(choices), now

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe(self._question), classes="title")
            yield OptionList(*(Option(safe(words)) for _, words in self._choices))
            with Center(classes="edged"):
                yield Button("Back (Esc)", id="back")

    def on_mount(self) -> None:
        given = [it for it, _ in self._choices]
        choices = self.query_one(OptionList)
        choices.highlighted = given.index(self._now) if self._now in given else 0
        choices.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index][0])

    def on_button_pressed(self) -> None:
        self.action_cancel()

    def action_cancel(self) -> None:
        self.dismiss(None)
