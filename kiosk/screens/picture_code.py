"""A pupil signs in with three pictures."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db import demo, pupils
from db.policy import Problem
from db.records import Pupil
from kiosk.screens.place import InKiosk
from kiosk.text import safe
from kiosk.widgets.picture_pad import PicturePad


class PictureCode(InKiosk, ModalScreen[Pupil | None]):
    """Gives the pupil who is signed in, or None."""

    CSS_PATH = "picture_code.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self, pupil: Pupil) -> None:
        super().__init__()
        self._pupil = pupil

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            hello = Content.assemble(
                f"{self._pupil.avatar} Hello, ",
                safe(self._pupil.name),
                "! Tap your three pictures.",
            )
            yield Static(hello, classes="title")
            yield PicturePad(pupils.PICTURES, length=pupils.CODE_LENGTH, id="pad")
            yield Static("", classes="sentence", id="sentence")
            with Horizontal(classes="buttons"):
                yield Button("⌫ One less", id="less")
                yield Button("Back (Esc)", id="back")

    def on_mount(self) -> None:
        for button in self.query(Button):
            button.can_focus = False  # the keys stay with the pictures
        self.query_one(PicturePad).focus()
        if self.kiosk.school and self.kiosk.school.is_demo:
            self._sentence(f"This is a demo: everybody's pictures are {demo.PICTURES}.")

    def on_picture_pad_entered(self, event: PicturePad.Entered) -> None:
        self.check(event.code)

    @work(group="check", exclusive=True, exit_on_error=False)
    async def check(self, code: tuple[int, ...]) -> None:
        self._sentence("One moment …")
        try:
            pupil = await self.store.run(pupils.sign_in, self._pupil.id, code, self.kiosk.now())
        except Problem as problem:
            self._sentence(str(problem))
            self.query_one(PicturePad).clear()
        else:
            self.dismiss(pupil)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "less":
            self.query_one(PicturePad).take_back()
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _sentence(self, words: str) -> None:
        self.query_one("#sentence", Static).update(safe(words))
