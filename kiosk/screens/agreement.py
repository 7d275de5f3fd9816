"""The agreement: choose your tile, enter your picture code, read and sign."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from db import agreement
from db.records import AgreementTile, Mark, PupilTile
from kiosk.messages import PupilChosen
from kiosk.screens.picture_code import PictureCode
from kiosk.screens.place import Place
from kiosk.screens.promises import Promises
from kiosk.screens.signed_agreement import SignedAgreementPlace
from kiosk.text import safe
from kiosk.widgets.pupil_grid import PupilGrid
from kiosk.widgets.signed_tile import SignedTile

QUESTION = "Who are you? Tap your name, or type how it starts."


class AgreementPlace(Place):
    """Every pupil of the class as a tile; those who have signed have a tick."""

    CSS_PATH = "agreement.tcss"
    TITLE_WORDS = "Agreement"

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[int, AgreementTile] = {}

    def compose_place(self) -> ComposeResult:
        yield Static(QUESTION, id="question")
        yield PupilGrid(id="pupils", tile_type=SignedTile)
        yield Static("", id="progress")

    def on_mount(self) -> None:
        self.query_one(PupilGrid).focus()

    def on_screen_resume(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here = self.kiosk.school_class
        if here is None:
            self._ask("There is no class here yet. A teacher can choose one under Staff.")
            return
        tiles = await self.store.run(agreement.tiles, here.id)
        if not tiles:
            self._ask("Nobody is on the class list yet.")
            return
        self._shown = {it.pupil.id: it for it in tiles}
        await self.query_one(PupilGrid).show(
            [PupilTile(it.pupil, 0, 0, Mark.PRESENT) for it in tiles]
        )
        for tile in self.query(SignedTile):
            tile.tick(self._shown[tile.pupil_id].signed)
        self._ask(QUESTION)
        signed = sum(it.signed for it in tiles)
        self.query_one("#progress", Static).update(f"✔ {signed} of {len(tiles)} have signed")

    def on_pupil_chosen(self, event: PupilChosen) -> None:
        self.enter(self._shown[event.pupil_id])

    def on_pupil_grid_searched(self, event: PupilGrid.Searched) -> None:
        if event.found is not None:
            name = self._shown[event.found].pupil.name
            self._ask(f"{event.typed} … {name}? Press Enter if that is you.")
        elif event.typed:
            self._ask("No name here starts like that. Try again.")
        else:
            self._ask(QUESTION)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def enter(self, tile: AgreementTile) -> None:
        """Ask for the picture code, then read and sign, or read what is signed."""
        self.query_one(PupilGrid).forget_typed()
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

    def _ask(self, words: str) -> None:
        self.query_one("#question", Static).update(safe(words))
