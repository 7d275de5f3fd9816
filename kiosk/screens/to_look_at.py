"""What waits for staff: comments, posts, reports."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class ToLookAt(Place):
    TITLE_WORDS = "To look at"

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
