"""Widgets drawn straight into strips, for those of which there are many."""

from __future__ import annotations

from typing import Any, Self

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

Line = list[tuple[str, str]]  # pieces of text, each with its style in the theme's colours


class Drawn(Widget):
    """A widget that says itself what stands in each of its cells: `picture()`.

    Textual's way from words to strips (content, visual, styles cache) is made for texts that wrap
    and borders that change. A tile has neither, and thirty of them are drawn to open a screen:
    measured, that way took half of the time. So no border, padding or opacity of its stylesheet
    shows on a `Drawn`, only its place.
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        self._changes = 0
        self._drawn: tuple[int, Size] | None = None
        self._drawn_in: dict[str, str] = {}
        self._strips: list[Strip] = []
        super().__init__(id=id)

    def picture(self) -> list[Line]:
        """Every line of the widget, each as wide as the widget is."""
        raise NotImplementedError

    def render(self) -> Content:
        """The picture as Textual's own kind of text."""
        return Content("\n").join([Content.assemble(*line) for line in self.picture()])

    def render_lines(self, crop: Region) -> list[Strip]:
        """Drawn anew only when something of it changed, or the theme's colours did."""
        width, looks, app = self.size.width, (self._changes, self.size), self.app
        # The app makes this mapping anew whenever it reads its colours; the theme's name is known
        # a moment before they are.
        colours = app.theme_variables
        if looks != self._drawn or colours is not self._drawn_in:
            self._strips = self.strips()
            self._drawn, self._drawn_in = looks, colours
        found = self._strips[crop.y : crop.bottom]
        if crop.x == 0 and crop.width == width:
            return found
        return [strip.crop(crop.x, crop.right) for strip in found]

    def strips(self) -> list[Strip]:
        """The picture as it goes to the terminal."""
        width, style_of = self.size.width, self.app.stylesheet.parse_style
        return [
            Strip([Segment(text, style_of(it).rich_style) for text, it in line if text], width)
            for line in self.picture()
        ]

    def refresh(self, *regions: Region, **what: Any) -> Self:
        self._changes += 1
        return super().refresh(*regions, **what)


def cells(line: Line) -> int:
    """How wide a line is drawn."""
    return sum(cell_len(part) for part, _ in line)
