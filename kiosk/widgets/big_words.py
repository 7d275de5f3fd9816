"""Words as large as there is room for."""

from __future__ import annotations

import re

from textual.content import Content
from textual.widget import Widget

from kiosk.text import shorten
from kiosk.widgets.lettering import large

MOST_CELLS = 100


class BigWords(Widget):
    """Draws a few words in letters that fill it, in its colour; small and bold if they cannot be.

    `like` keeps a clock's digits in their places: see `lettering.large()`.
    """

    DEFAULT_CSS = """
    BigWords { width: 1fr; height: 1fr; content-align: center middle; text-style: bold; }
    """

    def __init__(self, words: str = "", *, like: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.words, self._like = shorten(words, MOST_CELLS), like

    def show(self, words: str, *, like: str = "") -> None:
        words = shorten(words, MOST_CELLS)
        if (words, like) != (self.words, self._like):
            self.words, self._like = words, like
            self.refresh()

    def render(self) -> Content:
        width, height = self.content_size
        drawn = large(self.words, width, height, (self._like,) if self._like else ())
        if drawn is None:
            return Content(shorten(self.words, width))
        return Content("\n").join(solid(line) for line in drawn)


def solid(line: str) -> Content:
    """Full blocks as coloured background: as signs they leave hairlines in some terminals."""
    parts = re.split("(█+)", line)
    return Content.assemble(
        *((" " * len(part), "reverse") if part[:1] == "█" else part for part in parts if part)
    )
