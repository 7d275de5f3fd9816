"""How many had their turn: a dot for each pupil, filled when it was theirs."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from kiosk.text import shorten


class Turns(Widget):
    """Two lines: dots (as far as there is room for each), and the same in words."""

    DEFAULT_CSS = """
    Turns { height: 2; width: 1fr; text-align: center; color: $foreground; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._had = self._of = 0
        self._words = ""

    def show(self, had: int, of: int, words: str) -> None:
        self._had, self._of, self._words = had, of, words
        self.refresh()

    def render(self) -> Content:
        words = Content(shorten(self._words, self.size.width))
        apart = " " if self._of * 2 <= self.size.width else ""
        if not self._of or self._of > self.size.width:
            return words
        dots = Content.assemble(
            (f"●{apart}" * self._had, "$primary"),
            (f"○{apart}" * (self._of - self._had), "$text-muted"),
        ).rstrip()
        return Content("\n").join([dots, words])
