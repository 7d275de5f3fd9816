"""The words of one promise, or of the line under them all."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static, TextArea

from db.agreement import TITLE_LENGTH, WORDS_LENGTH
from db.records import Promise
from db.words import clean
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe


class EditPromise(InKiosk, ModalScreen[Promise | None]):
    """Gives the promise as it was written, or None. With `title=False` it has words only."""

    CSS_PATH = "edit_promise.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("f10", "keep", "OK", show=False, priority=True),
    ]

    def __init__(self, heading: str, promise: Promise, *, title: bool = True) -> None:
        super().__init__()
        self._heading, self._promise, self._has_title = heading, promise, title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe(self._heading), classes="title")
            if self._has_title:
                yield Label(f"Title, at most {TITLE_LENGTH} letters")
                yield Input(plain(self._promise.title), id="promise-title", max_length=TITLE_LENGTH)
            yield Label(f"Words that a child of seven can read, at most {WORDS_LENGTH} letters")
            yield TextArea(plain(self._promise.words), id="words", tab_behavior="focus")
            yield Static("", classes="sentence", id="sentence")
            with Horizontal(classes="buttons"):
                yield Button("Back (Esc)", id="cancel")
                yield Button("OK (F10)", id="keep", variant="primary")

    def on_mount(self) -> None:
        self.query("Input, TextArea").first().focus()

    def on_input_submitted(self) -> None:
        self.query_one("#words").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "keep":
            self.action_keep()
        else:
            self.action_cancel()

    def action_keep(self) -> None:
        title = clean(self.query_one("#promise-title", Input).value) if self._has_title else ""
        words = clean(self.query_one("#words", TextArea).text)
        if not words or (self._has_title and not title):
            self._sentence("Please write something in every field.")
        elif len(words) > WORDS_LENGTH:
            self._sentence(f"The words are too long: {len(words)} letters.")
        else:
            self.dismiss(Promise(title, words))

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _sentence(self, words: str) -> None:
        self.query_one("#sentence", Static).update(safe(words))
