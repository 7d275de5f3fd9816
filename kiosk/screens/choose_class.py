"""Which class this device stands in."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Center, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from db import roster
from db.records import SchoolClass
from kiosk.screens.place import Place
from kiosk.text import count, plain


class ChooseClass(Place):
    """Remembers the class that is chosen, and goes back."""

    CSS_PATH = "choose_class.tcss"
    TITLE_WORDS = "This device's class"

    def compose_place(self) -> ComposeResult:
        with Center(), Vertical(id="middle"):
            yield Static("Which class does this device stand in?", id="question")
            yield OptionList(id="classes")

    def on_mount(self) -> None:
        self.found: list[SchoolClass] = []
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        self.found = await self.store.run(roster.classes)
        classes = self.query_one("#classes", OptionList)
        classes.add_options([Option(_line(it)) for it in self.found])
        here = self.kiosk.school_class.id if self.kiosk.school_class else 0
        ids = [it.id for it in self.found]
        if self.found:
            classes.highlighted = ids.index(here) if here in ids else 0
        else:
            self.query_one("#question", Static).update(
                "There are no classes yet. Please import a class list first."
            )
        classes.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.remember(self.found[event.option_index])

    @work(group="save", exclusive=True, exit_on_error=False)
    async def remember(self, chosen: SchoolClass) -> None:
        await self.kiosk.remember(class_id=chosen.id)
        self.dismiss()


def _line(found: SchoolClass) -> Content:
    parts = [plain(found.year_group), count(found.pupils, "pupil")]
    if not found.is_home:
        parts.append("not a home class")
    beside = " · ".join(part for part in parts if part)
    return Content.assemble((plain(found.name), "bold"), "  ", beside)
