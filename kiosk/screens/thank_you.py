"""Thank you for signing; and back home by itself."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from db.records import Signature
from kiosk.screens.place import Place
from kiosk.text import long_date, safe
from kiosk.widgets.signature_pad import SignatureView

HOME_SECONDS = 10.0


class ThankYou(Place):
    """Shows what was just signed. The pupil's visit has ended already."""

    CSS_PATH = "thank_you.tcss"
    TITLE_WORDS = "Thank you"
    BINDINGS = [Binding("enter,space,escape", "back", "Home", key_display="⏎")]

    def __init__(self, name: str, signature: Signature) -> None:
        super().__init__()
        self._name_words, self._signature = name, signature

    def compose_place(self) -> ComposeResult:
        with Vertical(id="thanks"):
            yield Static(
                Content.assemble("🎉 Thank you, ", safe(self._name_words), "!"), id="title"
            )
            yield Static("You have signed our promises. Well done!")
            with Center():
                yield SignatureView(self._signature.strokes, typed_name=self._signature.typed_name)
            yield Static(
                Content.assemble(
                    safe(self._signature.school_name), " · ", long_date(self._signature.day)
                )
            )
            with Center():
                yield Button("Home", id="home", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#home", Button).focus()
        self.set_timer(HOME_SECONDS, self.action_back)

    async def on_button_pressed(self) -> None:
        await self.action_back()

    async def action_back(self) -> None:
        """Nobody goes back into a visit that has ended."""
        if self.is_current:
            await self.kiosk.go_home()
