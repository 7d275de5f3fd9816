"""Staff sign in: choose a name, enter the PIN."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import demo, people, throttle
from db.policy import NotAllowed, Problem, TryLater
from db.records import Staff
from kiosk.name_search import NameSearch
from kiosk.screens.place import InKiosk
from kiosk.text import count, safe, shorten
from kiosk.widgets.number_pad import NumberPad

HINT = "Choose your name, then enter your PIN."
NO_PIN = "No PIN has been set for you yet. Please ask a school leader."
NAME_CELLS = 22
MOVES = {
    "up": "cursor_up",
    "down": "cursor_down",
    "home": "first",
    "end": "last",
    "pageup": "page_up",
    "pagedown": "page_down",
}


class SignIn(InKiosk, ModalScreen[Staff | None]):
    """Gives the member of staff who signed in, or None.

    Every key comes to the screen itself and to no part of it: typed as fast as may be, also before
    the names are there, a letter, a PIN and Enter are taken in the order they were typed.
    """

    CSS_PATH = "sign_in.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._people: list[Staff] = []
        self._was_chosen: Staff | None = None
        self._waits: dict[int, datetime] = {}
        self._search = NameSearch()
        self._early = ""
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Staff sign-in", classes="title")
            with Horizontal():
                with Vertical(id="left"):
                    yield OptionList(id="names")
                    yield Button("Back", id="back")
                yield NumberPad(id="pad")
            yield Static("", classes="sentence", id="sentence")

    def on_mount(self) -> None:
        for part in self.query("#names, #back, #pad"):
            part.can_focus = False
        self.set_focus(None)
        self.set_interval(0.5, self._tick)
        self._loading = self.load()

    @work(group="load", exit_on_error=False)
    async def load(self) -> None:
        self._people = await self.store.run(people.staff_list)
        await self.load_waits()
        names = self.query_one("#names", OptionList)
        names.add_options([Option(_line(it), id=str(it.id)) for it in self._people])
        if self._people:
            names.highlighted = 0
        for letter in self._early:
            self._go_to(letter)
        self._look()

    @property
    def _chosen(self) -> Staff | None:
        place = self.query_one("#names", OptionList).highlighted
        return None if place is None else self._people[place]

    def _wait(self) -> int:
        """Seconds that the chosen person has to wait, after too many wrong PINs."""
        until = self._waits.get(self._chosen.id) if self._chosen else None
        return 0 if until is None else max(0, ceil((until - self.kiosk.now()).total_seconds()))

    def on_option_list_option_highlighted(self) -> None:
        self._look()

    def _look(self) -> None:
        """Whoever is chosen now: what was typed for somebody else goes."""
        if self._was_chosen not in (None, self._chosen):
            self.query_one(NumberPad).clear()
        self._was_chosen = self._chosen
        self._hint()

    def on_button_pressed(self) -> None:
        self.action_cancel()

    def on_key(self, event: events.Key) -> None:
        names = self.query_one("#names", OptionList)
        if event.key in MOVES:
            getattr(names, f"action_{MOVES[event.key]}")()
            self._look()
        elif event.character and event.character.isalpha():
            self._go_to(event.character)
            self._look()
        elif not self.query_one(NumberPad).take(event):
            return
        event.stop()

    def _go_to(self, letter: str) -> None:
        if not self._people:
            self._early += letter
            return
        whole = [(staff.name, place) for place, staff in enumerate(self._people)]
        parts = [(part, place) for name, place in whole for part in name.split()[1:]]
        words = [*whole, *parts]
        found = self._search.add(letter, [word for word, _ in words])
        if found is not None:
            self.query_one("#names", OptionList).highlighted = words[found][1]

    def on_number_pad_entered(self, event: NumberPad.Entered) -> None:
        if not self._busy:
            self._busy = True
            self.check(event.digits)

    @work(group="check", exit_on_error=False)
    async def check(self, pin: str) -> None:
        try:
            await self._loading.wait()
            chosen = self._chosen
            if chosen is None:
                self._say("Please choose your name first.", wrong=True)
            elif chosen.has_pin and not self._wait():
                await self._check(chosen.id, pin)
            else:
                self._hint()
        finally:
            self._busy = False

    async def _check(self, staff_id: int, pin: str) -> None:
        self._say("One moment …")
        try:
            staff = await self.store.run(people.sign_in, staff_id, pin, self.kiosk.now())
        except TryLater as later:
            self._waits[staff_id] = self.kiosk.now() + timedelta(seconds=later.seconds)
            self._hint()
        except NotAllowed as wrong:
            await self.load_waits()
            self._hint(str(wrong))
        except Problem as problem:
            self._say(str(problem), wrong=True)
        else:
            self.dismiss(staff)

    async def load_waits(self) -> None:
        now = self.kiosk.now()
        waiting = await self.store.run(throttle.waiting, throttle.STAFF, now)
        self._waits = {
            person: now + timedelta(seconds=seconds) for person, seconds in waiting.items()
        }

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _tick(self) -> None:
        """Count a wait down, and take its sentence away when it is over."""
        sentence = self.query_one("#sentence", Static)
        if self._wait() or sentence.has_class("waits"):
            self._hint()

    def _hint(self, wrong: str = "") -> None:
        seconds = self._wait()
        if seconds:
            wait = count(seconds, "second")
            self._say(
                f"Too many wrong PINs. Please wait {wait}, or ask a school leader.", wrong=True
            )
        elif self._chosen and not self._chosen.has_pin:
            self._say(NO_PIN)
        elif wrong:
            self._say(wrong, wrong=True)
        elif self.kiosk.school and self.kiosk.school.is_demo:
            self._say(f"This is a demo: the PIN of everybody is {demo.PIN}.")
        else:
            self._say(HINT)
        self.query_one("#sentence").set_class(seconds > 0, "waits")

    def _say(self, words: str, *, wrong: bool = False) -> None:
        sentence = self.query_one("#sentence", Static)
        sentence.update(safe(words))
        sentence.set_class(wrong, "wrong")


def _line(staff: Staff) -> Content:
    if staff.has_pin:
        return Content(shorten(staff.name, NAME_CELLS))
    return Content.assemble(shorten(staff.name, NAME_CELLS - 8), ("  no PIN", "dim"))
