"""A big box to tick: I promise."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class PromiseTick(Widget, can_focus=True):
    """Posts `Changed` when ticked or unticked, by tap, space or Enter."""

    DEFAULT_CSS = """
    PromiseTick {
        width: 30;
        height: 5;
        background: $surface;
        color: $foreground;
        border: round $primary;
        content-align: center middle;
        text-align: center;
        &:hover { background: $panel; }
        &:focus { border: thick $accent; }
        &.ticked { color: $success; text-style: bold; }
    }
    """

    BINDINGS = [Binding("enter,space", "tick", "I promise", key_display="⏎")]

    ticked = reactive(False)

    class Changed(Message):
        def __init__(self, ticked: bool) -> None:
            super().__init__()
            self.ticked = ticked

    def render(self) -> Content:
        return Content("✔  I promise!" if self.ticked else "☐  I promise")

    def watch_ticked(self, ticked: bool) -> None:
        self.set_class(ticked, "ticked")

    def on_click(self) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        self.ticked = not self.ticked
        self.post_message(self.Changed(self.ticked))
