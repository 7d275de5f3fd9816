"""The line at the bottom: which keys do what here. A tap on one is as good as the key."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget


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
        self._ends: list[int] = []

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
            self.refresh()

    def render(self) -> Content:
        parts: list[Content] = []
        self._ends = []
        end = 0
        for binding, enabled in self._keys:
            key = self.app.get_key_display(binding)
            dim = "" if enabled else " dim"
            part = Content.assemble(
                (f" {key} ", f"bold $footer-key-foreground{dim}"),
                (f"{binding.description} ", f"$footer-description-foreground{dim}"),
            )
            parts.append(part)
            end += part.cell_length
            self._ends.append(end)
        return Content.assemble(*parts)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        for (binding, enabled), end in zip(self._keys, self._ends, strict=True):
            if event.x < end:
                if enabled:
                    self.app.simulate_key(binding.key)
                return
