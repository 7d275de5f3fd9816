"""Who works here: leaders add people, set their PIN and role, lift waits, remove who left."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from db import people
from db.people import StaffLine
from kiosk.screens.new_pin import NewPin
from kiosk.screens.new_staff import ROLE_WORDS, NewStaff
from kiosk.screens.one_of import OneOf
from kiosk.screens.place import Place
from kiosk.screens.sure import Sure
from kiosk.text import plain, shorten

NAME_CELLS = 26


class StaffList(Place):
    """One line a person; what is done concerns the line that is marked."""

    CSS_PATH = "staff_list.tcss"
    TITLE_WORDS = "Staff list"
    BINDINGS = [
        Binding("a", "add", "Add"),
        Binding("p", "set_pin", "PIN"),
        Binding("r", "set_role", "Role"),
        Binding("l", "lift_wait", "Lift wait"),
        Binding("delete,d", "remove", "Remove", key_display="d"),
    ]

    def compose_place(self) -> ComposeResult:
        yield OptionList(id="people")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Add (A)", id="add", variant="primary")
            yield Button("PIN (P)", id="set_pin")
            yield Button("Role (R)", id="set_role")
            yield Button("Lift wait (L)", id="lift_wait")
            yield Button("Remove (D)", id="remove", variant="error")

    def on_mount(self) -> None:
        self.lines: list[StaffLine] = []
        self.query_one("#people").focus()
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self, mark: int | None = None) -> None:
        """The list as it is now; `mark` is whose line to mark, else the one marked before."""
        before = self._marked()
        mark = mark or (before.staff.id if before else None)
        self.lines = await self.store.run(people.staff_lines, self.staff, self.kiosk.now())
        shown = self.query_one("#people", OptionList)
        shown.clear_options()
        shown.add_options([Option(_line(it)) for it in self.lines])
        ids = [it.staff.id for it in self.lines]
        if ids:
            shown.highlighted = ids.index(mark) if mark in ids else 0

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("#people").focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_option_list_option_selected(self) -> None:
        self.action_set_pin()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_add(self) -> None:
        new = await self.app.push_screen_wait(NewStaff())
        if new is None:
            return
        name, role = new
        pin = await self.app.push_screen_wait(NewPin(f"A PIN for {name} (Esc: later)"))
        added = await self.ask(
            self.store.run(
                people.add_staff, name, role, self.kiosk.now(), pin=pin, actor=self.staff
            )
        )
        if added is not None:
            self.load(added.id)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_set_pin(self) -> None:
        line = self._marked()
        if line is None:
            return
        pin = await self.app.push_screen_wait(NewPin(f"The PIN of {line.staff.name}"))
        if pin is not None:
            await self._do(
                self.store.run(people.set_pin, self.staff, line.staff.id, pin, self.kiosk.now())
            )

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_set_role(self) -> None:
        line = self._marked()
        if line is None:
            return
        chosen = await self.app.push_screen_wait(
            OneOf(
                f"What is {line.staff.name} here?",
                [(role.value, words) for role, words in ROLE_WORDS.items()],
                now=line.staff.role.value,
            )
        )
        if chosen is not None and chosen != line.staff.role:
            await self._do(
                self.store.run(
                    people.set_role,
                    self.staff,
                    line.staff.id,
                    type(line.staff.role)(chosen),
                    self.kiosk.now(),
                )
            )

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_lift_wait(self) -> None:
        line = self._marked()
        if line is not None:
            await self._do(
                self.store.run(people.lift_wait, self.staff, line.staff.id, self.kiosk.now())
            )

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_remove(self) -> None:
        line = self._marked()
        if line is None:
            return
        question = f"Remove {line.staff.name}? They cannot sign in any more. What they did is kept."
        if await self.app.push_screen_wait(Sure(question, yes="Remove", no="Keep")):
            await self._do(
                self.store.run(people.remove_staff, self.staff, line.staff.id, self.kiosk.now())
            )

    async def _do(self, operation: Awaitable[Any]) -> None:
        """Carry it out and show the list as it then is."""
        await self.ask(operation)
        self.load()

    def _marked(self) -> StaffLine | None:
        place = self.query_one("#people", OptionList).highlighted
        return self.lines[place] if place is not None and place < len(self.lines) else None


def _line(line: StaffLine) -> Content:
    """What needs doing stands before what is only good to know: the end may be cut."""
    name = shorten(line.staff.name, NAME_CELLS)
    gap = " " * (NAME_CELLS + 2 - Content(name).cell_length)
    troubles = "" if line.staff.has_pin else "no PIN yet"
    if line.wait:
        troubles = f"has to wait {line.wait} s"
    parts = [ROLE_WORDS[line.staff.role], *(plain(it) for it in line.classes)]
    return Content.assemble(
        (name, "bold"), gap, (troubles, "underline"), "  " if troubles else "", " · ".join(parts)
    )
