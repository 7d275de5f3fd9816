"""Every answer about photos of one pupil: what for, who recorded it, when (R7)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db.family_records import PhotoAnswer
from kiosk.screens.place import InKiosk
from kiosk.text import safe
from kiosk.widgets.item_view import moment_words
from kiosk.widgets.lines import Lines
from kiosk.widgets.permission_grid import NAMES


class PhotoHistory(InKiosk, ModalScreen[None]):
    """Newest first. Nothing here can be changed."""

    CSS_PATH = "photo_history.tcss"
    BINDINGS = [Binding("escape,enter,h", "close", "Back", show=False)]

    def __init__(self, name: str, answers: Sequence[PhotoAnswer], time_zone: str) -> None:
        super().__init__()
        self._name, self._answers, self._zone = name, tuple(answers), time_zone

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe(f"Photos of {self._name}"), classes="title")
            yield Lines()
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="back", variant="primary")

    def on_mount(self) -> None:
        lines = self.query_one(Lines)
        nothing = [safe("Nobody has answered yet, so the answer is no.")]
        lines.show([self._line(it) for it in self._answers] or nothing)
        lines.focus()

    def on_button_pressed(self) -> None:
        self.action_close()

    def action_close(self) -> None:
        self.dismiss(None)

    def _line(self, answer: PhotoAnswer) -> Content:
        when = moment_words(answer.recorded_at, self._zone)
        sign = ("✔ yes", "$success bold") if answer.allowed else ("✗ no ", "$error bold")
        return Content.assemble(
            f"{when:<19} {NAMES[answer.use]:<13} ", sign, "  ", safe(answer.recorded_by)
        )
