"""What a member of staff has begun, scheduled or sent to a leader."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class MyPosts(Place):
    TITLE_WORDS = "My posts"

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
