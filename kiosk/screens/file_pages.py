"""Pictures of files, a page of them at a time: what a post's files and hidden photos share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static

from db import media
from db.story_records import StoryFile
from kiosk.screens.place import Place
from kiosk.text import safe
from kiosk.widgets.gallery import Gallery, Shown


class FilePages(Place):
    """The cursor stays on what it is on when files come or go."""

    NOTHING = ""
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = "file_pages.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[Shown, ...] | None = None
        self._page = 0
        self.go_to: int | None = None  # the id that the cursor goes to, once it is there

    def compose_place(self) -> ComposeResult:
        yield Static("", id="heading")
        with Horizontal(id="both"):
            yield Gallery(id="gallery")
            yield Static(self.NOTHING, id="nothing")
            yield from self.compose_beside()
        with Horizontal(id="buttons", classes="edged"):
            yield from self.compose_buttons()
            yield Button("◀", id="before")
            yield Button("▶", id="after")

    def compose_beside(self) -> ComposeResult:
        """What stands beside the pictures."""
        yield from ()

    def compose_buttons(self) -> ComposeResult:
        """What one can do here."""
        yield from ()

    async def cards(self) -> Sequence[Shown] | None:
        """All there are, in order; None where that cannot be known."""
        raise NotImplementedError

    def heading(self) -> str:
        """What stands above the pictures."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one("#nothing").display = False
        self.query_one(Gallery).focus()

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self.load)

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """Show them as they are now."""
        found = await self.cards()
        if found is not None:
            self._cards = tuple(found)
            self._draw()

    @property
    def here(self) -> int | None:
        """The id of what the cursor is on."""
        return self.query_one(Gallery).here

    def _draw(self) -> None:
        if self._cards is None:
            return
        gallery, empty = self.query_one(Gallery), not self._cards
        self.query_one("#heading", Static).update(safe(self.heading()))
        self.query_one("#nothing").display = empty
        if gallery.display is empty:
            gallery.display = not empty
            (self.query("#buttons Button").first() if empty else gallery).focus()
            self.call_after_refresh(self._draw)  # only then it knows how many have room
            return
        ids, most = [it.id for it in self._cards], gallery.per_page
        at = self.go_to if self.go_to in ids else gallery.here
        if at in ids:
            self._page = ids.index(at) // most
        self._page = max(0, min(self._page, (len(ids) - 1) // most))
        self.go_to = None if self.go_to in ids else self.go_to
        gallery.show(self._cards[self._page * most : (self._page + 1) * most], at=at)
        for name, by in (("before", -1), ("after", 1)):
            button = self.query_one(f"#{name}", Button)
            button.display = len(ids) > most
            button.disabled = not 0 <= self._page + by <= (len(ids) - 1) // most
        self.tell()

    def tell(self) -> None:
        """The pictures are drawn: say what else there is to say."""
        self.refresh_bindings()

    def on_gallery_turned(self, event: Gallery.Turned) -> None:
        self.action_turn(event.pages)

    def action_turn(self, pages: int) -> None:
        """On to later ones, or back; where there are none nothing happens."""
        if not self._cards:
            return
        most = self.query_one(Gallery).per_page
        page = self._page + pages
        if 0 <= page <= (len(self._cards) - 1) // most:
            last = min(len(self._cards), (page + 1) * most) - 1
            self.go_to = self._cards[page * most if pages > 0 else last].id
            self._draw()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(Gallery).focus()
        if event.button.id in ("before", "after"):
            self.action_turn(1 if event.button.id == "after" else -1)
        else:
            self.call_later(getattr(self, f"action_{event.button.id}"))


def small_picture(file: StoryFile) -> Path | None:
    """Where the small picture of a file is, if it has one."""
    return media.path_if_any(file.poster_sha256)
