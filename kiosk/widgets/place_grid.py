"""Big places side by side; the arrow keys go from one to the next as the eye does."""

from __future__ import annotations

from textual.binding import Binding
from textual.containers import Grid
from textual.widget import Widget

WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


class PlaceGrid(Grid):
    """A grid whose arrow keys move the focus among what stands in it."""

    BINDINGS = [Binding(way, f"step('{way}')", show=False) for way in WAYS]

    def action_step(self, way: str) -> None:
        """To the nearest in that direction; at the edge nothing happens."""
        here = self.screen.focused
        if here is None or here not in self.children:
            return
        across, along = WAYS[way]
        x, y = _middle(here)

        def distance(other: Widget) -> float | None:
            """How far `other` is that way; twice as far for every cell aside; None: not there."""
            right, below = _middle(other)[0] - x, _middle(other)[1] - y
            ahead = right * across + below * along
            aside = abs(right * along) + abs(below * across)
            return ahead + 2 * aside if ahead > 0 and ahead * 4 > aside else None

        others = [(far, it) for it in self.children if (far := distance(it)) is not None]
        if others:
            min(others, key=lambda pair: pair[0])[1].focus()


def _middle(widget: Widget) -> tuple[float, float]:
    """A cell is about twice as high as it is wide: both are given in widths."""
    region = widget.virtual_region
    return region.x + region.width / 2, 2 * (region.y + region.height / 2)
