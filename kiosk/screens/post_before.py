"""What stood in a post before it was edited, for staff."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db.story_records import OldWords
from kiosk.screens.place import InKiosk
from kiosk.text import safe
from kiosk.widgets.item_view import moment_words
from kiosk.widgets.marked_words import marked


class PostBefore(InKiosk, ModalScreen[None]):
    """The last words first. Nothing here can be changed."""

    CSS_PATH = "post_before.tcss"
    BINDINGS = [Binding("escape,enter,o", "close", "Back", show=False)]

    def __init__(self, old: Sequence[OldWords], time_zone: str) -> None:
        super().__init__()
        self._old, self._zone = tuple(old), time_zone

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Before it was edited", classes="title")
            with VerticalScroll():
                yield Static(Content("\n\n").join([self._told(it) for it in self._old]))
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="back", variant="primary")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_button_pressed(self) -> None:
        self.action_close()

    def action_close(self) -> None:
        self.dismiss(None)

    def _told(self, old: OldWords) -> Content:
        when = f"Until {old.staff} changed it, {moment_words(old.edited_at, self._zone)}"
        lines = [safe(when, "$primary")]
        if old.title:
            lines.append(safe(old.title, "bold"))
        return Content("\n").join([*lines, marked(old.words)])
