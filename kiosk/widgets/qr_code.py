"""`QrCode`: a code for a phone's camera, as large as there is room for."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from kiosk.qr import Squares, squares
from kiosk.text import safe

# In every theme dark on light, as phones expect it. The light is a background colour: drawn as
# characters it would show hairlines between the rows in some terminals.
LIGHT = Style.parse("#000000 on #ffffff")
DARK = Style.parse("#000000 on #000000")
UPPER, LOWER = "▀", "▄"
# Half rows a square is high, and cells it is wide. Half sizes have squares of two sizes in turn,
# each less than a third of a square out of place.
SCALES = (12, 10, 8, 7, 6, 5.5, 5, 4.5, 4, 3.5, 3, 2.5, 2, 1)
TOO_SMALL = "There is no room for the code here. Please make the window larger."


def scale_for(count: int, width: int, height: int) -> float:
    """The largest scale at which `count` squares fit into `width` × `height` cells; 0 for none."""
    for scale in SCALES:
        if count * scale <= width and count * scale <= 2 * height:
            return scale
    return 0


class QrCode(Widget):
    """Draws a QR code in the middle of its place, in squares one to twelve cells wide."""

    DEFAULT_CSS = "QrCode { width: 1fr; height: 1fr; }"

    def __init__(self, words: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._squares: Squares = ()
        self._lines: list[Strip] = []
        self._drawn_for: Size | None = None
        if words:
            self.show(words)

    def show(self, words: str) -> None:
        """Show the code of `words`; of nothing, an empty place."""
        self._squares = squares(words) if words else ()
        self._drawn_for = None
        self.refresh()

    @property
    def rows(self) -> int:
        """How many rows high the code is drawn, its quiet zone included; 0 without room."""
        return self._rows(scale_for(len(self._squares), *self.size)) if self._squares else 0

    def render(self) -> Content:
        """What stands there where the code does not fit."""
        return safe(TOO_SMALL if self._squares else "")

    def render_line(self, y: int) -> Strip:
        if not self.rows:
            return super().render_line(y)
        if self._drawn_for != self.size:
            self._drawn_for = self.size
            self._lines = self._draw()
        return self._lines[y]

    def _draw(self) -> list[Strip]:
        width, height = self.size
        beside = self.rich_style
        count = len(self._squares)
        scale = scale_for(count, width, height)
        edges = [int(place * scale) for place in range(count + 1)]
        of_half_row = [
            place for place in range(count) for _ in range(edges[place], edges[place + 1])
        ]
        wide = [edges[place + 1] - edges[place] for place in range(count)]
        rows = self._rows(scale)
        left = (width - edges[-1]) // 2
        margins = Segment(" " * left, beside), Segment(" " * (width - left - edges[-1]), beside)
        drawn = []
        for row in range(rows):
            upper = self._squares[of_half_row[2 * row]]
            # An odd last half row belongs to the quiet zone, as the one before does.
            lower = self._squares[of_half_row[min(2 * row + 1, edges[-1] - 1)]]
            drawn.append(
                Strip(
                    [
                        margins[0],
                        *(_cells(*it) for it in zip(upper, lower, wide, strict=True)),
                        margins[1],
                    ],
                    width,
                ).simplify()
            )
        above = (height - rows) // 2
        blank = Strip.blank(width, beside)
        return [*[blank] * above, *drawn, *[blank] * (height - rows - above)]

    def _rows(self, scale: float) -> int:
        return (int(len(self._squares) * scale) + 1) // 2


def _cells(upper: bool, lower: bool, wide: int) -> Segment:
    """One square's cells of one row: whole ones are background, for the sake of their edges."""
    if upper == lower:
        return Segment(" " * wide, DARK if upper else LIGHT)
    return Segment((UPPER if upper else LOWER) * wide, LIGHT)
