"""A number pad for a PIN: by touch or by keys, never showing what was typed."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Button, Static


class NumberPad(Vertical, can_focus=True):
    """Collects digits; posts `Entered` with them and forgets them at once."""

    DEFAULT_CSS = """
    NumberPad {
        width: 28;
        height: auto;
        align-horizontal: center;
        #dots { width: 100%; height: 1; text-align: center; text-style: bold; margin-bottom: 1; }
        Grid { grid-size: 3 4; grid-gutter: 0 1; height: auto; width: 100%; }
        Button {
            width: 100%;
            min-width: 6;
            height: 3;
            &.-style-default { background: $panel; border: round $primary; }
            &:hover { background: $primary; color: $background; }
        }
        #done { text-style: bold; }
        &:focus #dots { color: $accent; }
    }
    """

    typed = reactive(0)

    class Entered(Message):
        def __init__(self, digits: str) -> None:
            super().__init__()
            self.digits = digits

    def __init__(self, *, most: int = 12, id: str | None = None) -> None:
        super().__init__(id=id)
        self._most = most
        self._digits = ""

    def compose(self) -> ComposeResult:
        yield Static(_dots(0), id="dots")
        with Grid():
            for digit in "123456789":
                yield self._button(digit, f"digit-{digit}")
            yield self._button("⌫", "delete")
            yield self._button("0", "digit-0")
            yield self._button("OK", "done")

    def _button(self, label: str, id: str) -> Button:
        button = Button(label, id=id)
        button.can_focus = False  # one stop for the Tab key: the pad itself
        return button

    def watch_typed(self, typed: int) -> None:
        for dots in self.query("#dots").results(Static):
            dots.update(_dots(typed))

    def on_key(self, event: events.Key) -> None:
        if self.take(event):
            event.stop()
            event.prevent_default()

    def take(self, event: events.Key) -> bool:
        """Do what the key says; False when it is none of the pad's."""
        if event.character and event.character in "0123456789":
            self.add(event.character)
        elif event.key in ("backspace", "delete"):
            self._delete()
        elif event.key == "enter":
            self._done()
        else:
            return False
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        name = event.button.id or ""
        if name.startswith("digit-"):
            self.add(name[-1])
        elif name == "delete":
            self._delete()
        else:
            self._done()

    def clear(self) -> None:
        self._digits = ""
        self.typed = 0

    def add(self, digit: str) -> None:
        """One more digit; those past `most` are not taken."""
        if len(self._digits) < self._most:
            self._digits += digit
            self.typed = len(self._digits)

    def _delete(self) -> None:
        self._digits = self._digits[:-1]
        self.typed = len(self._digits)

    def _done(self) -> None:
        digits = self._digits
        self.clear()
        if digits:
            self.post_message(self.Entered(digits))


def _dots(typed: int) -> str:
    return ("● " * typed + "○ " * max(0, 6 - typed)).strip()
