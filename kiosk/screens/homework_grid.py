"""Who of the class has done which task."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class HomeworkGrid(Place):
    TITLE_WORDS = "Homework"

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
