"""The agreement: choose your tile, enter your picture code, read and sign."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from db.records import AgreementTile
from kiosk.screens.picture_code import PictureCode
from kiosk.screens.promises import Promises
from kiosk.screens.signed_agreement import SignedAgreementPlace
from kiosk.screens.who_are_you import WhoAreYou


class AgreementPlace(WhoAreYou):
    """Those who have signed have a tick."""

    CSS_PATH = ["who_are_you.tcss", "agreement.tcss"]
    TITLE_WORDS = "Agreement"
    QUESTION = "Who are you? Tap your name, or type how it starts."

    def compose_place(self) -> ComposeResult:
        yield from super().compose_place()
        yield Static("", id="progress")

    def tell(self, tiles: Sequence[AgreementTile]) -> None:
        signed = sum(it.signed for it in tiles)
        self.query_one("#progress", Static).update(f"✔ {signed} of {len(tiles)} have signed")

    @work(group="go", exclusive=True, exit_on_error=False)
    async def enter(self, tile: AgreementTile) -> None:
        """Ask for the picture code, then read and sign, or read what is signed."""
        pupil = await self.app.push_screen_wait(PictureCode(tile.pupil))
        if pupil is None:
            return
        session = self.kiosk.session
        session.begin(pupil=pupil)
        if tile.signed:
            await self.app.push_screen_wait(SignedAgreementPlace(pupil_id=pupil.id))
        else:
            await self.app.push_screen_wait(Promises())
        session.end()
        self.refresh_banner()
