"""The school's website and policies, for everybody."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screens.place import Place


class OurSchool(Place):
    TITLE_WORDS = "Our school"

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
