"""A pupil's portfolio for teachers, as pages of pictures (R16)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Button

from db.policy import need_staff
from db.portfolio_records import ItemState, Viewer
from kiosk.screens.portfolio_pages import PortfolioPages
from kiosk.screens.pupil_portfolio import PupilPortfolio
from kiosk.widgets.gallery import Gallery


class PupilGallery(PortfolioPages):
    """Enter or a tap shows one large, where a teacher decides about it."""

    TITLE_WORDS = "Portfolio"
    NOTHING = "Nothing is in this portfolio yet."
    STATES = {
        ItemState.WAITING: ("⏳ new", "$warning"),
        ItemState.APPROVED: ("✔ approved", "$success"),
        ItemState.SENT_BACK: ("↩ sent back", "$foreground"),
    }

    def compose_buttons(self) -> ComposeResult:
        yield Button("Show large (Enter)", id="large", variant="primary")

    @property
    def viewer(self) -> Viewer:
        return need_staff(self.staff)

    def heading(self) -> str:
        return f"{self.pupil.avatar} {self.pupil.full_name}"

    def open(self, item_id: int) -> None:
        self.app.push_screen(PupilPortfolio(self.pupil, item_id))

    def action_large(self) -> None:
        self.query_one(Gallery).action_choose()
