"""Which days a report is about: a time that people ask for, or two typed dates."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from db import terms
from db.policy import Problem
from db.terms import Period, uk
from kiosk.screens.place import InKiosk
from kiosk.text import safe
from kiosk.widgets.key_line import KeyLine


class ReportDates(InKiosk, ModalScreen[Period | None]):
    """Gives the period, or None."""

    CSS_PATH = "report_dates.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back")]

    def __init__(self) -> None:
        super().__init__()
        self._others: tuple[Period, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Which days?", classes="title")
            yield OptionList(id="others")
            with Horizontal(id="typed", classes="edged"):
                yield Static("or from", classes="word")
                yield Input(placeholder="dd/mm/yyyy", max_length=10, id="first")
                yield Static("to", classes="word")
                yield Input(placeholder="dd/mm/yyyy", max_length=10, id="last")
                yield Button("Show", id="show", variant="primary")
            yield Static("", classes="sentence")
            yield Static("Enter or a tap chooses · Tab moves on", classes="hint")
        yield KeyLine()

    def on_mount(self) -> None:
        self.load()

    @work(group="load", exit_on_error=False)
    async def load(self) -> None:
        self._others = (await self.store.run(terms.periods, self.kiosk.now())).others
        others = self.query_one(OptionList)
        others.add_options(
            Option(safe(f"{it.name}  ({uk(it.first)} – {uk(it.last)})")) for it in self._others
        )
        others.highlighted = 0
        others.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._others[event.option_index])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "first" and not self.query_one("#last", Input).value:
            self.query_one("#last").focus()
        else:
            self._take()

    def on_button_pressed(self) -> None:
        self._take()

    def _take(self) -> None:
        """Both dates; a sentence and the cursor where one of them is not right."""
        days = []
        for name in ("first", "last"):
            typed = self.query_one(f"#{name}", Input)
            try:
                days.append(terms.read_uk(typed.value))
            except Problem as problem:
                self.query_one(".sentence", Static).update(safe(str(problem)))
                typed.focus()
                return
        try:
            self.dismiss(terms.dates(*days))
        except Problem as problem:
            self.query_one(".sentence", Static).update(safe(str(problem)))
            self.query_one("#first").focus()

    def action_cancel(self) -> None:
        self.dismiss(None)
