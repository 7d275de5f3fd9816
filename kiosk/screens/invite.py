"""A code for a parent of one pupil, or of several pupils one after another (R21)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Button, Static

from db import invitations
from db.family_records import InvitationState
from db.records import Pupil
from kiosk.screens.confirm_parent import ConfirmsParents
from kiosk.screens.made_code import Made, made_first, make_code
from kiosk.screens.place import Kiosk
from kiosk.screens.shows_code import Shown, ShowsCode
from kiosk.text import plain, safe

HOW = "1. Open the camera of your phone.\n2. Point it at the code.\n3. Tap the link that it shows."
WAITS = "Somebody used it, and waits for you to confirm them."


class Invite(ConfirmsParents, ShowsCode):
    """The next pupil is one key away. A code that nobody used is taken back then, so that nobody
    counts as invited by it; one of which somebody took a photo for later is kept."""

    TITLE_WORDS = "Join"
    BINDINGS = [
        Binding("n", "next", "Next"),
        Binding("n", "done", "Done"),
        Binding("k", "keep", "Keep for later"),
        Binding("l", "look", "Look who waits"),
    ]

    def __init__(self, pupils: Sequence[Pupil], made: Made | None = None) -> None:
        """`pupils`: at least one; `made` is a code for the first that is there already."""
        super().__init__()
        self._pupils = tuple(pupils)
        self._made = made
        self._at = 0
        self._making = False

    @classmethod
    async def ready(cls, kiosk: Kiosk, pupils: Sequence[Pupil]) -> Invite:
        """The screen with its code drawn, where a code leads anywhere. Raises as `invite()`."""
        return cls(pupils, await made_first(kiosk, _invite(kiosk, pupils[0])))

    @property
    def pupil(self) -> Pupil:
        return self._pupils[self._at]

    def compose_buttons(self) -> ComposeResult:
        yield Button("Look who waits (L)", id="look", variant="primary")
        yield Button("", id="next")
        yield Button("Keep it for later (K)", id="keep")

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
        self._making = True
        try:
            if await self.may_show():
                self._show(await make_code(self.kiosk, _invite(self.kiosk, self.pupil)))
        finally:
            self._making = False

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
        self._public_url = made.public_url
        self.show_code(made.shown)
        self._offer(InvitationState.OPEN)

    async def over(self, state: InvitationState) -> None:
        self._offer(state)
        if state is InvitationState.USED:
            self.query_one("#left", Static).update(safe(WAITS))

    def _offer(self, state: InvitationState | None) -> None:
        """The buttons that mean something now."""
        look = self.query_one("#look", Button)
        look.display = state is InvitationState.USED
        self.query_one("#keep").display = state is InvitationState.OPEN
        following = self.query_one("#next", Button)
        if not self._is_last:
            following.label = Content(f"Next: {plain(self._pupils[self._at + 1].name)} (N)")
        else:
            following.label = "Done (N)"
        (look if look.display else following).focus()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "look":
            return self.state is InvitationState.USED
        if action == "keep":
            return self.state is InvitationState.OPEN
        if action in ("next", "done"):
            return self._is_last is (action == "done")
        return True

    @property
    def _is_last(self) -> bool:
        return self._at + 1 == len(self._pupils)

    def action_next(self) -> None:
        if self._making:  # one that is not seen yet would count as invited for nothing
            return
        if self.shown is not None and self.state is InvitationState.OPEN:
            self.take_back(self.shown.id, self.pupil)
        else:
            self.action_keep()

    action_done = action_next

    def action_keep(self) -> None:
        """Go on; the code stays as it is."""
        if self._is_last:
            self.dismiss()
        else:
            self._at += 1
            self.shown, self.state = None, None
            self.make()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def take_back(self, invitation_id: int, pupil: Pupil) -> None:
        """Nobody was there for it: end the code, and go on."""
        now = self.kiosk.now()
        await self.store.run(invitations.cancel, self.staff, invitation_id, now)
        if await self.store.run(invitations.state, invitation_id, now) is InvitationState.ENDED:
            self.say(f"Nobody used the code for {pupil.name}: taken back.")
            if self.shown is not None and self.shown.id == invitation_id:
                self.call_later(self.action_keep)
        else:
            self.ask_state()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_look(self) -> None:
        """The one who used this very code, whoever else waits for this pupil."""
        if self.shown is None:
            return
        guardian_id = await self.store.run(invitations.used_by, self.staff, self.shown.id)
        await self.look_at_waiting(pupil_id=self.pupil.id, guardian_id=guardian_id)
        self.query_one("#next").focus()


def _invite(kiosk: Kiosk, pupil: Pupil) -> Callable[[], Shown]:
    """For a thread: a new code for a parent of this pupil."""
    staff, now = kiosk.session.staff, kiosk.now()

    def new() -> Shown:
        made = invitations.invite(staff, pupil.id, now)
        return Shown(made.id, made.code, made.expires_at)

    return new
