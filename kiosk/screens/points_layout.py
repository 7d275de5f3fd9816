"""Where things stand on the points screen."""

from __future__ import annotations

from textual.geometry import Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from kiosk.widgets.skill_palette import STRIP_LINES, SkillPalette

WIDE = 100
HUGE = 160


class PointsLayout(Layout):
    """Tiles above a strip of skills; from `WIDE` columns on skills and feed stand beside them.

    The screen has no containers for this: each would be drawn, and cut up at the edges of every
    tile above it, before a single tile is seen (measured: half of the time to open).
    """

    name = "points"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        places = self._wide(children, size) if size.width >= WIDE else self._narrow(size)
        return [
            WidgetPlacement(places[child.id], Region().offset, Spacing(), child)
            for child in children
            if child.id in places
        ]

    def _narrow(self, size: Size) -> dict[str | None, Region]:
        width, height = size
        tiles = Region(0, 0, width, max(1, height - STRIP_LINES - 1))
        return {
            "pupils": tiles,
            "nobody": tiles,
            "chosen": Region(0, tiles.bottom, width, 1),
            "palette": Region(0, tiles.bottom + 1, width, STRIP_LINES),
        }

    def _wide(self, children: list[Widget], size: Size) -> dict[str | None, Region]:
        width, height = size
        side = 44 if width >= HUGE else 34
        tiles = Region(0, 0, width - side, max(1, height - 1))
        left = tiles.right
        most = max(STRIP_LINES + 1, height * 3 // 5)
        palettes = (it for it in children if isinstance(it, SkillPalette))
        skills = Region(left, 0, side, max(it.height_of_list(most) for it in palettes))
        return {
            "pupils": tiles,
            "nobody": tiles,
            "chosen": Region(0, tiles.bottom, tiles.width, 1),
            "palette": skills,
            "today": Region(left, skills.bottom, skills.width, 1),
            "feed": Region(left, skills.bottom + 1, skills.width, height - skills.bottom - 1),
        }
