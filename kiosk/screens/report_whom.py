"""Whom a report is about: the class, one of its groups, or a pupil."""

from __future__ import annotations

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from db import groups, roster
from db.report_rows import Whom
from kiosk.screens.place import InKiosk
from kiosk.text import safe
from kiosk.widgets.key_line import KeyLine


class ReportWhom(InKiosk, ModalScreen[Whom | None]):
    """Gives whom, or None. The start of a name, typed, goes to it."""

    CSS_PATH = "report_whom.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back"),
        Binding("backspace", "forget", show=False),
    ]

    def __init__(self, now: Whom) -> None:
        super().__init__()
        self._now = now
        self._choices: list[tuple[Whom, str]] = []
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Whose points?", classes="title")
            yield OptionList()
            yield Static("", classes="sentence")
            yield Static("Type a name · Enter or a tap chooses",
                         classes="hint")  # fmt: skip
        yield KeyLine()

    def on_mount(self) -> None:
        self.load()

    @work(group="load", exit_on_error=False)
    async def load(self) -> None:
        class_id = self._now.class_id
        here = await self.store.run(roster.school_class, class_id)
        options: list[Option | None] = [Option(safe(f"🏫 {here.name}, the whole class"))]
        self._choices = [(Whom(class_id), here.name)]
        for group in await self.store.run(groups.groups, class_id):
            options.append(Option(safe(f"👥 {group.name}")))
            self._choices.append((Whom(class_id, group_id=group.id), group.name))
        options.append(None)
        for pupil in await self.store.run(roster.pupils, class_id):
            options.append(Option(safe(f"{pupil.avatar} {pupil.name}")))
            self._choices.append((Whom(class_id, pupil_id=pupil.id), pupil.name))
        choices = self.query_one(OptionList)
        choices.add_options(options)
        whoms = [whom for whom, _ in self._choices]
        choices.highlighted = whoms.index(self._now) if self._now in whoms else 0
        choices.focus()

    def on_key(self, event: events.Key) -> None:
        if event.character and event.is_printable:
            event.stop()
            self._go_to(self._typed + event.character)

    def action_forget(self) -> None:
        """Begin the name anew."""
        self._go_to("")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index][0])

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _go_to(self, typed: str) -> None:
        begins = [
            number
            for number, (_, name) in enumerate(self._choices)
            if name.casefold().startswith(typed.casefold())
        ]
        if begins:
            self._typed = typed
            self.query_one(OptionList).highlighted = begins[0]
        self.query_one(".sentence", Static).update(safe(self._typed))
