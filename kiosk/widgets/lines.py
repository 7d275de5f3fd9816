"""Many lines to read: drawn line by line, so that thousands cost no more than a screenful."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class Lines(ScrollView, can_focus=True):
    """Lines of Content, scrolled by keys, wheel and touch; a long one goes on below itself."""

    DEFAULT_CSS = """
    Lines {
        height: 1fr;
        background: $surface;
        color: $foreground;
        border: round $panel;
        padding: 0 1;
        overflow-x: hidden;
        &:focus { border: round $accent; }
    }
    """

    INDENT = 4

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._given: tuple[Content, ...] = ()
        self._lines: list[Content] = []
        self._width = 0

    def show(self, lines: Iterable[Content]) -> None:
        """Show these from the top."""
        self._given = tuple(lines)
        self._width = 0
        self.scroll_home(animate=False)
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        index = self.scroll_offset.y + y
        style = self.visual_style
        if index >= len(self._lines):
            return Strip.blank(self._width, style.rich_style)
        return Visual.to_strips(self, self._lines[index], self._width, 1, style)[0]

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width < 1 or width == self._width:
            return
        self._width = width
        self._lines = []
        for line in self._given:
            if line.cell_length <= width:
                self._lines.append(line)
            else:
                first, *rest = line.wrap(max(width - self.INDENT, 1))
                self._lines.append(first)
                self._lines += [part.pad_left(self.INDENT) for part in rest]
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()
