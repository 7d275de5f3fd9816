"""The class's portfolios for its teachers: whose have something new, and into each (R16, R17)."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static

from db import portfolio_review as review
from db.policy import Problem
from db.portfolio_records import PortfolioTile
from db.records import Mark, PupilTile
from kiosk.messages import PupilChosen
from kiosk.screens.other_class import OtherClass
from kiosk.screens.photo_permission import PhotoPermissions
from kiosk.screens.pupil_gallery import PupilGallery
from kiosk.screens.review_queue import NO_CLASS, ReviewQueue
from kiosk.text import count, safe
from kiosk.widgets.portfolio_tile import PortfolioPupilTile
from kiosk.widgets.pupil_grid import PupilGrid


class ClassPortfolios(OtherClass):
    """Every pupil as a tile; a tap or Enter opens that pupil's portfolio."""

    CSS_PATH = "class_portfolios.tcss"
    TITLE_WORDS = "Portfolios"
    NO_OTHER = "There is no other class whose portfolios you can see."
    BINDINGS = [
        Binding("f2", "new_work", "New work"),
        Binding("f3", "photos", "Photo permission"),
        Binding("f8", "choose_class", "Class"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._tiles: dict[int, PortfolioTile] = {}
        self._words = ""

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield PupilGrid(id="pupils", tile_type=PortfolioPupilTile)
        with Horizontal(id="buttons", classes="edged"):
            yield Button("New work (F2)", id="new_work", variant="primary")
            yield Button("Photo permission (F3)", id="photos")
            yield Button("Another class (F8)", id="choose_class")

    def on_mount(self) -> None:
        self.query_one(PupilGrid).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here = self.shown_class
        if here is None:
            self._say_above(NO_CLASS)
            return
        try:
            found = await self.store.run(review.classroom, self.staff, here.id)
        except Problem as problem:
            self._say_above(str(problem))
            return
        self._tiles = {it.pupil.id: it for it in found}
        grid = self.query_one(PupilGrid)
        await grid.show([PupilTile(it.pupil, 0, 0, Mark.PRESENT) for it in found])
        for tile in self.query(PortfolioPupilTile):
            tile.tell_of(self._tiles[tile.pupil_id].items, self._tiles[tile.pupil_id].waiting)
        waiting = sum(it.waiting for it in found)
        if not found:
            self._say_above("Nobody is on the class list yet.")
        elif waiting:
            verb = "waits" if waiting == 1 else "wait"
            self._say_above(f"⏳ {count(waiting, 'piece')} of work {verb} for you")
        else:
            self._say_above("Nothing new. Tap a pupil to see their portfolio.")

    def _say_above(self, words: str) -> None:
        self._words = words
        self.query_one("#summary", Static).update(safe(words))

    def on_pupil_grid_searched(self, event: PupilGrid.Searched) -> None:
        words = f"🔎 {event.typed}" if event.typed else self._words
        self.query_one("#summary", Static).update(safe(words))

    def on_pupil_chosen(self, event: PupilChosen) -> None:
        self.query_one(PupilGrid).forget_typed()
        if event.pupil_id in self._tiles:
            self.app.push_screen(PupilGallery(self._tiles[event.pupil_id].pupil))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(PupilGrid).focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def action_new_work(self) -> None:
        self.app.push_screen(ReviewQueue(self.other_class))

    def action_photos(self) -> None:
        self.app.push_screen(PhotoPermissions(self.other_class))
