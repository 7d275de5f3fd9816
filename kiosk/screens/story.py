"""The class story and the school story, for everybody who stands here."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class Story(Place):
    TITLE_WORDS = "Story"

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
