"""A pupil writes a piece for their portfolio."""

from __future__ import annotations

import uuid

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Static, TextArea

from db import portfolio
from db.policy import Problem
from db.portfolio import PIECE_LENGTH
from db.records import Pupil
from db.words import clean
from kiosk.screens.place import Place
from kiosk.screens.sure import Sure
from kiosk.text import plain, safe

HINT = "Your teacher reads it first."
NEARLY = 200  # characters before the limit from which on it is spoken of


class WritePiece(Place):
    """What is written is lost neither by a slip, nor when saving fails, nor at the sign-out."""

    CSS_PATH = "write_piece.tcss"
    TITLE_WORDS = "Write"
    BINDINGS = [Binding("f10", "save", "Put it in", priority=True)]

    def __init__(self, pupil: Pupil, question: str = "") -> None:
        """`question` is what the piece answers, where it answers one."""
        super().__init__()
        self._pupil = pupil
        self._question = question or f"What are you proud of, {pupil.name}?"
        self._key = uuid.uuid4().hex  # saved twice, by a second tap, it is still one piece

    def compose_place(self) -> ComposeResult:
        yield Static(safe(self._question), id="question")
        draft = self.kiosk.drafts.of(self._pupil.id)
        yield TextArea(plain(draft), id="words", tab_behavior="focus", soft_wrap=True)
        yield Static("", id="length")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Back (Esc)", id="back")
            yield Button("Put it in (F10)", id="save", variant="primary")

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()
        self._tell()

    def on_text_area_changed(self) -> None:
        if self.is_current:  # not a last key after it was saved
            self.kiosk.drafts.keep(self._pupil.id, self.query_one(TextArea).text)
        self._tell()

    def _tell(self) -> None:
        length = len(self._words)
        left = PIECE_LENGTH - length
        words = HINT
        if left < 0:
            words = f"That is {-left:,} letters too long. Please make it a little shorter."
        elif left <= NEARLY:
            words = f"Room for {left:,} more letters. {HINT}"
        line = self.query_one("#length", Static)
        line.update(words)
        line.set_class(left < 0, "-too-long")
        self.query_one("#save", Button).disabled = not 0 < length <= PIECE_LENGTH

    @property
    def _words(self) -> str:
        return clean(self.query_one(TextArea).text, lines=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(getattr(self, f"action_{event.button.id}"))

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_save(self) -> None:
        words = self._words
        if not words:
            self.say("Please write something first.")
            return
        try:
            await self.store.run(
                portfolio.add_words,
                self._pupil.id,
                words,
                self.kiosk.now(),
                key=self._key,
                sender=self._pupil,
            )
        except Problem as problem:
            self.say(problem)
            return
        self.kiosk.drafts.forget(self._pupil.id)
        self.say("It is in your portfolio now.")
        self.dismiss()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_back(self) -> None:  # type: ignore[override] # a worker: it asks
        if self._words:
            question = "What you wrote is not in your portfolio yet. Throw it away?"
            sure = Sure(question, yes="Throw it away", no="Keep writing")
            if not await self.app.push_screen_wait(sure):
                return
        self.kiosk.drafts.forget(self._pupil.id)
        self.dismiss()
