"""Today's awards: a screen of their own, and a card for one of them."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db import points
from db.clock import DEFAULT_TIME_ZONE, school_day
from db.records import Act
from kiosk.screens.place import InKiosk, Place
from kiosk.text import safe
from kiosk.widgets.feed import Feed, Saved


class ActCard(InKiosk, ModalScreen[str | None]):
    """One award in full. Gives "undo", "again" or "drop", or None to leave it as it is."""

    CSS_PATH = "points_feed.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, act: Act, saved: Saved = Saved.SAVED) -> None:
        super().__init__()
        self._act, self._saved = act, saved

    def compose(self) -> ComposeResult:
        act = self._act
        with Vertical(classes="dialog"):
            yield Static(safe(f"{act.icon} {act.skill_name} {act.points:+d}"), classes="title")
            yield Static(safe(", ".join(act.pupils)), id="pupils")
            if act.note:
                yield Static(Content.assemble("📝 ", safe(act.note, "italic")))
            yield Static(self._line(), classes="hint")
            with Horizontal(classes="buttons"):
                if self._saved is Saved.FAILED:
                    yield Button("Try again", id="again", variant="primary")
                    yield Button("Do not give it", id="drop")
                elif self._saved is Saved.SAVED and not act.undone:
                    yield Button("Take it back", id="undo", variant="error")
                yield Button("Leave it", id="leave")

    def _line(self) -> Content:
        if self._saved is not Saved.SAVED:
            return Content("This award is not saved yet.")
        how = "Taken back. It was given by" if self._act.undone else "Given by"
        return safe(f"{how} {self._act.staff_name}")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(None if event.button.id == "leave" else event.button.id)

    def action_cancel(self) -> None:
        self.dismiss(None)


class PointsFeed(Place):
    """All awards of today in the class; any of them can be taken back."""

    CSS_PATH = "points_feed.tcss"
    TITLE_WORDS = "Today's points"

    def compose_place(self) -> ComposeResult:
        yield Static("Choose an award to look at it or to take it back.", id="hint")
        yield Feed(id="feed")

    def on_mount(self) -> None:
        self.query_one(Feed).focus()

    def on_screen_resume(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        school, here = self.kiosk.school, self.kiosk.school_class
        time_zone = school.time_zone if school else DEFAULT_TIME_ZONE
        if here is not None:
            day = school_day(self.kiosk.now(), time_zone)
            acts = await self.store.run(points.feed, here.id, day)
            self.query_one(Feed).show(acts, time_zone)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def on_feed_chosen(self, event: Feed.Chosen) -> None:
        if await self.app.push_screen_wait(ActCard(event.act, event.saved)) == "undo":
            key = event.act.key
            await self.ask(self.store.run(points.undo, self.staff, key, self.kiosk.now()))
            self.load()
