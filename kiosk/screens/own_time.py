"""How long? Any minutes and seconds for the timer, typed as on a microwave oven."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Digits, Static

from kiosk.screens.place import InKiosk

MOST_DIGITS = 4


def seconds_typed(digits: str) -> int:
    """`730` is seven minutes thirty: 450. `90` is ninety seconds."""
    padded = digits.rjust(MOST_DIGITS, "0")
    return int(padded[:2]) * 60 + int(padded[2:])


class OwnTime(InKiosk, ModalScreen[int | None]):
    """Gives the seconds, or None."""

    CSS_PATH = "own_time.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("enter", "done", "Start", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._digits = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("How long?", classes="title")
            yield Digits("00:00", id="typed")
            yield Static("minutes : seconds", classes="hint")
            with Grid():
                for label in (*"123456789", "⌫", "0", "Start"):
                    button = Button(label, id=_ids.get(label, f"digit-{label}"))
                    button.can_focus = False
                    yield button
            yield Static("730 is 7 minutes 30 · Esc goes back", classes="hint")

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in "0123456789":
            self._show(self._digits + event.character)
        elif event.key in ("backspace", "delete"):
            self._show(self._digits[:-1])

    def on_button_pressed(self, event: Button.Pressed) -> None:
        name = event.button.id or ""
        if name == "start":
            self.action_done()
        elif name == "delete":
            self._show(self._digits[:-1])
        else:
            self._show(self._digits + name[-1])

    def action_done(self) -> None:
        if seconds := seconds_typed(self._digits):
            self.dismiss(seconds)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _show(self, digits: str) -> None:
        self._digits = digits.lstrip("0")[:MOST_DIGITS]
        padded = self._digits.rjust(MOST_DIGITS, "0")
        self.query_one("#typed", Digits).update(f"{padded[:2]}:{padded[2:]}")


_ids = {"⌫": "delete", "Start": "start"}
