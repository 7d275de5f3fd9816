"""A pupil's portfolio for teachers: newest first, each item large (R16, R17)."""

from __future__ import annotations

from textual import work

from db import portfolio
from db.clock import school_day
from db.policy import need_staff
from db.portfolio_records import Item
from db.records import Pupil
from kiosk.screens.one_of import OneOf
from kiosk.screens.reviewing import Reviewing
from kiosk.text import count, short_date, shorten
from kiosk.widgets.item_view import kind_icon, sender_words

AT_ONCE = 30
LINE_CELLS = 30


class PupilPortfolio(Reviewing):
    """Older items are read when one comes near them."""

    CSS_PATH = "reviewing.tcss"
    TITLE_WORDS = "Portfolio"

    def __init__(self, pupil: Pupil, item_id: int | None = None) -> None:
        """`item_id` is what to show first, else the newest."""
        super().__init__()
        self._pupil = pupil
        self.first = item_id
        self._wanted = AT_ONCE
        self._older = False

    async def reload(self) -> str:
        staff = need_staff(self.staff)
        items: list[Item] = []
        before: int | None = None
        while len(items) < self._wanted or self.first not in {None, *(it.id for it in items)}:
            page = await self.store.run(
                portfolio.of_pupil, staff, self._pupil.id, before=before, most=AT_ONCE
            )
            items += page.items
            before = page.before
            if before is None:
                break
        self.items, self._older, self.first = items, before is not None, None
        return f"{self._pupil.name} has nothing in their portfolio yet."

    def _day(self, item: Item) -> str:
        return short_date(school_day(item.posted_at, self.time_zone))

    def where(self) -> str:
        more = "more than " if self._older else ""
        return f"{self._pupil.name}: {self.at + 1} of {more}{count(len(self.items), 'piece')}"

    def action_step(self, by: int) -> None:
        if self._older and self.at + by >= len(self.items) - 1:
            self._wanted += AT_ONCE
            self.at += by
            self.done = ""
            self.load(then=self.items[min(self.at, len(self.items) - 1)].id)
        else:
            super().action_step(by)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_list(self) -> None:
        """All that was read, a line each."""
        if not self.items:
            return
        lines = [
            (
                str(it.id),
                f"{kind_icon(it)} {self._day(it)}  {it.state}  "
                f"{shorten(it.words or sender_words(it), LINE_CELLS)}",
            )
            for it in self.items
        ]
        chosen = await self.app.push_screen_wait(
            OneOf(self._pupil.name, lines, now=str(self.items[self.at].id))
        )
        if chosen is not None:
            self.load(then=int(chosen))
