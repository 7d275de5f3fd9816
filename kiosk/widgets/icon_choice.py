"""One picture of many, in rows."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

CELLS = 4  # a picture is two cells wide, with one on either side


class IconChoice(Widget, can_focus=True):
    """Arrows or a tap choose; posts `Changed`. Up and down leave it at its edges."""

    DEFAULT_CSS = """
    IconChoice {
        height: auto;
        width: 1fr;
        & > .icon-choice--chosen { background: $primary; }
        &:focus > .icon-choice--chosen { background: $accent; }
    }
    """
    COMPONENT_CLASSES = {"icon-choice--chosen"}
    BINDINGS = [
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
    ]

    value: reactive[str] = reactive("", init=False)

    class Changed(Message):
        def __init__(self, icon: str) -> None:
            super().__init__()
            self.icon = icon

    def __init__(self, icons: Sequence[str], value: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._icons = tuple(icons) if value in icons else (value, *icons)
        self.set_reactive(IconChoice.value, value)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return -(-len(self._icons) // max(1, width // CELLS))

    @property
    def _columns(self) -> int:
        return max(1, self.content_size.width // CELLS)

    def render(self) -> Content:
        chosen = self.get_visual_style("icon-choice--chosen")
        lines: list[Content] = []
        for start in range(0, len(self._icons), self._columns):
            row = self._icons[start : start + self._columns]
            lines.append(
                Content.assemble(
                    *((f" {icon} ", chosen) if icon == self.value else f" {icon} " for icon in row)
                )
            )
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        where = event.get_content_offset(self)
        if where is not None and where.x // CELLS < self._columns:
            self._choose(where.y * self._columns + where.x // CELLS)

    def action_move(self, across: int, down: int) -> None:
        place = self._icons.index(self.value) + across + down * self._columns
        if 0 <= place < len(self._icons):
            self._choose(place)
        elif down:
            self.screen.focus_next() if down > 0 else self.screen.focus_previous()

    def _choose(self, place: int) -> None:
        if place < len(self._icons) and self._icons[place] != self.value:
            self.value = self._icons[place]
            self.post_message(self.Changed(self.value))
