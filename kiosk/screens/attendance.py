"""The register of today: a tap goes from here to absent, to late, and back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from db import attendance, roster
from db.clock import DEFAULT_TIME_ZONE, school_day
from db.policy import Problem
from db.records import Mark
from kiosk.messages import PupilChosen
from kiosk.screens.place import Place
from kiosk.text import safe
from kiosk.widgets.pupil_grid import PupilGrid
from kiosk.widgets.register_tile import RegisterTile

NEXT = {Mark.PRESENT: Mark.ABSENT, Mark.ABSENT: Mark.LATE, Mark.LATE: Mark.PRESENT}


class Attendance(Place):
    """Every tap is saved by itself; a mark that could not be saved goes back to what it was."""

    CSS_PATH = "attendance.tcss"
    TITLE_WORDS = "Register"
    BINDINGS = [
        Binding("f2", "all_present", "Everybody is here"),
        Binding("escape", "back", "Back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._saved: dict[int, Mark] = {}
        self._wanted: dict[int, Mark] = {}
        self._saving: set[int] = set()
        self._landed = asyncio.Event()

    def compose_place(self) -> ComposeResult:
        yield Static("", id="sum")
        yield PupilGrid(id="pupils", tile_type=RegisterTile)

    def on_mount(self) -> None:
        self.query_one(PupilGrid).focus()
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here, school = self.kiosk.school_class, self.kiosk.school
        if here is None:
            self.query_one("#sum", Static).update("There is no class yet.")
            return
        time_zone = school.time_zone if school else DEFAULT_TIME_ZONE
        self._day = school_day(self.kiosk.now(), time_zone)
        tiles = await self.store.run(roster.tiles, here.id, self._day)
        self._saved = {tile.pupil.id: tile.mark for tile in tiles}
        await self.query_one(PupilGrid).show(tiles)
        self._show_sum()

    def _show_sum(self) -> None:
        grid = self.query_one(PupilGrid)
        marks = [grid.tile_of(it).mark for it in self._saved]
        words = "Nobody is in this class yet."
        if marks:
            words = (
                f"{len(marks) - marks.count(Mark.ABSENT)} here "
                f"({marks.count(Mark.LATE)} late), {marks.count(Mark.ABSENT)} absent. "
                "Tap a pupil to change it."
            )
        self.query_one("#sum", Static).update(safe(words))

    def on_pupil_grid_searched(self, event: PupilGrid.Searched) -> None:
        if event.typed:
            self.query_one("#sum", Static).update(safe(f"🔎 {event.typed}"))
        else:
            self._show_sum()

    def on_pupil_chosen(self, event: PupilChosen) -> None:
        grid = self.query_one(PupilGrid)
        mark = NEXT[grid.tile_of(event.pupil_id).mark]
        self._mark(event.pupil_id, mark)
        self._wanted[event.pupil_id] = mark
        if event.pupil_id not in self._saving:
            self._saving.add(event.pupil_id)
            self._landed.clear()
            self.save(event.pupil_id)

    def _mark(self, pupil_id: int, mark: Mark) -> None:
        grid = self.query_one(PupilGrid)
        grid.change(replace(grid.tile_of(pupil_id), mark=mark))
        self._show_sum()

    @work(group="save", exit_on_error=False)
    async def save(self, pupil_id: int) -> None:
        """One save at a time for a pupil, so that quick taps arrive in their order."""
        here, day, now = self.kiosk.school_class, self._day, self.kiosk.now()
        try:
            while pupil_id in self._wanted and here is not None and day is not None:
                mark = self._wanted.pop(pupil_id)
                await self.store.run(attendance.mark, self.staff, here.id, pupil_id, day, mark, now)
                self._saved[pupil_id] = mark
        except Problem:
            self._wanted.pop(pupil_id, None)
            self._mark(pupil_id, self._saved[pupil_id])
            raise
        finally:
            self._saving.discard(pupil_id)
            if not self._saving:
                self._landed.set()

    @work(group="save", exit_on_error=False)
    async def action_all_present(self) -> None:
        here, day = self.kiosk.school_class, self._day
        if here is not None and day is not None:
            await self._all_landed()
            await self.store.run(attendance.mark_all_present, self.staff, here.id, day)
            self.load()

    async def _all_landed(self) -> None:
        while self._saving:
            await self._landed.wait()

    async def action_back(self) -> None:
        grid = self.query_one(PupilGrid)
        if grid.typed:
            grid.forget_typed()
            return
        await self._all_landed()
        await super().action_back()
