"""What is to be seen in a photo, in words."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from db import story_photos
from db.policy import Problem
from db.story_files import LONGEST_CAPTION
from db.story_records import StoryFile
from db.word_list import Tripped
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe


class DescribeFile(InKiosk, ModalScreen[bool]):
    """Keeps the words itself, so that what is refused stands there still. Gives whether it did."""

    CSS_PATH = "describe_file.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self, file: StoryFile) -> None:
        super().__init__()
        self._file = file

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("What is to be seen?", classes="title")
            yield Input(
                plain(self._file.caption),
                max_length=LONGEST_CAPTION,
                placeholder="Three children water beans on a window sill.",
            )
            yield Static("", classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="cancel")
                yield Button("Keep it (Enter)", id="keep", variant="primary")
            yield Static("Those who cannot see the picture are read this instead.", classes="hint")

    def on_input_submitted(self) -> None:
        self.keep()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "keep":
            self.keep()
        else:
            self.action_cancel()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def keep(self) -> None:
        words = self.query_one(Input).value
        try:
            await self.store.run(story_photos.describe, self.staff, self._file.id, words)
        except Tripped as tripped:
            named = ", ".join(f"“{it}”" for it in tripped.words)
            self._refuse(f"Please choose other words than {named}.")
        except Problem as problem:
            self._refuse(str(problem))
        else:
            self.dismiss(True)

    def _refuse(self, words: str) -> None:
        self.query_one(".sentence", Static).update(safe(words))
        self.query_one(Input).focus()

    def action_cancel(self) -> None:
        self.dismiss(False)
