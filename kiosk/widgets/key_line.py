"""The line at the bottom: which keys do what here. A tap on one is as good as the key.

Where they do not fit into one line they stand in two: on a small screen this is the only place for
a finger.
"""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

MOST_ROWS = 2


class KeyLine(Widget):
    """Drawn in one piece. Textual's Footer makes a widget of each key and makes them all anew
    whenever the focus moves: measured, that was a third of the time a screen took to open."""

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        color: $footer-foreground;
        background: $panel;
    }
    """

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: list[tuple[Binding, bool]] = []
        self._places: list[tuple[int, int, int, Binding, bool]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._show)

    def _show(self, screen: Screen[object]) -> None:
        first: dict[str, tuple[Binding, bool]] = {}
        for active in screen.active_bindings.values():
            if active.binding.show:
                first.setdefault(active.binding.action, (active.binding, active.enabled))
        keys = list(first.values())
        if keys != self._keys:
            self._keys = keys
            self._arrange()

    def on_resize(self) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Find a place for each key, and the height that they need."""
        row = end = 0
        self._places = []
        for binding, enabled in self._keys:
            cells = self._part(binding, enabled).cell_length
            if end and end + cells > self.size.width and row < MOST_ROWS - 1:
                row, end = row + 1, 0
            self._places.append((row, end, end + cells, binding, enabled))
            end += cells
        self.styles.height = row + 1
        self.refresh()

    def _part(self, binding: Binding, enabled: bool) -> Content:
        dim = "" if enabled else " dim"
        return Content.assemble(
            (f" {self.app.get_key_display(binding)} ", f"bold $footer-key-foreground{dim}"),
            (f"{binding.description} ", f"$footer-description-foreground{dim}"),
        )

    def render(self) -> Content:
        rows: list[list[Content]] = [[] for _ in range(MOST_ROWS)]
        for row, _, _, binding, enabled in self._places:
            rows[row].append(self._part(binding, enabled))
        return Content("\n").join(Content.assemble(*parts) for parts in rows if parts)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        for row, begin, end, binding, enabled in self._places:
            if row == event.y and begin <= event.x < end:
                if enabled:
                    self.app.simulate_key(binding.key)
                return
