"""Staff write under a post: an answer that every parent who reads it sees (R6, R24)."""

from __future__ import annotations

import uuid

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static, TextArea

from db import comments
from db.policy import Problem
from db.records import Role
from db.story_rows import LONGEST_COMMENT
from db.word_list import Tripped
from db.words import clean
from kiosk.screens.place import InKiosk
from kiosk.screens.sure import Sure
from kiosk.text import safe, shorten

TITLE_CELLS = 56
HINT = "Every parent who reads this post sees your answer."
LOOK_AGAIN = "Please look at this again: {}. You can change it, or send it anyway"
A_COLLEAGUE = "; then a colleague reads it before parents do."


class WriteComment(InKiosk, ModalScreen[int | None]):
    """Gives the id of what was sent, or None. Nothing that was typed is lost when it is refused."""

    CSS_PATH = "write_comment.tcss"
    BINDINGS = [
        Binding("escape", "back", "Back", show=False),
        Binding("f10", "send", "Send", show=False, priority=True),
        Binding("f9", "send(True)", "Send anyway", show=False, priority=True),
    ]

    def __init__(self, post_id: int, post: str) -> None:
        """`post` is what the post is called."""
        super().__init__()
        self._post_id, self._post = post_id, post
        self._key = uuid.uuid4().hex  # sent twice, by a second tap, it is still one answer
        self._tripped_on = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(
                safe(f"Your answer under “{shorten(self._post, TITLE_CELLS)}”"), classes="title"
            )
            yield TextArea("", tab_behavior="focus", soft_wrap=True)
            yield Static(HINT, classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="back")
                yield Button("Send it anyway (F9)", id="anyway")
                yield Button("Send (F10)", id="send", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#anyway").display = False
        self.query_one(TextArea).focus()

    @property
    def _words(self) -> str:
        return clean(self.query_one(TextArea).text, lines=True)

    def on_text_area_changed(self) -> None:
        """What is changed is looked at anew."""
        if self._words != self._tripped_on:
            self.query_one("#anyway").display = False
            left = LONGEST_COMMENT - len(self._words)
            too_long = f"That is {-left:,} letters too long. Please make it a little shorter."
            self._say_below(too_long if left < 0 else HINT, wrong=left < 0)

    def _say_below(self, words: str, *, wrong: bool) -> None:
        line = self.query_one(".sentence", Static)
        line.update(safe(words))
        line.set_class(wrong, "-wrong")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "back":
            self.action_back()
        else:
            self.action_send(event.button.id == "anyway")

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_send(self, anyway: bool = False) -> None:
        words, now = self._words, self.kiosk.now()
        if anyway and not self.query_one("#anyway").display:
            return
        try:
            made = await self.store.run(
                comments.answer, self.staff, self._post_id, words, self._key, now, anyway=anyway
            )
        except Tripped as tripped:
            self._tripped_on = words
            self._say_below(self._look_again(tripped), wrong=True)
            self.query_one("#anyway").display = True
        except Problem as problem:
            self._say_below(str(problem), wrong=True)
        else:
            self.dismiss(made)

    def _look_again(self, tripped: Tripped) -> str:
        named = ", ".join(f"“{word}”" for word in tripped.words)
        is_leader = self.staff is not None and self.staff.role is Role.LEADER
        return LOOK_AGAIN.format(named) + ("." if is_leader else A_COLLEAGUE)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_back(self) -> None:
        if self._words:
            question = "Your answer is not sent. Throw it away?"
            sure = Sure(question, yes="Throw it away", no="Keep writing")
            if not await self.app.push_screen_wait(sure):
                return
        self.dismiss(None)
