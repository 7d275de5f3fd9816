"""A code for a parent of one pupil, or of several pupils one after another (R21)."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Button, Static

from db import invitations
from db.family_records import InvitationState
from db.records import Pupil
from kiosk.screens.confirm_parent import ConfirmsParents
from kiosk.screens.shows_code import Shown, ShowsCode
from kiosk.text import plain, safe

HOW = "1. Open the camera of your phone.\n2. Point it at the code.\n3. Tap the link that it shows."
WAITS = "Somebody used it, and waits for you to say who they are."


class Invite(ConfirmsParents, ShowsCode):
    """The next pupil is one key away. A code that was not used stays good unless it is taken
    back: somebody may have taken a photo of it for later."""

    TITLE_WORDS = "Join"
    BINDINGS = [
        Binding("n", "next", "Next"),
        Binding("t", "take_back", "Take back"),
        Binding("l", "look", "Look who waits"),
    ]

    def __init__(self, pupils: Sequence[Pupil]) -> None:
        """`pupils`: at least one; a code is made for the first at once."""
        super().__init__()
        self._pupils = tuple(pupils)
        self._at = 0

    @property
    def pupil(self) -> Pupil:
        return self._pupils[self._at]

    def compose_buttons(self) -> ComposeResult:
        yield Button("Look who waits (L)", id="look", variant="primary")
        yield Button("", id="next")
        yield Button("Take this code back (T)", id="take_back")

    def on_mount(self) -> None:
        self.make()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(getattr(self, f"action_{event.button.id}"))

    @work(group="save", exclusive=True, exit_on_error=False)
    async def make(self) -> None:
        """Make a code for this pupil, and show it."""
        pupil = self.pupil
        several = len(self._pupils) > 1
        number = f" · {self._at + 1} of {len(self._pupils)}" if several else ""
        self.whom(
            Content.assemble(
                "For a parent or carer of\n",
                (f"{pupil.avatar} {plain(pupil.name)}", "bold $primary"),
                number,
            )
        )
        self.how(HOW)
        self._offer(None)
        if not await self.may_show():
            return
        made = await self.store.run(invitations.invite, self.staff, pupil.id, self.kiosk.now())
        self.show_code(Shown(made.id, made.code, made.expires_at))
        self._offer(InvitationState.OPEN)

    async def over(self, state: InvitationState) -> None:
        self._offer(state)
        if state is InvitationState.USED:
            self.query_one("#left", Static).update(safe(WAITS))

    def _offer(self, state: InvitationState | None) -> None:
        """The buttons that mean something now."""
        look = self.query_one("#look", Button)
        look.display = state is InvitationState.USED
        self.query_one("#take_back").display = state is InvitationState.OPEN
        following = self.query_one("#next", Button)
        if self._at + 1 < len(self._pupils):
            following.label = Content(f"Next: {plain(self._pupils[self._at + 1].name)} (N)")
        else:
            following.label = "Done (N)"
        (look if look.display else following).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "look":
            return self.state is InvitationState.USED
        if action == "take_back":
            return self.state is InvitationState.OPEN
        return True

    def action_next(self) -> None:
        if self._at + 1 < len(self._pupils):
            self._at += 1
            self.shown, self.state = None, None
            self.make()
        else:
            self.dismiss()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_take_back(self) -> None:
        """Nobody is there for it: end the code, and go on."""
        if self.shown is None:
            return
        await self.store.run(invitations.cancel, self.staff, self.shown.id, self.kiosk.now())
        self.say(f"The code for {self.pupil.name} works no more.")
        self.call_later(self.action_next)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_look(self) -> None:
        await self.look_at_waiting(pupil_id=self.pupil.id)
        self.query_one("#next").focus()
