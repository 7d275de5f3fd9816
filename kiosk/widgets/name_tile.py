"""A pupil's tile on the agreement screen: animal, name, and a tick for who has signed."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from db.records import AgreementTile
from kiosk.messages import PupilChosen
from kiosk.text import shorten

SIGNED = "✔"


class NameTile(Widget, can_focus=True):
    """Posts `PupilChosen` when tapped or entered."""

    DEFAULT_CSS = """
    NameTile {
        width: 1fr;
        height: 3;
        background: $surface;
        color: $foreground;
        border: round $primary 60%;
        content-align: left middle;
        &:hover { border: round $primary; background: $panel; }
        &:focus { border: thick $accent; background: $panel; text-style: bold; }
        &.signed { color: $success; border: round $success 60%; }
        &.signed:focus { border: thick $accent; }
    }
    """

    BINDINGS = [
        Binding("enter", "choose", "That's me"),
        Binding("space", "choose", show=False),
    ]

    def __init__(self, tile: AgreementTile) -> None:
        super().__init__(id=f"pupil-{tile.pupil.id}", classes="signed" if tile.signed else "")
        self.tile = tile

    def render(self) -> Content:
        width = self.content_size.width
        tick = f" {SIGNED}" if self.tile.signed else ""
        name = shorten(self.tile.pupil.name, max(1, width - 3 - len(tick)))
        gap = max(0, width - 3 - Content(name).cell_length - len(tick))
        return Content.assemble(f"{self.tile.pupil.avatar} ", name, " " * gap, (tick, "bold"))

    def on_click(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        self.post_message(PupilChosen(self.tile.pupil.id))
