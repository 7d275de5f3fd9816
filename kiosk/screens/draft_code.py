"""A code for the class tablet: what is sent there goes to one draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from textual.content import Content

from db import story_drafts, story_photos, story_uploads
from db.records import Pupil, Staff
from db.uploads import LinkState
from kiosk.screens.file_pages import small_picture
from kiosk.screens.made_code import Made, made_first
from kiosk.screens.place import Kiosk
from kiosk.screens.shows_code import Shown
from kiosk.screens.takes_files import TakesFiles
from kiosk.text import plain

PLACE = "s"
MOST_NAMES = 24
EVERYBODY = "📷 Everybody may be in photos."


class DraftCode(TakesFiles):
    """Says beside the code who must be in no photo: now one is about to be taken (R7)."""

    TITLE_WORDS = "Add photos"

    def __init__(self, post_id: int, without: Sequence[Pupil], made: Made | None = None) -> None:
        """`without` are the pupils who have no permission for the story of the post."""
        super().__init__(made)
        self._post_id = post_id
        self._without = tuple(without)

    @classmethod
    async def ready(cls, kiosk: Kiosk, post_id: int) -> DraftCode:
        """The screen with its code drawn, where a code leads anywhere. Raises as `make` does."""
        without = await kiosk.store.run(_without, kiosk.session.staff, post_id)
        return cls(post_id, without, await made_first(kiosk, _new(kiosk, post_id)))

    def whose(self) -> Content:
        if not self._without:
            return Content.assemble("Everything goes into your post.\n", (EVERYBODY, "bold"))
        names = ", ".join(plain(it.name) for it in self._without[:MOST_NAMES])
        more = len(self._without) - MOST_NAMES
        return Content.assemble(
            "Everything goes into your post.\n",
            ("🚫 In no photo, please: ", "bold $text-error"),
            (names, "bold"),
            f" and {more} more, whom the page of the photos lists" if more > 0 else "",
        )

    def new_link(self) -> Callable[[], Shown]:
        return _new(self.kiosk, self._post_id)

    async def end_link(self, link_id: int) -> None:
        await self.store.run(story_uploads.end, link_id, self.kiosk.now())

    async def state_of(self, link_id: int) -> LinkState:
        return await self.store.run(story_uploads.state, link_id, self.kiosk.now())

    async def newest(self) -> Path | None:
        draft = await self.ask(self.store.run(story_drafts.draft, self.staff, self._post_id))
        return small_picture(draft.files[-1].file) if draft and draft.files else None


def _without(staff: Staff | None, post_id: int) -> list[Pupil]:
    class_ids = story_drafts.draft(staff, post_id).writing.class_ids
    return [it.pupil for it in story_photos.taggable(staff, class_ids) if not it.allowed]


def _new(kiosk: Kiosk, post_id: int) -> Callable[[], Shown]:
    staff, now = kiosk.session.staff, kiosk.now()

    def new() -> Shown:
        made = story_uploads.make(staff, post_id, now)
        return Shown(made.id, made.code, made.expires_at, PLACE, made.most_files)

    return new
