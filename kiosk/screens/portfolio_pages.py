"""A portfolio as pages of pictures, the newest first: what pupils and teachers share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static

from db import media, portfolio
from db.clock import school_day
from db.portfolio_records import Item, ItemState, Page, Viewer
from db.records import Pupil
from kiosk.messages import RecordsChanged
from kiosk.screens.place import Place
from kiosk.text import safe, short_date
from kiosk.widgets.gallery import Gallery, Shown
from kiosk.widgets.item_view import kind_icon, kind_words

FIRST_WORDS = 400  # characters of a piece, more than a card has room for
WIDE = 100  # columns from which on the buttons say all of their words
WIDE_WORDS, NARROW_WORDS = ("◀ Newer (N)", "Older (O) ▶"), ("◀ (N)", "(O) ▶")
States = Mapping[ItemState, tuple[str, str]]
"""What stands under an item, by its state, and in which colour of the theme."""


class PortfolioPages(Place):
    """A page of it at a time: as many pictures as there is room for."""

    NOTHING = ""
    STATES: States = {}
    CSS_PATH = "portfolio_pages.tcss"
    BINDINGS = [
        Binding("n", "turn(-1)", "Newer", show=False),
        Binding("o", "turn(1)", "Older", show=False),
    ]

    def __init__(self, pupil: Pupil) -> None:
        super().__init__()
        self.pupil = pupil
        self._starts: list[int | None] = [None]  # where this page and those before it begin
        self._page = Page((), None)
        self._per_page = 0
        self._wanted: int | None = None  # where the cursor goes when it is loaded

    def compose_place(self) -> ComposeResult:
        yield Static("", id="heading")
        yield Gallery(id="gallery")
        yield Static(self.NOTHING, id="nothing")
        with Horizontal(id="buttons", classes="edged"):
            yield from self.compose_buttons()
            yield Button("", id="newer")
            yield Button("", id="older")

    def compose_buttons(self) -> ComposeResult:
        """What one can do here, before the buttons that turn the page."""
        yield from ()

    @property
    def viewer(self) -> Viewer:
        """Who looks."""
        raise NotImplementedError

    def heading(self) -> str:
        """What stands above the pictures."""
        raise NotImplementedError

    def open(self, item_id: int) -> None:
        """Show one of them large."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query_one("#nothing").display = False
        self.query_one(Gallery).focus()

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self.load)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Another size has another number of pictures on a page; the first one stays."""
        if self._per_page and self.query_one(Gallery).per_page != self._per_page:
            self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """Show the page anew; the cursor stays on what it is on."""
        gallery = self.query_one(Gallery)
        if gallery.size:  # hidden while there is nothing in it
            self._per_page = gallery.per_page
        found = await self.ask(
            self.store.run(page_of, self.viewer, self.pupil.id, self._starts[-1], self._per_page)
        )
        if found is None:
            return
        self._page, files = found
        if not self._page.items and len(self._starts) > 1:
            self._starts.pop()
            self.load()
            return
        shown = [
            _shown(it, files.get(it.id), self.STATES, self.time_zone) for it in self._page.items
        ]
        at, self._wanted = self._wanted or gallery.here, None
        gallery.show(shown, at=at)
        self._tell()

    def show_first(self, item_id: int) -> None:
        """The newest things, with the cursor on this one of them."""
        self._starts, self._wanted = [None], item_id
        self.load()

    def _tell(self) -> None:
        empty = not self._page.items
        self.query_one("#nothing").display = empty
        self.query_one("#gallery").display = not empty
        page = f" · page {len(self._starts)}" if len(self._starts) > 1 else ""
        self.query_one("#heading", Static).update(safe(f"{self.heading()}{page}"))
        newer, older = (self.query_one(f"#{it}", Button) for it in ("newer", "older"))
        newer.disabled, older.disabled = len(self._starts) < 2, self._page.before is None
        newer.display = older.display = not (newer.disabled and older.disabled)
        wide = self.size.width >= WIDE
        newer.label, older.label = WIDE_WORDS if wide else NARROW_WORDS
        if empty and self.focused is None:
            self.query("#buttons Button").first().focus()

    def on_gallery_chosen(self, event: Gallery.Chosen) -> None:
        self.open(event.id)

    def on_gallery_turned(self, event: Gallery.Turned) -> None:
        self.action_turn(event.pages)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id in ("newer", "older"):
            self.action_turn(1 if event.button.id == "older" else -1)
            self.query_one(Gallery).focus()
        else:
            getattr(self, f"action_{event.button.id}")()

    def action_turn(self, pages: int) -> None:
        """To older things, or back to newer ones; where there are none nothing happens."""
        gallery = self.query_one(Gallery)
        after = self._page.before
        if pages > 0 and after is not None and after != self._starts[-1]:  # not on its way yet
            self._starts.append(after)
            gallery.action_go(0)
        elif pages < 0 and len(self._starts) > 1:
            self._starts.pop()
            gallery.action_go(-1)
        else:
            return
        self.load()


def page_of(
    viewer: Viewer, pupil_id: int, before: int | None, most: int
) -> tuple[Page, dict[int, Path]]:
    """A page, and for each item of it that has a small picture, where that is."""
    page = portfolio.of_pupil(viewer, pupil_id, before=before, most=most)
    posters = {it.id: it.media.poster_sha256 for it in page.items if it.media is not None}
    return page, {item_id: media.path(name) for item_id, name in posters.items() if name}


def _shown(item: Item, picture: Path | None, states: States, time_zone: str) -> Shown:
    state, colour = states.get(item.state, ("", "$foreground"))
    if item.comments and item.state is ItemState.APPROVED:
        state = f"{state} 💬"
    day = short_date(school_day(item.posted_at, time_zone))
    if item.media is None:
        return Shown(item.id, None, item.words[:FIRST_WORDS], f"📝 {day}", state, colour)
    words = kind_words(item.media)
    caption = f"{kind_icon(item)} {item.words or day}"
    return Shown(item.id, picture, words, caption, state, colour)
