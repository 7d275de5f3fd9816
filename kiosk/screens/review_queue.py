"""What pupils and parents sent, one at a time and large, or several at once (R17)."""

from __future__ import annotations

from textual import work

from db import photo_permission
from db import portfolio_review as review
from db.family_records import PhotoUse
from db.portfolio_records import Item
from db.records import SchoolClass
from kiosk.screens.review_list import ReviewList
from kiosk.screens.reviewing import Reviewing
from kiosk.text import count

NOTHING = "🎉 Nothing waits. New work comes here by itself."
NO_PERMISSION = "Photo permission for portfolios: no"
PICTURES = {"photo", "video"}
NO_CLASS = "There is no class here yet. Choose one in the staff room."


class ReviewQueue(Reviewing):
    """The one that waits longest comes first. What comes in meanwhile joins at the end."""

    CSS_PATH = "reviewing.tcss"
    TITLE_WORDS = "New work"

    def __init__(self, school_class: SchoolClass | None = None) -> None:
        """Of the kiosk's own class, unless it is another."""
        super().__init__()
        self._class = school_class
        self._waiting = 0
        self._may_show: frozenset[int] = frozenset()  # pupils

    @property
    def shown_class(self) -> SchoolClass | None:
        return self._class or super().shown_class

    async def reload(self) -> str:
        here = self.shown_class
        if here is None:
            return NO_CLASS
        self.items = await self.store.run(review.queue, self.staff, here.id)
        if self.items:
            self._waiting = await self.store.run(review.waiting, self.staff, here.id)
            pupils = {it.pupil.id for it in self.items}
            self._may_show = await self.store.run(
                photo_permission.allowed, pupils, PhotoUse.PORTFOLIO
            )
        return NOTHING

    def warning(self, item: Item) -> str:
        pictured = item.media is not None and item.media.kind in PICTURES
        return NO_PERMISSION if pictured and item.pupil.id not in self._may_show else ""

    def where(self) -> str:
        return f"{self.at + 1} of {count(self._waiting, 'piece')} of work"

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_list(self) -> None:
        if not self.items:
            return
        chosen = await self.app.push_screen_wait(ReviewList(self.items, self.at))
        if chosen is None:
            return
        what, ids = chosen
        if what == "approve":
            self.approve(ids)
        else:
            self.load(then=ids[0])
