"""Which file is the class list: typed with completion, or found by looking around."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from db.clock import DEFAULT_TIME_ZONE
from db.policy import Problem
from kiosk import folders
from kiosk.folders import Found, Sight, What
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe, shorten
from kiosk.widgets.key_line import KeyLine

ICONS = {
    What.FILE: "📄",
    What.FOLDER: "📁",
    What.LIST_FOLDER: "📚",
    What.STICK: "💾",
    What.HOME: "🏠",
    What.UP: "🔙",
}
NAME_CELLS = 44


class Later:
    """Chosen instead of a file: the class list comes later."""


LATER = Later()


class ClassListFile(InKiosk, ModalScreen[Path | Later | None]):
    """Gives the file (or a folder of CSV files), `LATER` where that may be said, or None."""

    CSS_PATH = "class_list_file.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back"),
        Binding("f2", "later", "Later, without a class list"),
        Binding("down", "to_list", show=False),
        Binding("tab", "complete", "Complete", show=False, priority=True),
    ]

    def __init__(self, *, may_wait: bool) -> None:
        super().__init__()
        self._may_wait = may_wait
        self._sight = Sight((), "")
        self._refused = ("", "")  # what was typed, and why it could not be taken

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Which file is the class list?", classes="title")
            yield Static(
                "From your school's system: OneRoster, School Data Sync, CTF, CSV or Excel.",
                classes="hint",
            )
            yield Input(
                placeholder="Type where the file is (Tab completes), or choose below", id="typed"
            )
            yield OptionList(id="found")
            yield Static("", classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Use it", id="use", variant="primary")
                if self._may_wait:
                    yield Button("Later (F2)", id="later")
                yield Button("Back (Esc)", id="back")
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.load("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._may_wait if action == "later" else True

    def on_input_changed(self, event: Input.Changed) -> None:
        self.load(event.value)

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self, typed: str) -> None:
        """What there is for what was typed; another key makes an older answer void."""
        try:
            self._sight = await self.store.run(folders.look, typed)
            sentence = f"… and {self._sight.more} more: type more of the name."
            sentence = sentence if self._sight.more else ""
        except Problem as problem:
            self._sight, sentence = Sight((), typed), str(problem)
        if typed and typed == self._refused[0]:
            sentence = self._refused[1]  # Enter came before this answer, and says more
        found = self.query_one("#found", OptionList)
        found.clear_options()
        found.add_options([Option(self._line(it)) for it in self._sight.found])
        if self._sight.found:
            found.highlighted = 0
        elif not sentence:
            sentence = "Nothing here looks like a class list."
        self._sentence(sentence)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.use(event.value)
        else:
            self.query_one("#found").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        found = self._sight.found[event.option_index]
        if found.is_list:
            self.dismiss(found.path)
        else:
            self._go_to(found.path)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "later":
            self.action_later()
        elif event.button.id == "back":
            self.action_cancel()
        elif self.query_one(Input).value.strip() or not self._sight.found:
            self.use(self.query_one(Input).value)
        else:
            self.query_one(OptionList).action_select()

    @work(group="check", exclusive=True, exit_on_error=False)
    async def use(self, typed: str) -> None:
        """Take what was typed: a file, or a folder to look into."""
        try:
            path = await self.store.run(folders.chosen, typed)
        except Problem as problem:
            self._refused = (typed, str(problem))
            self._sentence(str(problem))
            return
        if path is None:
            self._go_to(folders.resolve(typed))
        else:
            self.dismiss(path)

    def action_complete(self) -> None:
        """Tab: what is certain of the path is filled in; where nothing is, on to the list."""
        typed = self.query_one(Input)
        if typed.has_focus and typed.value and len(self._sight.completed) > len(typed.value):
            self._type(self._sight.completed)
        else:
            self.app.action_focus_next()

    def action_later(self) -> None:
        self.dismiss(LATER)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_to_list(self) -> None:
        """Down leads from the path to the list below it, as one expects of completions."""
        self.query_one("#found").focus()

    def _go_to(self, folder: Path) -> None:
        self._type(str(folder).rstrip(os.sep) + os.sep)

    def _type(self, text: str) -> None:
        typed = self.query_one(Input)
        typed.value = text
        typed.cursor_position = len(text)

    def _line(self, found: Found) -> Content:
        name = shorten(found.name, NAME_CELLS)
        folder = plain(str(found.path.parent).replace(str(Path.home()), "~"))
        beside = ""
        if found.changed is not None:
            school = self.kiosk.school
            zone = ZoneInfo(school.time_zone if school else DEFAULT_TIME_ZONE)
            day = found.changed.astimezone(zone)
            beside = f"{day.day} {day:%b %Y} · {folder}"
        elif found.what is What.LIST_FOLDER:
            beside = f"a class list of several files · {folder}"
        elif found.what is What.STICK:
            beside = "USB stick"
        return Content.assemble(f"{ICONS[found.what]} ", (name, "bold"), "  ", beside)

    def _sentence(self, words: str) -> None:
        self.query_one(".sentence", Static).update(safe(words))
