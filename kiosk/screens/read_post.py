"""One post, large."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class ReadPost(Place):
    TITLE_WORDS = "Story"

    def __init__(self, post_id: int) -> None:
        super().__init__()
        self._post_id = post_id

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
