"""A pupil's own portfolio: what they are proud of, as pictures, the newest first."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Button

from db import homework
from kiosk.messages import RecordsChanged
from kiosk.screens.my_homework import MyHomework
from kiosk.screens.own_pages import OwnPages
from kiosk.screens.portfolio_item import PortfolioItem


class MyPortfolio(OwnPages):
    """The signed-in pupil's, and the way to their homework."""

    TITLE_WORDS = "My portfolio"
    NOTHING = "Nothing is here yet. Write something, or add a photo of what you are proud of."
    BINDINGS = [Binding("h", "homework", "Homework")]

    def compose_buttons(self) -> ComposeResult:
        yield from super().compose_buttons()
        yield Button("📚 Homework (H)", id="homework")

    def heading(self) -> str:
        return f"{self.pupil.avatar} {self.pupil.name}'s best work"

    def open(self, item_id: int) -> None:
        self.app.push_screen(PortfolioItem(self.pupil, item_id))

    def on_screen_resume(self) -> None:
        self.count_tasks()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.count_tasks()

    @work(group="count", exclusive=True, exit_on_error=False)
    async def count_tasks(self) -> None:
        """How many tasks are open stands on the button."""
        pupil = self.pupil
        found = await self.ask(self.store.run(homework.tasks, pupil, pupil.id, self.kiosk.now()))
        left = sum(it.done is None for it in found or ())
        button = self.query_one("#homework", Button)
        button.label = f"📚 Homework: {left} (H)" if left else "📚 Homework (H)"

    def action_homework(self) -> None:
        self.app.push_screen(MyHomework(self.pupil))
