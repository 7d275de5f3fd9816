"""What pupils and parents sent, one at a time and large: approve, send back, comment (R17)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static

from db import portfolio
from db import portfolio_review as review
from db.clock import DEFAULT_TIME_ZONE
from db.portfolio_records import Item
from db.words import NOTE_LENGTH
from kiosk.screens.place import Place
from kiosk.screens.review_list import ReviewList
from kiosk.screens.review_words import ReviewWords
from kiosk.text import count, safe
from kiosk.widgets.item_view import ItemView, file_of

NOTES = (
    "Please tell us a little more about it.",
    "It is hard to see. Please take the photo again.",
    "Somebody else is in it. Please choose another photo.",
    "A good start! Please send it again when it is finished.",
)
COMMENTS = (
    "Well done! You can be proud of this.",
    "I can see how hard you tried.",
    "What a good idea!",
    "Please tell the class about this.",
)
MEANT_SECONDS = 0.4
NOTHING = "🎉 Nothing waits. New work comes here by itself."
NO_CLASS = "There is no class here yet. Choose one in the staff room."


class ReviewQueue(Place):
    """The one that waits longest comes first. What comes in meanwhile joins at the end."""

    CSS_PATH = "review_queue.tcss"
    TITLE_WORDS = "New work"
    BINDINGS = [
        Binding("a", "approve", "Approve"),
        Binding("b", "send_back", "Send back"),
        Binding("c", "comment", "Comment"),
        Binding("l", "several", "List"),
        Binding("p,left", "step(-1)", "Previous", show=False),
        Binding("n,right", "step(1)", "Next", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._items: list[Item] = []
        self._waiting = 0
        self._at = 0
        self._drawn: Item | None = None
        self._drawn_at = 0.0
        self._empty = ""
        self._done = ""

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield ItemView()
        with Horizontal(id="buttons", classes="edged"):
            yield Button("◀ (P)", id="previous")
            yield Button("Approve (A)", id="approve", variant="primary")
            yield Button("Send back (B)", id="send_back")
            yield Button("Comment (C)", id="comment")
            yield Button("List (L)", id="several")
            yield Button("(N) ▶", id="next")

    def on_mount(self) -> None:
        self.query_one("ItemView VerticalScroll").focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self, then: int | None = None) -> None:
        """What waits now. The item in front stays there; `then` is the id of another to show."""
        here = self.kiosk.school_class
        if here is None:
            await self._take([], 0, NO_CLASS)
            return
        found = await self.ask(self.store.run(review.queue, self.staff, here.id))
        if found is None:
            await self._take([], 0, review.NOT_YOURS)
            return
        total = len(found)
        if total:
            total = await self.store.run(review.waiting, self.staff, here.id)
        now = self._now
        wanted = then if then is not None else now.id if now else None
        places = {it.id: place for place, it in enumerate(found)}
        self._at = places.get(wanted or 0, min(self._at, max(0, len(found) - 1)))
        await self._take(found, total, NOTHING)

    async def _take(self, items: list[Item], waiting: int, empty: str) -> None:
        self._items, self._waiting, self._empty = items, waiting, empty
        await self._draw()

    async def _draw(self) -> None:
        """Show the item one is at; drawn anew only when it is another, or has changed."""
        item = self._now
        self._say_above()
        for button in self.query("#buttons Button").results(Button):
            button.disabled = item is None
        if item is not None and item == self._drawn:
            return
        path: Path | None = None
        if item is not None and self.staff is not None and (name := file_of(item)):
            found = await self.ask(self.store.run(portfolio.file_for, self.staff, name))
            path = found[0] if found is not None else None
        view = self.query_one(ItemView)
        school = self.kiosk.school
        zone = school.time_zone if school else DEFAULT_TIME_ZONE
        view.show(item, path, zone, empty=self._empty)
        if item is None or self._drawn is None or item.id != self._drawn.id:
            view.at_top()
            self._drawn_at = monotonic()
        self._drawn = item

    @property
    def _now(self) -> Item | None:
        return self._items[self._at] if self._at < len(self._items) else None

    @property
    def _seen(self) -> Item | None:
        """The item one is at, once it has been on the screen for long enough to be meant: a key
        that is held down, or pressed twice, decides once."""
        item = self._now
        if item != self._drawn or monotonic() - self._drawn_at < MEANT_SECONDS:
            return None
        return item

    def _say_above(self) -> None:
        """Where one is, and what was done last: a sentence at the corner would lie over buttons."""
        parts = [self._done] if self._done else []
        if self._items:
            parts.append(f"{self._at + 1} of {count(self._waiting, 'piece')} of work")
        self.query_one("#summary", Static).update(safe(" · ".join(parts)))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("ItemView VerticalScroll").focus()
        if event.button.id in ("previous", "next"):
            self.action_step(-1 if event.button.id == "previous" else 1)
        else:
            self.call_later(getattr(self, f"action_{event.button.id}"))

    def action_step(self, by: int) -> None:
        if self._items:
            self._done = ""
            self._at = (self._at + by) % len(self._items)
            self.redraw()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def redraw(self) -> None:
        await self._draw()

    def action_approve(self) -> None:
        item = self._seen
        if item is not None:
            self.approve([item.id])

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_several(self) -> None:
        if not self._items:
            return
        chosen = await self.app.push_screen_wait(ReviewList(self._items, self._at))
        if chosen is None:
            return
        what, ids = chosen
        if what == "approve":
            self.approve(ids)
        else:
            self.load(then=ids[0])

    @work(group="save", exit_on_error=False)
    async def approve(self, ids: Sequence[int]) -> None:
        now = self.kiosk.now()
        done = await self.ask(self.store.run(review.approve, self.staff, ids, now))
        if done:
            gone = set(ids)
            names = {it.pupil.name for it in self._items if it.id in gone}
            whose = f": {names.pop()}" if len(names) == 1 else ""
            self._done = f"✔ Approved{whose}" if done == 1 else f"✔ Approved {done}{whose}"
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_send_back(self) -> None:
        item = self._seen
        if item is None:
            return
        title = f"What should {item.pupil.name} do?"
        note = await self.app.push_screen_wait(
            ReviewWords(title, NOTES, yes="Send back", most=NOTE_LENGTH)
        )
        if note is None:
            return
        await self.store.run(review.send_back, self.staff, item.id, note, self.kiosk.now())
        self._done = f"↩ Sent back to {item.pupil.name}"
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_comment(self) -> None:
        item = self._seen
        if item is None:
            return
        title = f"Say something to {item.pupil.name}"
        words = await self.app.push_screen_wait(
            ReviewWords(title, COMMENTS, yes="Say it", most=review.COMMENT_LENGTH)
        )
        if words is None:
            return
        await self.store.run(review.comment, self.staff, item.id, words, self.kiosk.now())
        self.load()
