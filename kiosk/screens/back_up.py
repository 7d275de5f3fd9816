"""Back up everything the school has into one file, best onto a USB stick."""

from __future__ import annotations

from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from db import backup
from db.backup import Backup
from db.policy import Problem
from kiosk import folders
from kiosk.folders import Found, What
from kiosk.screens.place import Place
from kiosk.screens.working import Working
from kiosk.text import plain

LACKING = (
    "Some photos or films were missing or damaged before. "
    "Please ask whoever looks after this device to run: kiosk check --every-byte."
)


class BackUp(Place):
    """Choose where to; the kiosk keeps running meanwhile."""

    CSS_PATH = "back_up.tcss"
    TITLE_WORDS = "Back up"

    def compose_place(self) -> ComposeResult:
        with Center(), Vertical(id="middle"):
            yield Static("Where shall the backup go?", id="question")
            yield Static(
                "It holds every record of the school in one file: keep it as safe as a register."
            )
            yield OptionList(id="places")
            yield Static("", id="sentence")

    def on_mount(self) -> None:
        self.found: list[Found] = []
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        self.found = await self.store.run(folders.places)
        places = self.query_one("#places", OptionList)
        places.add_options([Option(_line(it)) for it in self.found])
        places.highlighted = 0
        places.focus()
        if not any(it.what is What.STICK for it in self.found):
            self.query_one("#sentence", Static).update(
                "Put a USB stick in and come back here to save onto it."
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.back_up(self.found[event.option_index])

    @work(group="go", exclusive=True, exit_on_error=False)
    async def back_up(self, place: Found) -> None:
        do_it = partial(backup.back_up, self.staff, place.path, self.kiosk.now())
        done = await self.app.push_screen_wait(Working[Backup]("Backing up", do_it, may_stop=False))
        if isinstance(done, Problem):
            self.say(done)
        elif done is not None:
            self.query_one("#sentence", Static).update(
                Content(f"Backed up: {plain(str(done.file))}")
            )
            self.say("The backup is whole and on the disk.")
            if done.lacking:
                self.say(LACKING, wrong=True)


def _line(found: Found) -> Content:
    if found.what is What.STICK:
        return Content.assemble("💾 ", (plain(found.name), "bold"), "  USB stick")
    return Content.assemble("🏠 ", (plain(found.name), "bold"), "  on this computer only")
