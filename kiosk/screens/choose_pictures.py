"""Staff choose a pupil's three pictures."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db import pupils
from db.records import Pupil
from kiosk.screens.place import InKiosk
from kiosk.text import safe
from kiosk.widgets.picture_pad import PicturePad


class ChoosePictures(InKiosk, ModalScreen[tuple[int, ...] | None]):
    """Gives three different pictures, or None. What is chosen shows here."""

    CSS_PATH = "picture_code.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self, pupil: Pupil) -> None:
        super().__init__()
        self._pupil = pupil

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(
                Content.assemble("Three pictures for ", safe(self._pupil.name)), classes="title"
            )
            yield PicturePad(pupils.PICTURES, length=pupils.CODE_LENGTH, shows=True, id="pad")
            yield Static("", classes="sentence", id="sentence")
            with Horizontal(classes="buttons"):
                yield Button("⌫ One less", id="less")
                yield Button("Back (Esc)", id="back")

    def on_mount(self) -> None:
        for button in self.query(Button):
            button.can_focus = False  # the keys stay with the pictures
        self.query_one(PicturePad).focus()

    def on_picture_pad_entered(self, event: PicturePad.Entered) -> None:
        if len(set(event.code)) < len(event.code):
            self.query_one(PicturePad).clear()
            self.query_one("#sentence", Static).update("Please choose three different pictures.")
        else:
            self.dismiss(event.code)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "less":
            self.query_one(PicturePad).take_back()
        else:
            self.action_cancel()

    def action_cancel(self) -> None:
        self.dismiss(None)
