"""A code that signs one more phone of a parent in: ten minutes, for this parent only."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from db import joining
from db.family_records import InvitationState, Parent
from kiosk.screens.invite import HOW
from kiosk.screens.shows_code import Shown, ShowsCode
from kiosk.text import plain, safe


class AnotherPhone(ShowsCode):
    TITLE_WORDS = "Another phone"

    def __init__(self, parent: Parent) -> None:
        super().__init__()
        self._parent_of = parent

    def compose_buttons(self) -> ComposeResult:
        yield Button("Done (Esc)", id="done")

    def on_mount(self) -> None:
        self.query_one("#done").focus()
        self.make()

    async def on_button_pressed(self) -> None:
        await self.action_back()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def make(self) -> None:
        """Make a code, and show it."""
        who = self._parent_of
        self.whom(
            Content.assemble(
                "For another phone of\n",
                (plain(who.name), "bold $primary"),
                "\nOnly they should scan it: it shows what they may see.",
            )
        )
        self.how(HOW)
        if not await self.may_show():
            return
        made = await self.store.run(
            joining.another_phone, who.guardian_id, self.kiosk.now(), actor=self.staff
        )
        self.show_code(Shown(made.id, made.code, made.expires_at))

    async def over(self, state: InvitationState) -> None:
        if state is InvitationState.USED:
            self.query_one("#left", Static).update(safe("That phone is signed in now."))
