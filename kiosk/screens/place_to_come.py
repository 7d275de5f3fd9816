"""A place that is not built yet: one line on what will be there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Middle
from textual.widgets import Label

from kiosk.screens.place import Place
from kiosk.text import safe

WORDS = {
    "story": ("📖 Story", "Here the class and its families will read what happened today."),
}


class PlaceToCome(Place):
    CSS = """
    PlaceToCome Middle { width: 1fr; }
    PlaceToCome Label { width: 100%; text-align: center; margin-bottom: 1; }
    PlaceToCome #name { text-style: bold; color: $primary; }
    """

    def __init__(self, place: str) -> None:
        super().__init__()
        self._name_words, self._line = WORDS[place]

    def compose_place(self) -> ComposeResult:
        with Middle():
            yield Label(safe(self._name_words), id="name")
            yield Label(safe(self._line))
            yield Label("It is coming with a later version.")
