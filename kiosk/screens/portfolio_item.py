"""One thing of a pupil's own portfolio, large, with what the teacher said."""

from __future__ import annotations

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button

from db import media, portfolio
from db.policy import NotFound
from db.portfolio_records import Item, ItemState
from db.records import Pupil
from kiosk.messages import RecordsChanged
from kiosk.screens.place import Place
from kiosk.screens.sure import Sure
from kiosk.widgets.item_view import ItemView, file_of


class PortfolioItem(Place):
    """For the signed-in pupil. What the teacher has not approved can be taken back."""

    CSS_PATH = "portfolio_item.tcss"
    TITLE_WORDS = "My portfolio"
    BINDINGS = [Binding("t", "take_back", "Take back"), Binding("enter", "back", show=False)]

    def __init__(self, pupil: Pupil, item_id: int) -> None:
        super().__init__()
        self._pupil, self._item_id = pupil, item_id
        self._item: Item | None = None

    def compose_place(self) -> ComposeResult:
        yield ItemView(id="view")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("◀ Back (Esc)", id="back")
            yield Button("Take it back (T)", id="take_back")

    def on_mount(self) -> None:
        self.query_one("#take_back").display = False
        self.query_one("#back").focus()
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "take_back" or self._may_be_taken_back

    @property
    def _may_be_taken_back(self) -> bool:
        return self._item is not None and self._item.state is not ItemState.APPROVED

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        try:
            item, file = await self.store.run(item_of, self._pupil, self._item_id)
        except NotFound as gone:
            self.say(gone)
            self.dismiss()
            return
        self._item = item
        self.query_one(ItemView).show(item, file, self.time_zone)
        self.query_one("#take_back").display = self._may_be_taken_back
        self.refresh_bindings()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(getattr(self, f"action_{event.button.id}"))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_take_back(self) -> None:
        if not self._may_be_taken_back:
            return
        question = "Take this out of your portfolio? Nobody sees it any more then."
        if not await self.app.push_screen_wait(Sure(question, yes="Take it out", no="Keep it")):
            return
        await self.store.run(portfolio.take_back, self._pupil, self._item_id, self.kiosk.now())
        self.dismiss()


def item_of(pupil: Pupil, item_id: int) -> tuple[Item, Path | None]:
    """The item, and where its large picture is, if it has one."""
    item = portfolio.item(pupil, item_id)
    name = file_of(item)
    return item, media.path_if_any(name)
