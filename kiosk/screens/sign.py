"""Sign the promises: type your name, or draw it."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from db import agreement
from db.clock import DEFAULT_TIME_ZONE, school_day
from db.records import Agreement
from db.words import NAME_LENGTH
from kiosk.screens.place import Place
from kiosk.screens.thank_you import ThankYou
from kiosk.text import long_date, safe
from kiosk.widgets.signature_pad import SignaturePad


class Sign(Place):
    """What was used last counts: the typed name or the drawing; the screen says which."""

    CSS_PATH = "sign.tcss"
    TITLE_WORDS = "Sign our promises"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-tall")]
    BINDINGS = [
        Binding("f2", "clear", "Start again"),
        Binding("f10", "finish", "I have signed"),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, wording: Agreement) -> None:
        super().__init__()
        self._wording = wording

    def compose_place(self) -> ComposeResult:
        school = self.kiosk.school
        today = school_day(self.kiosk.now(), school.time_zone if school else DEFAULT_TIME_ZONE)
        where = Content.assemble(
            safe(school.name if school else ""), " · ", (long_date(today), "bold")
        )
        with Vertical(id="sheet"):
            yield Static(where, id="where")
            yield Static(safe(self._wording.closing), id="closing")
            with Center():
                yield Input(placeholder="Type your name here", id="name", max_length=NAME_LENGTH)
            with Center():
                yield SignaturePad(id="pad")
            yield Static("", id="way")
            with Horizontal(id="buttons"):
                yield Button("Start again", id="clear")
                yield Button("I have signed ✔", id="finish", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#name", Input).focus()
        self._tell()

    def on_input_changed(self) -> None:
        """Typing counts from now on, so the drawing goes."""
        if self._typed:
            self._pad.clear()
        self._tell()

    def on_input_submitted(self) -> None:
        self.action_finish()

    def on_signature_pad_drawn(self) -> None:
        """The drawing counts from now on, so the typed name goes."""
        name = self.query_one("#name", Input)
        with name.prevent(Input.Changed):
            name.value = ""
        self._tell()
        self.query_one("#finish", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "clear":
            self.action_clear()
        else:
            self.action_finish()

    def action_clear(self) -> None:
        self._pad.clear()
        self.query_one("#name", Input).value = ""
        self.query_one("#name", Input).focus()
        self._tell()

    def action_finish(self) -> None:
        if self._typed or self._pad.strokes:
            self.finish()
        else:
            self.say("Please type your name, or draw it in the box.")

    @work(group="save", exclusive=True, exit_on_error=False)
    async def finish(self) -> None:
        """Kept for ever first; only then is anybody thanked, and the pupil's visit ends."""
        kiosk = self.kiosk
        pupil = kiosk.session.pupil
        signature = await self.ask(
            self.store.run(
                agreement.sign,
                pupil,
                self._wording.version,
                kiosk.now(),
                typed_name=self._typed,
                strokes=self._pad.strokes,
            )
        )
        if signature is not None and pupil is not None:
            kiosk.session.end()
            self.app.push_screen(ThankYou(pupil.name, signature))

    def _tell(self) -> None:
        way = self.query_one("#way", Static)
        if self._typed:
            way.update("Your typed name is your signature.")
        elif self._pad.strokes:
            way.update("Your drawing is your signature.")
        else:
            way.update("Type your name, or draw it in the box.")

    @property
    def _typed(self) -> str:
        return self.query_one("#name", Input).value.strip()

    @property
    def _pad(self) -> SignaturePad:
        return self.query_one(SignaturePad)
