"""The agreement: choose your tile, enter your picture code, read and sign."""

from __future__ import annotations

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import ItemGrid, VerticalScroll
from textual.widgets import Static

from db import agreement
from db.records import AgreementTile
from kiosk.messages import PupilChosen
from kiosk.name_search import NameSearch
from kiosk.screens.picture_code import PictureCode
from kiosk.screens.place import Place
from kiosk.screens.promises import Promises
from kiosk.screens.signed_agreement import SignedAgreementPlace
from kiosk.widgets.name_tile import NameTile

TILE_CELLS = 15


class AgreementPlace(Place):
    """Every pupil of the class as a tile; those who have signed have a tick."""

    CSS_PATH = "agreement.tcss"
    TITLE_WORDS = "Agreement"
    BINDINGS = [
        Binding("left", "step(-1, 0)", show=False),
        Binding("right", "step(1, 0)", show=False),
        Binding("up", "step(0, -1)", show=False),
        Binding("down", "step(0, 1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._search = NameSearch()

    def compose_place(self) -> ComposeResult:
        yield Static("Who are you? Tap your name, or type how it starts.", id="question")
        with VerticalScroll(id="scroll", can_focus=False):
            yield ItemGrid(id="tiles", min_column_width=TILE_CELLS)
        yield Static("", id="progress")

    def on_screen_resume(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here = self.kiosk.school_class
        if here is None:
            self._empty("There is no class here yet. A teacher can choose one under Staff.")
            return
        tiles = await self.store.run(agreement.tiles, here.id)
        if not tiles:
            self._empty("Nobody is on the class list yet.")
            return
        await self._show(tiles)
        signed = sum(it.signed for it in tiles)
        self.query_one("#progress", Static).update(f"✔ {signed} of {len(tiles)} have signed")

    async def _show(self, tiles: list[AgreementTile]) -> None:
        """The tiles anew, with the focus where it was."""
        grid = self.query_one("#tiles", ItemGrid)
        if [it.tile for it in self._tiles] == tiles:
            return
        focused = self.focused.id if isinstance(self.focused, NameTile) else None
        await grid.remove_children()
        await grid.mount_all([NameTile(it) for it in tiles])
        found = [it for it in self._tiles if it.id == focused] or self._tiles
        if self.is_current:
            found[0].focus()

    def _empty(self, words: str) -> None:
        self.query_one("#tiles", ItemGrid).remove_children()
        self.query_one("#question", Static).update(words)

    @property
    def _tiles(self) -> list[NameTile]:
        return list(self.query(NameTile))

    def on_pupil_chosen(self, event: PupilChosen) -> None:
        self.enter(event.pupil_id)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def enter(self, pupil_id: int) -> None:
        """Ask for the picture code, then read and sign, or read what is signed."""
        tile = next(it.tile for it in self._tiles if it.tile.pupil.id == pupil_id)
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

    def on_key(self, event: events.Key) -> None:
        """Letters find a name; every other key is somebody else's."""
        letter = event.character or ""
        if not letter.isalpha():
            return
        event.stop()
        tiles = self._tiles
        place = self._search.add(letter, [it.tile.pupil.name for it in tiles])
        question = self.query_one("#question", Static)
        if place is None:
            question.update("Nobody's name starts like that. Try again.")
        else:
            tiles[place].focus()
            question.update("Is that you? Then press Enter.")

    def action_step(self, across: int, down: int) -> None:
        """To the next tile in that direction; at the end of a row to the next row."""
        tiles = self._tiles
        if not tiles:
            return
        if not isinstance(self.focused, NameTile):
            tiles[0].focus()
            return
        here = self.focused.region
        if across:
            place = tiles.index(self.focused) + across
            tiles[place % len(tiles)].focus()
            return
        beyond = [it for it in tiles if (it.region.y - here.y) * down > 0]
        if beyond:
            min(
                beyond, key=lambda it: (abs(it.region.y - here.y), abs(it.region.x - here.x))
            ).focus()
