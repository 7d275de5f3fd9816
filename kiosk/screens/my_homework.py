"""A pupil's own tasks."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from db.records import Pupil
from kiosk.screens.place import Place


class MyHomework(Place):
    TITLE_WORDS = "My homework"

    def __init__(self, pupil: Pupil) -> None:
        super().__init__()
        self._pupil = pupil

    def compose_place(self) -> ComposeResult:
        yield Static("Nothing here yet.")
