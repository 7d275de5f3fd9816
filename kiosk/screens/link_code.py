"""One link of the school's as a code for a phone, and as words to type (R27)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from db.links import Link
from kiosk.qr import in_capitals
from kiosk.screens.place import Place
from kiosk.text import plain, safe
from kiosk.widgets.qr_code import QrCode

HOW = "Hold the camera of a phone in front of the code, and tap the link that it shows."


class LinkCode(Place):
    """It needs no phone pages: the code is the address itself."""

    CSS_PATH = "link_code.tcss"
    TITLE_WORDS = "Our school"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link

    def compose_place(self) -> ComposeResult:
        with Horizontal(id="both"):
            yield QrCode(in_capitals(plain(self._link.address)), id="code")
            with Vertical(id="beside"):
                with VerticalScroll(id="words"):
                    yield Static(safe(self._link.title), id="link-title")
                    yield Static(HOW)
                    yield Static("Or type this address:", id="type")
                    yield Static(safe(self._link.address), id="address")
                with Vertical(id="buttons", classes="edged"):
                    yield Button("Back (Esc)", id="back", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#back").focus()

    async def on_button_pressed(self) -> None:
        await self.action_back()
