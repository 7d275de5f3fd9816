"""A code for a parent of one pupil, or of several pupils one after another (R21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Button, Static

from db import invitations
from db.family_records import InvitationState, Invited
from db.records import Pupil
from kiosk import address
from kiosk.qr import link, squares
from kiosk.screens.confirm_parent import ConfirmsParents
from kiosk.screens.place import Kiosk
from kiosk.screens.shows_code import Shown, ShowsCode, lead_nowhere
from kiosk.text import plain, safe

HOW = "1. Open the camera of your phone.\n2. Point it at the code.\n3. Tap the link that it shows."
WAITS = "Somebody used it, and waits for you to say who they are."


@dataclass(frozen=True, slots=True)
class Made:
    """A code, and the address of the phone pages as it was then."""

    public_url: str
    invited: Invited


class Invite(ConfirmsParents, ShowsCode):
    """The next pupil is one key away. A code that was not used stays good unless it is taken
    back: somebody may have taken a photo of it for later."""

    TITLE_WORDS = "Join"
    BINDINGS = [
        Binding("n", "next", "Next"),
        Binding("t", "take_back", "Take back"),
        Binding("l", "look", "Look who waits"),
    ]

    def __init__(self, pupils: Sequence[Pupil], made: Made | None = None) -> None:
        """`pupils`: at least one; `made` is a code for the first that is there already."""
        super().__init__()
        self._pupils = tuple(pupils)
        self._made = made
        self._at = 0

    @classmethod
    async def ready(cls, kiosk: Kiosk, pupils: Sequence[Pupil]) -> Invite:
        """The screen with its code drawn, where a code leads anywhere. Raises as `invite()`."""
        return cls(pupils, None if lead_nowhere(kiosk) else await _make(kiosk, pupils[0]))

    @property
    def pupil(self) -> Pupil:
        return self._pupils[self._at]

    def compose_buttons(self) -> ComposeResult:
        yield Button("Look who waits (L)", id="look", variant="primary")
        yield Button("", id="next")
        yield Button("Take this code back (T)", id="take_back")

    def on_mount(self) -> None:
        if self._made is None:
            self.make()
        else:
            self._tell_whom()
            self._show(self._made)
            self.look_at_pages()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(getattr(self, f"action_{event.button.id}"))

    @work(group="save", exclusive=True, exit_on_error=False)
    async def make(self) -> None:
        """Make a code for this pupil, and show it."""
        self._tell_whom()
        self._offer(None)
        if await self.may_show():
            self._show(await _make(self.kiosk, self.pupil))

    @work(group="load", exclusive=True, exit_on_error=False)
    async def look_at_pages(self) -> None:
        """Say whether they run, and whether what is sent is private on its way."""
        await self.may_show()

    def _tell_whom(self) -> None:
        pupil, of = self.pupil, len(self._pupils)
        self.whom(
            Content.assemble(
                "For a parent or carer of\n",
                (f"{pupil.avatar} {plain(pupil.name)}", "bold $primary"),
                f" · {self._at + 1} of {of}" if of > 1 else "",
            )
        )
        self.how(HOW)

    def _show(self, made: Made) -> None:
        self._public_url, code = made.public_url, made.invited
        self.show_code(Shown(code.id, code.code, code.expires_at))
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


async def _make(kiosk: Kiosk, pupil: Pupil) -> Made:
    phones, staff, now = kiosk.settings.phones, kiosk.session.staff, kiosk.now()

    def make() -> Made:
        made = Made(address.public_url(phones), invitations.invite(staff, pupil.id, now))
        squares(link(made.public_url, "j", made.invited.code))  # remembered until it is drawn
        return made

    return await kiosk.store.run(make)
