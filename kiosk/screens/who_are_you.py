"""`WhoAreYou`: every pupil of the class as a tile, of which one chooses one's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from db import agreement
from db.records import AgreementTile, Mark, PupilTile
from kiosk.messages import PupilChosen
from kiosk.screens.place import Place
from kiosk.text import safe
from kiosk.widgets.pupil_grid import PupilGrid
from kiosk.widgets.signed_tile import SignedTile

NO_CLASS = "There is no class here yet. A teacher can choose one under Staff."
NO_PUPILS = "Nobody is on the class list yet."


class WhoAreYou(Place):
    """By a tap, or by typing how the name starts.

    What a screen adds to it: the question, the tiles, and `enter()` for the one who was chosen.
    """

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = "who_are_you.tcss"
    QUESTION = ""
    TILE_TYPE: type[SignedTile] = SignedTile

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[int, AgreementTile] = {}

    def compose_place(self) -> ComposeResult:
        yield Static(self.QUESTION, id="question")
        yield PupilGrid(id="pupils", tile_type=self.TILE_TYPE)

    def enter(self, tile: AgreementTile) -> Any:
        """Let this pupil show who they are; a worker, since it waits for them."""
        raise NotImplementedError

    def tell(self, tiles: Sequence[AgreementTile]) -> None:
        """The class has been read, and is on the screen."""

    def on_mount(self) -> None:
        self.query_one(PupilGrid).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """Show the class as it is now; what somebody has typed of a name stays."""
        here = self.kiosk.school_class
        if here is None:
            self._ask(NO_CLASS)
            return
        tiles = await self.store.run(agreement.tiles, here.id)
        if not tiles:
            self._ask(NO_PUPILS)
            return
        self._shown = {it.pupil.id: it for it in tiles}
        grid = self.query_one(PupilGrid)
        await grid.show([PupilTile(it.pupil, 0, 0, Mark.PRESENT) for it in tiles])
        for tile in self.query(SignedTile):
            tile.tick(self._shown[tile.pupil_id].signed)
        if not grid.typed:
            self._ask(self.QUESTION)
        self.tell(tiles)

    def on_pupil_chosen(self, event: PupilChosen) -> None:
        self.query_one(PupilGrid).forget_typed()
        if event.pupil_id in self._shown:  # else they have just left the class
            self.enter(self._shown[event.pupil_id])

    def on_pupil_grid_searched(self, event: PupilGrid.Searched) -> None:
        if event.found in self._shown:
            name = self._shown[event.found].pupil.name
            self._ask(f"{event.typed} … {name}? Press Enter if that is you.")
        elif event.typed:
            self._ask("No name here starts like that. Try again.")
        else:
            self._ask(self.QUESTION)

    def _ask(self, words: str) -> None:
        self.query_one("#question", Static).update(safe(words))
