"""How much of the time is left, as a bar that grows shorter."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

SOON = 0.25
VERY_SOON = 0.1


class TimeBar(Widget):
    """As wide as there is room; its colour warns when little is left."""

    DEFAULT_CSS = """
    TimeBar { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._part = 0.0

    def show(self, part: float) -> None:
        """`part` from 0 (nothing left) to 1 (all of it)."""
        if part != self._part:
            self._part = part
            self.refresh()

    def render(self) -> Content:
        width = self.size.width
        full = min(width, round(width * self._part))
        colour = "$success"
        if self._part <= SOON:
            colour = "$error" if self._part <= VERY_SOON else "$warning"
        line = Content.assemble((" " * full, f"on {colour}"), (" " * (width - full), "on $panel"))
        return Content("\n").join([line] * max(1, self.size.height))
