"""Staff see the pupils' picture codes, give new ones and lift waits."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import pupils
from db.records import PupilCode
from db.whole_file import write_new
from kiosk.paper.picture_list import picture_list
from kiosk.screens.choose_pictures import ChoosePictures
from kiosk.screens.place import Place
from kiosk.screens.sure import Sure
from kiosk.screens.where_to_save import WhereToSave
from kiosk.text import count, safe, shorten

NAME_CELLS = 22


class PictureCodes(Place):
    """One line a pupil; what is done concerns the line that is marked."""

    CSS_PATH = "picture_codes.tcss"
    TITLE_WORDS = "Picture codes"
    BINDINGS = [
        Binding("enter", "choose", "Choose"),
        Binding("n", "new", "New"),
        Binding("a", "new_for_all", "New for all"),
        Binding("l", "lift_wait", "Lift wait"),
        Binding("p", "print", "Print"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._codes: list[PupilCode] = []

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield OptionList(id="codes")
        with Horizontal(id="buttons"):
            yield Button("Choose (⏎)", id="choose")
            yield Button("New (N)", id="new")
            yield Button("New for all (A)", id="new_for_all", variant="primary")
            yield Button("Lift wait (L)", id="lift_wait")
            yield Button("Print (P)", id="print")

    def on_mount(self) -> None:
        self.query_one("#codes").focus()
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here = self.kiosk.school_class
        if here is None:
            self._say_above("There is no class here yet. Choose one in the staff room.")
            return
        self._codes = await self.store.run(pupils.codes, self.staff, here.id, self.kiosk.now())
        shown = self.query_one("#codes", OptionList)
        before = shown.highlighted
        shown.clear_options()
        shown.add_options([Option(_line(it)) for it in self._codes])
        if self._codes:
            shown.highlighted = min(before or 0, len(self._codes) - 1)
        without = sum(not it.code for it in self._codes)
        if not self._codes:
            self._say_above("Nobody is on the class list yet.")
        elif without:
            self._say_above(
                f"{count(without, 'pupil')} without pictures. A gives the whole class new ones."
            )
        else:
            self._say_above("Pupils sign in with these three pictures, in this order.")

    def _say_above(self, words: str) -> None:
        self.query_one("#summary", Static).update(safe(words))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("#codes").focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_option_list_option_selected(self) -> None:
        self.action_choose()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_choose(self) -> None:
        marked = self._marked()
        if marked is None:
            return
        code = await self.app.push_screen_wait(ChoosePictures(marked.pupil))
        if code is not None:
            await self._do(
                self.store.run(pupils.set_code, self.staff, marked.pupil.id, code, self.kiosk.now())
            )

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_new(self) -> None:
        marked = self._marked()
        if marked is not None:
            await self._do(
                self.store.run(pupils.new_code, self.staff, marked.pupil.id, self.kiosk.now())
            )

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_new_for_all(self) -> None:
        here = self.kiosk.school_class
        if here is None or not self._codes:
            return
        sure: bool | None = True
        if any(it.code for it in self._codes):
            sure = await self.app.push_screen_wait(
                Sure(
                    f"Give everybody in {here.name} new pictures? "
                    "The ones they have now stop working.",
                    yes="New pictures",
                )
            )
        if sure:
            await self._do(self.store.run(pupils.new_codes, self.staff, here.id, self.kiosk.now()))

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_lift_wait(self) -> None:
        marked = self._marked()
        if marked is not None:
            await self._do(
                self.store.run(pupils.lift_wait, self.staff, marked.pupil.id, self.kiosk.now())
            )

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_print(self) -> None:
        """A list for the teacher's drawer, into a folder of the teacher's choice."""
        here = self.kiosk.school_class
        if here is None or not self._codes:
            return
        folder = await self.app.push_screen_wait(WhereToSave())
        if folder is None:
            return
        file = await self.ask(self.store.run(_write, self._codes, here.name, folder))
        if file is not None:
            self.say(f"The list is in {file}")

    async def _do(self, change: Awaitable[Any]) -> None:
        await self.ask(change)
        self.load()

    def _marked(self) -> PupilCode | None:
        place = self.query_one("#codes", OptionList).highlighted
        return None if place is None else self._codes[place]


def _write(codes: list[PupilCode], class_name: str, folder: Path) -> Path:
    """Make the PDF and put it in `folder`, whole. Raises `Refused`."""
    data = picture_list(codes, pupils.PICTURES, class_name)
    return write_new(folder, f"{class_name} picture codes", ".pdf", data)


def _line(row: PupilCode) -> Content:
    name = shorten(row.pupil.name, NAME_CELLS)
    gap = " " * (NAME_CELLS - Content(name).cell_length)
    pictures = [pupils.PICTURES[place] for place in row.code]
    shown = "  ".join(f"{it.icon} {it.name:<8}" for it in pictures) or "no pictures yet"
    wait = f"  waits {row.wait} s" if row.wait else ""
    return Content.assemble(f"{row.pupil.avatar} ", (name, "bold"), gap, "  ", shown, wait)
