"""Charts of points, drawn with plotext.

Plotext takes long to import and is needed on one screen only. That screen imports this module
in a thread, so that neither the program's start nor the screen waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.color import Color
from textual.geometry import Size
from textual_plotext import PlotextPlot

from kiosk.text import shorten

Bar = tuple[str, int, str]
"""What it is called, its points (a bar below 0 is drawn as long as one above), and the theme's
colour: `("Kindness", 12, "secondary")`."""

WIDEST_LABEL = 22
_STAND_IN = 0xE000  # private use: people's words never have it, see db/words.py


class PointsChart(PlotextPlot):  # type: ignore[misc]
    """Bars with their names and numbers, in the theme's colours."""

    DEFAULT_CSS = """
    PointsChart { width: 1fr; height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._bars: tuple[Bar, ...] = ()

    def show(self, bars: Sequence[Bar]) -> None:
        """Draw these bars."""
        self._bars = tuple(bars)
        self.refresh(layout=True)

    def render(self) -> Text:
        width, height = self.size
        if not self._bars or width < 12 or height < 2:
            return Text("")
        plot, below = self.plt, self._names_below(width)
        height -= bool(below)
        plot.clear_figure()
        plot.plotsize(width, height)
        plot._set_size(width, height)
        plot.frame(False)
        plot.canvas_color(self._rgb("surface"))
        plot.axes_color(self._rgb("surface"))
        plot.ticks_color(self._rgb("foreground"))
        names = self._draw(width, height)
        drawn: str = plot.build().rstrip("\n")
        for stand_in, words in names.items():
            drawn = drawn.replace(stand_in, words)
        return Text.from_ansi(f"{drawn}\n{below}", no_wrap=True, end="")

    def _draw(self, width: int, height: int) -> dict[str, str]:
        """Give the bars to plotext; what it gives back stands in its drawing for the names."""
        raise NotImplementedError

    def _names_below(self, width: int) -> str:
        """A line under the drawing. Plotext leaves out names that it thinks stand too close."""
        return ""

    def _rgb(self, name: str) -> tuple[int, int, int]:
        return Color.parse(self.app.theme_variables[name]).rgb


class AcrossChart(PointsChart):
    """One bar below another, as many rows as there are bars at least: for skills."""

    DEFAULT_CSS = """
    AcrossChart { height: auto; min-height: 1; }
    """

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        spacious = len(self._bars) * 2 + 4 <= container.height
        return len(self._bars) * (2 if spacious else 1)

    def _draw(self, width: int, height: int) -> dict[str, str]:
        each = max(1, height // len(self._bars))
        rows = [height - 1 - number * each for number in range(len(self._bars))]
        most = max(abs(points) for _, points, _ in self._bars) or 1
        label = min(WIDEST_LABEL, max(len(shorten(name, 99)) for name, _, _ in self._bars) + 2)
        label = min(label, width // 2)
        names: dict[str, str] = {}
        plot, room = self.plt, width - label - 1
        for row, (name, points, colour) in zip(rows, self._bars, strict=True):
            stand_in = chr(_STAND_IN + row) * label
            names[stand_in] = _padded(name, label)
            long = abs(points) * (room - len(f" {most:,} ") - 1) / most
            if points:
                plot.bar([row], [long], orientation="h", width=0, marker="█",
                         color=self._rgb(colour), reset_ticks=False)  # fmt: skip
            plot.text(f" {points:,}", long + 0.6, row, color=self._rgb("foreground"))
        plot.xlim(0, room - 1)
        plot.ylim(0, height - 1)
        plot.xticks([])
        plot.yticks(rows, list(names))
        return names


class UprightChart(PointsChart):
    """Bars side by side with their names below: for days, weeks and months."""

    def _shape(self, width: int) -> tuple[int, int]:
        """Columns from one bar to the next, and how many of them a bar fills."""
        each = max(1, width // len(self._bars))
        return each, max(1, min(each - 1, 11))

    def _draw(self, width: int, height: int) -> dict[str, str]:
        most = max(abs(points) for _, points, _ in self._bars) or 1
        each, thick = self._shape(width)
        top = height - 1  # the row of the number above the highest bar
        plot = self.plt
        drawn: dict[str, tuple[list[int], list[float]]] = {}
        numbers_fit = each > max(len(f"{points:,}") for _, points, _ in self._bars)
        for number, (_, points, colour) in enumerate(self._bars):
            if not points:
                continue
            left = number * each
            tall = max(1, round(abs(points) * top / most))
            columns, heights = drawn.setdefault(colour, ([], []))
            columns += range(left, left + thick)
            heights += [tall - 0.75] * thick
            if numbers_fit:
                plot.text(f"{points:,}", left + (thick - 1) / 2, tall, alignment="center",
                          color=self._rgb("foreground"))  # fmt: skip
        for colour, (columns, heights) in drawn.items():
            plot.bar(columns, heights, width=0, marker="█",
                     color=self._rgb(colour), reset_ticks=False)  # fmt: skip
        plot.xlim(0, width - 1)
        plot.ylim(0, top)
        plot.xticks([])
        plot.yticks([])
        return {}

    def _names_below(self, width: int) -> str:
        each, thick = self._shape(width)
        line = ""
        for number, (name, _, _) in enumerate(self._bars):
            start = max(0, number * each + (thick - len(name) + 1) // 2)
            if (not line or start > len(line)) and start + len(name) <= width:
                line = line.ljust(start) + name
        return line


def _padded(words: str, cells: int) -> str:
    """`words` at the right of so many cells, with a space after them."""
    short = shorten(words, cells - 1)
    return " " * (cells - 1 - Text(short).cell_len) + short + " "
