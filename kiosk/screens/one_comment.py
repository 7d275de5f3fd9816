"""One comment, every word of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Collection

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db.story_records import Comment
from kiosk.screens.place import InKiosk
from kiosk.text import safe, shorten
from kiosk.widgets.comment_lines import in_full

TITLE_CELLS = 60
WORDS = {"approve": "Show it (S)", "hide": "Hide it (H)", "report": "Report (R)"}


class OneComment(InKiosk, ModalScreen[str | None]):
    """Gives one of `may` ("approve", "hide", "report"), or None."""

    CSS_PATH = "one_comment.tcss"
    BINDINGS = [
        Binding("escape,enter", "cancel", "Back", show=False),
        Binding("s", "give('approve')", show=False),
        Binding("h", "give('hide')", show=False),
        Binding("r", "give('report')", show=False),
    ]

    def __init__(self, comment: Comment, post: str, may: Collection[str]) -> None:
        super().__init__()
        self._comment, self._post, self._may = comment, post, tuple(may)

    def compose(self) -> ComposeResult:
        words = in_full(self._comment, self.kiosk.now(), self.time_zone)
        with Vertical(classes="dialog"):
            yield Static(safe(f"“{shorten(self._post, TITLE_CELLS)}”"), classes="title")
            with VerticalScroll():
                yield Static(words)
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="cancel", variant="primary")
                for action in self._may:
                    yield Button(safe(WORDS[action]), id=action)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "cancel":
            self.action_cancel()
        else:
            self.action_give(event.button.id or "")

    def action_give(self, action: str) -> None:
        if action in self._may:
            self.dismiss(action)

    def action_cancel(self) -> None:
        self.dismiss(None)
