"""One item of a portfolio large, and what a teacher does with it (R17)."""

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
from db.policy import Problem
from db.portfolio_records import Item, ItemState
from db.words import NOTE_LENGTH
from kiosk.screens.place import Place
from kiosk.screens.review_words import ReviewWords
from kiosk.text import safe
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


class Reviewing(Place):
    """Some items, one at a time. `reload()` and `where()` are those of the screen itself."""

    LIST_WORDS, COMMENT_WORDS = "List (L)", "Comment (C)"
    BINDINGS = [
        Binding("a", "approve", "Approve"),
        Binding("b", "send_back", "Send back"),
        Binding("c", "comment", "Comment"),
        Binding("l", "list", "List"),
        Binding("p,left", "step(-1)", "Previous", show=False),
        Binding("n,right", "step(1)", "Next", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Item] = []
        self.at = 0
        self.first: int | None = None  # the id of what to begin with
        self.done = ""
        self._empty = ""
        self._drawn: Item | None = None
        self._warned = ""
        self._drawn_at = 0.0

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield ItemView()
        with Horizontal(id="buttons", classes="edged"):
            yield Button("◀ (P)", id="previous")
            yield Button("Approve (A)", id="approve", variant="primary")
            yield Button("Send back (B)", id="send_back")
            yield Button(self.COMMENT_WORDS, id="comment")
            yield Button(self.LIST_WORDS, id="list")
            yield Button("(N) ▶", id="next")

    def on_mount(self) -> None:
        self.query_one("ItemView VerticalScroll").focus()

    def on_screen_resume(self) -> None:
        self.load(then=self.first)

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self, then: int | None = None) -> None:
        """What there is now. The item in front stays there; `then` is the id of another to show."""
        now = self.item
        try:
            self._empty = await self.reload()
        except Problem as problem:
            self.items, self._empty = [], str(problem)
        wanted = then if then is not None else now.id if now else 0
        places = {it.id: place for place, it in enumerate(self.items)}
        self.at = places.get(wanted, min(self.at, max(0, len(self.items) - 1)))
        await self.draw()

    async def reload(self) -> str:
        """Read `items` anew; gives what to say where there are none. May raise a `Problem`."""
        raise NotImplementedError

    def where(self) -> str:
        """Which of how many is in front."""
        raise NotImplementedError

    def warning(self, item: Item) -> str:
        """What a teacher should know before deciding about it; mostly nothing."""
        return ""

    @property
    def item(self) -> Item | None:
        return self.items[self.at] if self.at < len(self.items) else None

    async def draw(self) -> None:
        """Show the item one is at; drawn anew only when it is another, or has changed."""
        item = self.item
        # What was done last stands here: a sentence at the corner would lie over the buttons.
        parts = [self.done] if self.done else []
        parts += [self.where()] if item else []
        self.query_one("#summary", Static).update(safe(" · ".join(parts)))
        for button in self.query("#buttons Button").results(Button):
            button.disabled = item is None
        warned = self.warning(item) if item is not None else ""
        if item is not None:
            self.query_one("#approve").disabled = item.state is ItemState.APPROVED
            if (item, warned) == (self._drawn, self._warned):
                return
        path = await self._file(item) if item is not None else None
        view = self.query_one(ItemView)
        view.show(item, path, self.time_zone, empty=self._empty, warning=warned)
        if item is None or self._drawn is None or item.id != self._drawn.id:
            view.at_top()
            self._drawn_at = monotonic()
        self._drawn, self._warned = item, warned  # not before: a newer question may end this one

    async def _file(self, item: Item) -> Path | None:
        name = file_of(item)
        if not name or self.staff is None:
            return None
        found = await self.ask(self.store.run(portfolio.file_for, self.staff, name))
        return found[0] if found is not None else None

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("ItemView VerticalScroll").focus()
        if event.button.id in ("previous", "next"):
            self.action_step(-1 if event.button.id == "previous" else 1)
        else:
            self.call_later(getattr(self, f"action_{event.button.id}"))

    def action_step(self, by: int) -> None:
        """To the next or the one before, and round."""
        if self.items:
            self.done = ""
            self.at = (self.at + by) % len(self.items)
            self.redraw()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def redraw(self) -> None:
        await self.draw()

    def _meant(self) -> Item | None:
        """The item in front, once it has stood there for long enough to be meant: a key that is
        held down, or pressed twice, decides once."""
        item = self.item
        if item != self._drawn or monotonic() - self._drawn_at < MEANT_SECONDS:
            return None
        return item

    def action_approve(self) -> None:
        item = self._meant()
        if item is not None:
            self.approve([item.id])

    @work(group="save", exit_on_error=False)
    async def approve(self, ids: Sequence[int]) -> None:
        now = self.kiosk.now()
        done = await self.ask(self.store.run(review.approve, self.staff, ids, now))
        if done:
            chosen = set(ids)
            names = {it.pupil.name for it in self.items if it.id in chosen}
            whose = f": {names.pop()}" if len(names) == 1 else ""
            self.done = f"✔ Approved{whose}" if done == 1 else f"✔ Approved {done}{whose}"
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_send_back(self) -> None:
        item = self._meant()
        if item is None:
            return
        title = f"What should {item.pupil.name} do?"
        note = await self.app.push_screen_wait(
            ReviewWords(title, NOTES, yes="Send back", most=NOTE_LENGTH)
        )
        if note is None:
            return
        await self.store.run(review.send_back, self.staff, item.id, note, self.kiosk.now())
        self.done = f"↩ Sent back to {item.pupil.name}"
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_comment(self) -> None:
        item = self._meant()
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
