"""The photos and files of a draft, and who is in them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class PostFiles(Place):
    TITLE_WORDS = "Photos"

    def __init__(self, post_id: int) -> None:
        super().__init__()
        self._post_id = post_id

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
