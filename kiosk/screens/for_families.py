"""What the school chooses for its families."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class ForFamilies(Place):
    TITLE_WORDS = "For families"

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
