"""A code for a phone's or tablet's camera: what is sent there goes into one pupil's portfolio."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.content import Content

from db import uploads
from db.records import Pupil
from kiosk.screens.made_code import Made, made_first
from kiosk.screens.place import Kiosk
from kiosk.screens.portfolio_pages import page_of
from kiosk.screens.shows_code import Shown
from kiosk.screens.takes_files import TakesFiles
from kiosk.text import plain

PLACE = "u"


class UploadLink(TakesFiles):
    """For the signed-in pupil."""

    TITLE_WORDS = "Add a photo"

    def __init__(self, pupil: Pupil, made: Made | None = None) -> None:
        super().__init__(made)
        self._pupil = pupil

    @classmethod
    async def ready(cls, kiosk: Kiosk, pupil: Pupil) -> UploadLink:
        """The screen with its code drawn, where a code leads anywhere."""
        return cls(pupil, await made_first(kiosk, _new(kiosk, pupil)))

    def whose(self) -> Content:
        name = (f"{self._pupil.avatar} {plain(self._pupil.name)}", "bold $primary")
        return Content.assemble("Everything goes into the portfolio of\n", name)

    def new_link(self) -> Callable[[], Shown]:
        return _new(self.kiosk, self._pupil)

    async def end_link(self, link_id: int) -> None:
        await self.store.run(uploads.end, link_id, self.kiosk.now())

    async def state_of(self, link_id: int) -> uploads.LinkState:
        return await self.store.run(uploads.state, link_id, self.kiosk.now())

    async def newest(self) -> Path | None:
        pupil = self._pupil
        found = await self.ask(self.store.run(page_of, pupil, pupil.id, None, 1))
        return next(iter(found[1].values()), None) if found else None


def _new(kiosk: Kiosk, pupil: Pupil) -> Callable[[], Shown]:
    most, now = kiosk.settings.uploads.link_files, kiosk.now()

    def new() -> Shown:
        made = uploads.make(pupil, pupil.id, now, most_files=most)
        return Shown(made.id, made.code, made.expires_at, PLACE, made.most_files)

    return new
