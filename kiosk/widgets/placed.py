"""A layout for a widget that says itself where each of its children is."""

from __future__ import annotations

from textual.geometry import Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget


class Placed(Layout):
    """The children that are in `regions`, partly outside of the widget perhaps; the others are not
    shown."""

    name = "placed"

    def __init__(self) -> None:
        self.regions: dict[Widget, Region] = {}

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        none, no_offset = Spacing(), Region().offset
        return [
            WidgetPlacement(self.regions[child], no_offset, none, child)
            for child in children
            if child in self.regions
        ]
