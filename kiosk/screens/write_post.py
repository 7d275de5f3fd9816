"""Staff write a post."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class WritePost(Place):
    TITLE_WORDS = "Write"

    def __init__(self, post_id: int | None = None, *, class_id: int | None = None) -> None:
        super().__init__()
        self._post_id, self._class_id = post_id, class_id

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
