"""A signature drawn with a finger or the mouse, in dots a quarter of a cell high."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from db.records import Strokes
from kiosk.text import shorten
from kiosk.widgets.lettering import large

LEAST_STEP = 0.003
"""Points nearer than this to the last one, in widths of the pad, add nothing."""

BASE = 0x2800
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a braille cell: four rows of two."""


def ink(strokes: Sequence[Sequence[tuple[float, float]]], columns: int, rows: int) -> list[str]:
    """`strokes` drawn in `rows` lines of `columns` braille cells; a blank where nothing is."""
    wide, high = columns * 2, rows * 4
    cells = [[0] * columns for _ in range(rows)]

    def dot(x: int, y: int) -> None:
        # A pen two dots wide: one dot alone is hard to see from the carpet.
        for across, down in ((x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)):
            if 0 <= across < wide and 0 <= down < high:
                cells[down // 4][across // 2] |= DOTS[down % 4][across % 2]

    for stroke in strokes:
        points = [(x * (wide - 2), y * (high - 2)) for x, y in stroke]
        for start, end in itertools.pairwise([*points[:1], *points]):
            steps = max(1, round(max(abs(end[0] - start[0]), abs(end[1] - start[1]))))
            for step in range(steps + 1):
                part = step / steps
                dot(
                    round(start[0] + (end[0] - start[0]) * part),
                    round(start[1] + (end[1] - start[1]) * part),
                )
    return ["".join(chr(BASE + bits) if bits else " " for bits in row) for row in cells]


class SignatureView(Widget):
    """A signature as it was made: drawn, or the typed name on a line."""

    DEFAULT_CSS = """
    SignatureView {
        width: 66;
        height: 10;
        background: $surface;
        color: $foreground;
        border: round $primary 60%;
    }
    """

    def __init__(
        self, strokes: Strokes = (), *, typed_name: str = "", id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._strokes: list[list[tuple[float, float]]] = [list(stroke) for stroke in strokes]
        self._typed = typed_name

    def show(self, strokes: Strokes, typed_name: str = "") -> None:
        self._strokes = [list(stroke) for stroke in strokes]
        self._typed = typed_name
        self.refresh()

    def render(self) -> Content:
        width, height = self.content_size
        if width < 4 or height < 2:
            return Content("")
        base = height * 3 // 4
        if self._typed:
            drawn_name = large(shorten(self._typed, width - 4), width - 4, base)
            name = [Content(line) for line in drawn_name or ()] or [
                Content.styled(shorten(self._typed, width - 4), "bold italic")
            ]
            lines = [Content("")] * (base - len(name)) + [line.center(width) for line in name]
            lines.append(self._line_to_write_on(width))
            return Content("\n").join([*lines, *[Content("")] * (height - base - 1)])
        drawn = [Content(line) for line in ink(self._strokes, width, height)]
        if not drawn[base].plain.strip():
            drawn[base] = self._line_to_write_on(width)
        if not self._strokes and self._hint():
            drawn[base - 2] = Content.styled(self._hint(), "dim").center(width)
        return Content("\n").join(drawn)

    def _hint(self) -> str:
        return ""

    def _line_to_write_on(self, width: int) -> Content:
        return Content.styled("  ✗ " + "╌" * max(0, width - 6), "dim")


class SignaturePad(SignatureView):
    """Draw here. Posts `Drawn` when the finger or the button is lifted."""

    DEFAULT_CSS = """
    SignaturePad { &:hover { border: round $accent; } }
    """

    class Drawn(Message):
        pass

    @property
    def strokes(self) -> Strokes:
        """The lines so far, each point from 0 to 1 of the pad's width and height."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    def clear(self) -> None:
        self._strokes = []
        self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button > 1:
            return
        event.stop()
        self.capture_mouse()
        self._strokes.append([self._point(event)])
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is not self or not self._strokes:
            return
        event.stop()
        x, y = self._point(event)
        last_x, last_y = self._strokes[-1][-1]
        if abs(x - last_x) + abs(y - last_y) >= LEAST_STEP:
            self._strokes[-1].append((x, y))
            self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self.app.mouse_captured is self:
            event.stop()
            self.release_mouse()
            self.post_message(self.Drawn())

    def _point(self, event: events.MouseEvent) -> tuple[float, float]:
        """Where the pointer is, from 0 to 1 of the inside of the pad, never beyond."""
        width, height = self.content_size
        places = []
        for at, edge, size in (
            (event.pointer_x, self.gutter.left, width),
            (event.pointer_y, self.gutter.top, height),
        ):
            # A terminal that tells only the cell means its middle.
            inside = at - edge + (0.5 if float(at).is_integer() else 0.0)
            places.append(min(1.0, max(0.0, inside / max(1, size))))
        return places[0], places[1]

    def _hint(self) -> str:
        return "Draw your name here, with a finger or the mouse"
