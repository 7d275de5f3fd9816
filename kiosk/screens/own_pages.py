"""A pupil's own portfolio, to look at or to choose from, and to add to: `OwnPages`."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Button

from db.portfolio_records import ItemState, Viewer
from kiosk.screens.portfolio_pages import PortfolioPages
from kiosk.screens.upload_link import UploadLink
from kiosk.screens.write_piece import WritePiece


class OwnPages(PortfolioPages):
    """For the signed-in pupil."""

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

    def action_write(self) -> None:
        self.app.push_screen(WritePiece(self.pupil))

    @work(group="add", exclusive=True, exit_on_error=False)
    async def action_add(self) -> None:
        self.app.push_screen(await UploadLink.ready(self.kiosk, self.pupil))
