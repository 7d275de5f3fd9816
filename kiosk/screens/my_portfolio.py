"""A pupil's own portfolio: what they are proud of, as pictures, the newest first."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Button

from db.portfolio_records import ItemState, Viewer
from kiosk.screens.portfolio_item import PortfolioItem
from kiosk.screens.portfolio_pages import PortfolioPages
from kiosk.screens.upload_link import UploadLink
from kiosk.screens.write_piece import WritePiece


class MyPortfolio(PortfolioPages):
    """For the signed-in pupil, who may add to it."""

    TITLE_WORDS = "My portfolio"
    NOTHING = "Nothing is here yet. Write something, or add a photo of what you are proud of."
    STATES = {
        ItemState.WAITING: ("⏳ waits for teacher", "$foreground"),
        ItemState.APPROVED: ("✔ teacher likes it", "$success"),
        ItemState.SENT_BACK: ("↩ see teacher's note", "$warning"),
    }
    BINDINGS = [
        Binding("w", "write", "Write"),
        Binding("a", "add", "Add a photo"),
    ]

    def compose_buttons(self) -> ComposeResult:
        yield Button("✍ Write (W)", id="write")
        yield Button("📷 Add a photo (A)", id="add", variant="primary")

    @property
    def viewer(self) -> Viewer:
        return self.pupil

    def heading(self) -> str:
        return f"{self.pupil.avatar} {self.pupil.name}'s best work"

    def open(self, item_id: int) -> None:
        self.app.push_screen(PortfolioItem(self.pupil, item_id))

    def action_write(self) -> None:
        self.app.push_screen(WritePiece(self.pupil))

    @work(group="add", exclusive=True, exit_on_error=False)
    async def action_add(self) -> None:
        self.app.push_screen(await UploadLink.ready(self.kiosk, self.pupil))
