"""Where a file goes: a USB stick, one of the device's folders, or a typed one."""

from __future__ import annotations

import os
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from db.policy import Problem, Refused
from kiosk import folders
from kiosk.folders import Found, What
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe, shorten
from kiosk.widgets.key_line import KeyLine


class WhereToSave(InKiosk, ModalScreen[Path | None]):
    """Gives a folder, or None."""

    CSS_PATH = "where_to_save.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back")]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Found] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Where should the file go?", classes="title")
            yield OptionList()
            with Horizontal(id="typed", classes="edged"):
                yield Input(placeholder="or type another folder", id="folder")
                yield Button("Save", id="save", variant="primary")
            yield Static("", classes="sentence")
            yield Static("Enter or a tap chooses · Tab moves on", classes="hint")
        yield KeyLine()

    def on_mount(self) -> None:
        self.load()

    @work(group="load", exit_on_error=False)
    async def load(self) -> None:
        self._found = await self.store.run(folders.places)
        choices = self.query_one(OptionList)
        choices.add_options(Option(_line(it)) for it in self._found)
        if not any(it.what is What.STICK for it in self._found):
            self._sentence("Put a USB stick in and it will be listed the next time.")
        choices.highlighted = 0
        choices.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index].path)

    def on_input_submitted(self) -> None:
        self.take()

    def on_button_pressed(self) -> None:
        self.take()

    @work(group="check", exclusive=True, exit_on_error=False)
    async def take(self) -> None:
        typed = self.query_one(Input).value
        try:
            self.dismiss(await self.store.run(_folder, typed))
        except Problem as problem:
            self._sentence(str(problem))

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _sentence(self, words: str) -> None:
        self.query_one(".sentence", Static).update(safe(words))


def _line(found: Found) -> Content:
    stick = found.what is What.STICK
    where = f"USB stick, {found.path}" if stick else "on this computer only"
    return Content.assemble(
        "💾 " if stick else "🏠 ", (plain(found.name), "bold"), "  ", shorten(where, 48)
    )


def _folder(typed: str) -> Path:
    """The folder that somebody typed. Raises `Refused` where there is none."""
    if not typed.strip():
        raise Refused("Please type the name of a folder, or choose one above.")
    folder = folders.resolve(typed)
    if not os.path.isdir(folder):
        raise Refused(f"There is no folder {folder}.")
    return folder
