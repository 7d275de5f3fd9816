"""A pupil chooses what answers a task: something of their portfolio, or something new (R8)."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.widgets import Button

from db import homework, portfolio
from db.homework_records import Task
from db.records import Pupil
from kiosk.screens.own_pages import OwnPages
from kiosk.screens.write_piece import WritePiece
from kiosk.text import count, shorten
from kiosk.widgets.gallery import Gallery

LOOKED_AT = 12  # of the newest, for what has come since
TITLE_CELLS = 40


class AnswerWith(OwnPages):
    """A tap or Enter chooses. What is written or sent from here is the answer; of several things
    that were sent, the pupil says which."""

    TITLE_WORDS = "My answer"
    NOTHING = "Your portfolio is empty. Write your answer, or add a photo of it."

    def __init__(self, pupil: Pupil, task: Task) -> None:
        super().__init__(pupil)
        self._homework = task
        self._last: int | None = None  # the newest thing that was there when one came

    def compose_buttons(self) -> ComposeResult:
        yield Button("Choose (⏎)", id="choose")
        yield from super().compose_buttons()

    def heading(self) -> str:
        return f"What is your answer to “{shorten(self._homework.title, TITLE_CELLS)}”?"

    def open(self, item_id: int) -> None:
        self.answer(item_id)

    def action_choose(self) -> None:
        self.query_one(Gallery).action_choose()

    def action_write(self) -> None:
        title = shorten(self._homework.title, TITLE_CELLS)
        self.app.push_screen(WritePiece(self.pupil, f"Your answer to “{title}”"))

    def on_screen_resume(self) -> None:
        self.look_for_new()

    @work(group="new", exclusive=True, exit_on_error=False)
    async def look_for_new(self) -> None:
        """What the pupil has made since they came here was made to be the answer."""
        page = await self.ask(
            self.store.run(portfolio.of_pupil, self.pupil, self.pupil.id, most=LOOKED_AT)
        )
        if page is None:
            return
        last, self._last = self._last, max((it.id for it in page.items), default=0)
        if last is None:
            return
        new = [it.id for it in page.items if it.id > last and not it.sent_by]
        if len(new) == 1:
            self.answer(new[0])
        elif new:
            self.say(f"{count(len(new), 'new thing')} came. Which one is your answer?")
            self.show_first(new[0])

    @work(group="save", exclusive=True, exit_on_error=False)
    async def answer(self, item_id: int) -> None:
        pupil, post_id, now = self.pupil, self._homework.post_id, self.kiosk.now()
        change = self.store.run(homework.mark_done, pupil, pupil.id, post_id, now, item_id=item_id)
        if await self.ask(change) is not None:
            self.say(f"That is your answer now. Well done, {pupil.name}!")
            self.dismiss()
