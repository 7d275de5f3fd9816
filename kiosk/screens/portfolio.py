"""Portfolios: choose your tile, enter your picture code, and there is your own best work."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from db import agreement
from db.policy import NotAllowed
from db.records import AgreementTile, Mark, Pupil, PupilTile
from kiosk.messages import PupilChosen
from kiosk.screens.class_portfolios import ClassPortfolios
from kiosk.screens.my_portfolio import MyPortfolio
from kiosk.screens.picture_code import PictureCode
from kiosk.screens.place import Place
from kiosk.screens.promises import Promises
from kiosk.text import safe
from kiosk.widgets.name_tile import NameTile
from kiosk.widgets.pupil_grid import PupilGrid

QUESTION = "Whose portfolio? Tap your name, or type how it starts."
SIGN_FIRST = "First come our promises. When you have signed them, your portfolio opens."


class PortfolioPlace(Place):
    """Every pupil of the class as a tile."""

    CSS_PATH = "portfolio.tcss"
    TITLE_WORDS = "Portfolio"
    BINDINGS = [Binding("f2", "teachers", "For teachers")]

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[int, AgreementTile] = {}

    def compose_place(self) -> ComposeResult:
        yield Static(QUESTION, id="question")
        yield PupilGrid(id="pupils", tile_type=NameTile)

    def on_mount(self) -> None:
        self.query_one(PupilGrid).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
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
        grid = self.query_one(PupilGrid)
        await grid.show([PupilTile(it.pupil, 0, 0, Mark.PRESENT) for it in tiles])
        for tile in self.query(NameTile):
            tile.admit(self._shown[tile.pupil_id].signed)
        if not grid.typed:
            self._ask(QUESTION)

    def on_pupil_chosen(self, event: PupilChosen) -> None:
        self.enter(self._shown[event.pupil_id].pupil)

    def on_pupil_grid_searched(self, event: PupilGrid.Searched) -> None:
        if event.found is not None:
            name = self._shown[event.found].pupil.name
            self._ask(f"{event.typed} … {name}? Press Enter if that is you.")
        elif event.typed:
            self._ask("No name here starts like that. Try again.")
        else:
            self._ask(QUESTION)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def enter(self, tile: Pupil) -> None:
        """Ask for the picture code; who has not signed yet signs first (R20)."""
        self.query_one(PupilGrid).forget_typed()
        pupil = await self.app.push_screen_wait(PictureCode(tile))
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

    def _ask(self, words: str) -> None:
        self.query_one("#question", Static).update(safe(words))
