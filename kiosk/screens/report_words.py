"""Somebody says that a post or a comment should not be there (R25)."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from db import conduct, family_rules
from db.policy import NotAllowed, Problem
from db.words import NOTE_LENGTH
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe

A_PHOTO = "There is a photo that should not be here."
REASONS = (
    "The words are not kind.",
    A_PHOTO,
    "It says something private about somebody.",
    "It makes me sad or worried.",
)
WHAT_THEN = "A school leader reads it and decides.\nOnly school leaders see that it was you."
UNTIL_THEN = "Until then nobody sees it."
THANKS = "Thank you for telling us. A school leader will look at it."


class ReportWords(InKiosk, ModalScreen[bool]):
    """Asks why, and sends it; True once that is done. For staff, and for a signed-in pupil."""

    CSS_PATH = "report_words.tcss"
    BINDINGS = [
        Binding("escape", "dismiss(False)", "Back", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, post_id: int, comment_id: int | None = None) -> None:
        super().__init__()
        self._post_id, self._comment_id = post_id, comment_id
        self._reasons = [it for it in REASONS if comment_id is None or it != A_PHOTO]

    def compose(self) -> ComposeResult:
        what = "this post" if self._comment_id is None else "this comment"
        with Vertical(classes="dialog"):
            yield Static(f"What is wrong with {what}?", classes="title")
            yield OptionList(*(Option(safe(words)) for words in self._reasons))
            yield Input(max_length=NOTE_LENGTH, placeholder="Or say it in your own words")
            yield Static(WHAT_THEN, classes="hint")
            yield Static("", classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="back")
                yield Button("Send (Enter)", id="send", variant="primary")

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """What happens with it depends on what the school has chosen."""
        rules = await self.store.run(family_rules.rules)
        if rules.reports_hide:
            self.query_one(".hint", Static).update(f"{WHAT_THEN}\n{UNTIL_THEN}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A ready reason can be changed before it is sent."""
        event.stop()
        words = self.query_one(Input)
        words.value = plain(self._reasons[event.option_index])
        words.focus()

    def on_input_submitted(self) -> None:
        self.send()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "send":
            self.send()
        else:
            self.dismiss(False)

    @work(group="save", exclusive=True, exit_on_error=False)
    async def send(self) -> None:
        reason, now = self.query_one(Input).value, self.kiosk.now()
        if not reason.strip():
            self._say_below("Please choose or write what is wrong first.")
            return
        pupil = self.kiosk.session.pupil
        post_id, comment_id = self._post_id, self._comment_id
        try:
            if self.staff is not None:
                await self.store.run(
                    conduct.report_by_staff,
                    *(self.staff, post_id, reason, now),
                    comment_id=comment_id,
                )
            elif pupil is not None:
                await self.store.run(
                    conduct.report_by_pupil, pupil.id, post_id, reason, now, comment_id=comment_id
                )
            else:
                raise NotAllowed("Please sign in first.")
        except Problem as problem:
            self._say_below(str(problem))
            return
        self.say(THANKS)
        self.dismiss(True)

    def _say_below(self, words: str) -> None:
        self.query_one(".sentence", Static).update(safe(words))
