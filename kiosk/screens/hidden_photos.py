"""Photos of one's posts that nobody sees any more, since permission was withdrawn (R7)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Button

from db import hidden_photos
from db.hidden_photos import Hidden
from kiosk.screens.file_pages import FilePages, small_picture
from kiosk.screens.post_files import PostFiles
from kiosk.text import count, plain
from kiosk.widgets.gallery import Gallery, Shown
from kiosk.widgets.item_view import kind_words


class HiddenPhotos(FilePages):
    """Whose permission is missing, and in which post. Enter or a tap leads to its photos."""

    TITLE_WORDS = "Hidden photos"
    NOTHING = "No photo of your posts is hidden."

    def __init__(self) -> None:
        super().__init__()
        self._hidden: list[Hidden] = []

    def compose_buttons(self) -> ComposeResult:
        yield Button("To the photos of this post (Enter)", id="choose", variant="primary")
        yield Button("Back (Esc)", id="back")

    async def cards(self) -> Sequence[Shown] | None:
        found = await self.ask(self.store.run(hidden_photos.hidden, self.staff))
        if found is None:
            return None
        self._hidden = found
        return [_card(it) for it in found]

    def heading(self) -> str:
        if not self._hidden:
            return ""
        photos = count(len(self._hidden), "photo or film", "photos and films")
        return f"{photos} hidden from everybody: permission is missing"

    def tell(self) -> None:
        super().tell()
        self.query_one("#choose").display = bool(self._hidden)

    def action_choose(self) -> None:
        self.query_one(Gallery).action_choose()

    def on_gallery_chosen(self, event: Gallery.Chosen) -> None:
        post_id = next((it.post_id for it in self._hidden if it.file.id == event.id), None)
        if post_id is not None:
            self.app.push_screen(PostFiles(post_id, first=event.id))


def _card(hidden: Hidden) -> Shown:
    names = ", ".join(plain(it.name) for it in hidden.without)
    return Shown(
        id=hidden.file.id,
        picture=small_picture(hidden.file),
        words=kind_words(hidden.file),
        caption=f"in “{plain(hidden.post)}”",
        state=f"🚫 No permission: {names}",
        colour="$text-error",
    )
