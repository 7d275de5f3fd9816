"""Staff sign in: choose a name, enter the PIN."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from db import demo, people
from db.policy import Problem
from db.records import Staff
from kiosk.screens.place import InKiosk
from kiosk.text import safe
from kiosk.widgets.number_pad import NumberPad


class SignIn(InKiosk, ModalScreen[Staff | None]):
    """Gives the member of staff who signed in, or None."""

    CSS_PATH = "sign_in.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back")]

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Label("Staff sign-in", id="title")
            with Horizontal():
                yield OptionList(id="names")
                with Vertical(id="right"):
                    yield NumberPad(id="pad")
            yield Static("Choose your name, then enter your PIN.", id="sentence")

    def on_mount(self) -> None:
        self.staff_by_id: dict[int, Staff] = {}
        self.load()

    @work(group="load", exit_on_error=False)
    async def load(self) -> None:
        found = await self.store.run(people.staff_list)
        self.staff_by_id = {staff.id: staff for staff in found}
        names = self.query_one("#names", OptionList)
        names.add_options([Option(safe(staff.name), id=str(staff.id)) for staff in found])
        names.focus()
        if found:
            names.highlighted = 0
        if self.kiosk.school and self.kiosk.school.is_demo:
            self._sentence(f"This is a demo: the PIN of everybody is {demo.PIN}.")

    def on_option_list_option_selected(self) -> None:
        self.query_one(NumberPad).focus()

    def on_number_pad_entered(self, event: NumberPad.Entered) -> None:
        names = self.query_one("#names", OptionList)
        if names.highlighted is None:
            self._sentence("Please choose your name first.")
            return
        option = names.get_option_at_index(names.highlighted)
        self.check(int(option.id or 0), event.digits)

    @work(group="check", exclusive=True, exit_on_error=False)
    async def check(self, staff_id: int, pin: str) -> None:
        self._sentence("One moment …")
        try:
            staff = await self.store.run(people.sign_in, staff_id, pin, self.kiosk.now())
        except Problem as problem:
            self._sentence(str(problem))
        else:
            self.dismiss(staff)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _sentence(self, words: str) -> None:
        self.query_one("#sentence", Static).update(safe(words))
