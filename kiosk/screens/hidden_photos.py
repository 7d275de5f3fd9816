"""Photos of one's posts that nobody sees any more, since permission was withdrawn."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class HiddenPhotos(Place):
    TITLE_WORDS = "Hidden photos"

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
