"""A big button with an icon, a name, its key and one line of words."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kiosk.text import shorten


class BigPlace(Widget, can_focus=True):
    """A place to go to. Posts `Chosen` when tapped or entered."""

    DEFAULT_CSS = """
    BigPlace {
        width: 1fr;
        height: 1fr;
        min-height: 3;
        background: $surface;
        color: $foreground;
        border: round $primary 60%;
        content-align: center middle;
        text-align: center;
        &:hover { border: round $primary; background: $panel; }
        &:focus { border: thick $accent; background: $panel; text-style: bold; }
    }
    """

    BINDINGS = [Binding("enter,space", "choose", "Choose", show=False)]

    class Chosen(Message):
        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def __init__(self, place: str, icon: str, name: str, key: str, line: str = "") -> None:
        super().__init__(id=place)
        self.place, self._icon, self._title, self._key, self._line = place, icon, name, key, line

    def show(self, *, name: str, line: str) -> None:
        """Say something else from now on."""
        self._title, self._line = name, line
        self.refresh()

    def render(self) -> Content:
        title = Content.assemble(
            f"{self._icon} ", (self._title, "bold"), " ", (f" {self._key} ", "reverse")
        )
        if not self._line or self.size.height < 2:
            return title
        return Content("\n").join([title, Content(shorten(self._line, self.size.width))])

    def on_click(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self.place))
