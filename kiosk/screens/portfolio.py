"""Portfolios: choose your tile, enter your picture code, and there is your own best work."""

from __future__ import annotations

from textual import work
from textual.binding import Binding

from db import agreement
from db.policy import NotAllowed
from db.records import AgreementTile, Pupil
from kiosk.screens.class_portfolios import ClassPortfolios
from kiosk.screens.my_portfolio import MyPortfolio
from kiosk.screens.picture_code import PictureCode
from kiosk.screens.promises import Promises
from kiosk.screens.who_are_you import WhoAreYou
from kiosk.widgets.name_tile import NameTile

SIGN_FIRST = "First come our promises. When you have signed them, your portfolio opens."


class PortfolioPlace(WhoAreYou):
    TITLE_WORDS = "Portfolio"
    QUESTION = "Whose portfolio? Tap your name, or type how it starts."
    TILE_TYPE = NameTile
    BINDINGS = [Binding("f2", "teachers", "For teachers")]

    @work(group="go", exclusive=True, exit_on_error=False)
    async def enter(self, tile: AgreementTile) -> None:
        """Ask for the picture code; who has not signed yet signs first (R20)."""
        pupil = await self.app.push_screen_wait(PictureCode(tile.pupil))
        if pupil is None:
            return
        session = self.kiosk.session
        session.begin(pupil=pupil)
        if not await self._has_signed(pupil):
            self.say(SIGN_FIRST)
            await self.app.push_screen_wait(Promises())
        if session.pupil == pupil and await self._has_signed(pupil):
            await self.app.push_screen_wait(MyPortfolio(pupil))
        session.end()
        self.refresh_banner()

    async def _has_signed(self, pupil: Pupil) -> bool:
        try:
            await self.store.run(agreement.need_signed, pupil.id)
        except NotAllowed:
            return False
        return True

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_teachers(self) -> None:
        if await self.kiosk.sign_in() is not None:
            self.app.push_screen(ClassPortfolios())
