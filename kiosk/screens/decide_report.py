"""A leader decides a report: it stays or it is hidden, with an answer that is kept (R25)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from db.conduct_records import Outcome, Report
from db.words import NOTE_LENGTH
from kiosk.screens.look_words import report_lines
from kiosk.screens.place import InKiosk
from kiosk.text import safe

ANSWERS = (
    "Thank you for telling us. We have read it, and it may stay.",
    "Thank you for telling us. It should not be here for everybody.",
)
WHO_READS = "Parents who reported it read this, and its writer if it is hidden."
SAY_WHY = "Please write or choose an answer: its writer reads why it is hidden."


class DecideReport(InKiosk, ModalScreen[tuple[Outcome, str] | None]):
    """Gives what comes of it and the answer, or None."""

    CSS_PATH = "decide_report.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("f9", "give('kept')", show=False, priority=True),
        Binding("f10", "give('hidden')", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def compose(self) -> ComposeResult:
        lines = report_lines(self._report, self.kiosk.now(), self.time_zone)
        with Vertical(classes="dialog"):
            with VerticalScroll():
                yield Static(Content("\n").join(lines))
            yield Input(max_length=NOTE_LENGTH, placeholder="Your answer, or one of these:")
            yield OptionList(*(Option(words) for words in ANSWERS))
            yield Static(WHO_READS, classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="cancel")
                yield Button("It stays (F9)", id="kept")
                yield Button("Hide it (F10)", id="hidden", variant="error")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        words = self.query_one(Input)
        words.value = ANSWERS[event.option_index]
        words.focus()

    def on_input_submitted(self) -> None:
        self.query_one("#kept").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "cancel":
            self.action_cancel()
        else:
            self.action_give(event.button.id or "")

    def action_give(self, outcome: str) -> None:
        answer = self.query_one(Input).value.strip()
        if outcome == Outcome.HIDDEN and not answer:
            line = self.query_one(".sentence", Static)
            line.update(safe(SAY_WHY))
            line.add_class("-wrong")
            self.query_one(Input).focus()
            return
        self.dismiss((Outcome(outcome), answer))

    def action_cancel(self) -> None:
        self.dismiss(None)
