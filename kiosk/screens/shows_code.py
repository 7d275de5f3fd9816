"""`ShowsCode`: a code for a phone, and beside it whom it is for and how long it is good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db import invitations
from db.codes import grouped
from db.family_records import InvitationState
from kiosk import address
from kiosk.messages import RecordsChanged
from kiosk.qr import link
from kiosk.screens.place import Kiosk, Place
from kiosk.text import count, safe
from kiosk.widgets.qr_code import QrCode

LOOK_FOR_ADDRESS = 5  # seconds between looks whether the device has another address now
PRIVATE = "🔒 What phones send is private on its way."
NOT_PRIVATE = "What phones send is not encrypted. Use the school's own Wi-Fi."
NO_PAGES = (
    "There are no phone pages on this device, so a code would lead nowhere. "
    "Whoever looks after it can start them: docs/network.md says how."
)
ALONE = "This device is on no network, so no phone can reach it. Is its cable in, its Wi-Fi on?"
FAILED = "The phone pages do not work at the moment. {}"
FOR_PUPILS = "A phone cannot open a code at the moment. Please tell your teacher."
STARTING = "The phone pages are just starting. A phone may need a second try."
OVER = {
    InvitationState.USED: "✔ Used",
    InvitationState.EXPIRED: "This code has run out.",
    InvitationState.ENDED: "This code was taken back.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A code on the screen; `place` is the letter of its address. One that takes files takes
    `most_files`."""

    id: int
    code: str
    expires_at: datetime
    place: str = "j"
    most_files: int = 0


class ShowsCode(Place):
    """Draws what `show_code()` is given, and notices the moment it is used or over.

    What a screen adds to it: `compose_buttons()`, and `over()` for what then happens.
    """

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = "shows_code.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]

    def __init__(self) -> None:
        super().__init__()
        self.shown: Shown | None = None
        self.state: InvitationState | None = None
        self._public_url = ""
        self._ticks = 0

    def compose_place(self) -> ComposeResult:
        with Horizontal(id="both"):
            with Vertical(id="code-place"):
                yield QrCode(id="code")
                yield Static("", id="over")
            with Vertical(id="beside"):
                with VerticalScroll(id="words"):
                    yield Static("", id="trouble")
                    yield Static("", id="whom")
                    yield Static("", id="left")
                    yield Static("", id="how")
                    yield Static("", id="address")
                    yield Static("", id="private")
                with Vertical(id="buttons", classes="edged"):
                    yield from self.compose_buttons()

    def compose_buttons(self) -> ComposeResult:
        yield from ()

    def on_mount(self) -> None:
        self.query_one("#words").can_focus = False
        self.set_interval(1.0, self._tick)

    def make(self) -> object:
        """Make a code in a worker, and show it."""
        raise NotImplementedError

    async def may_show(self) -> bool:
        """Whether a code would lead anywhere; where not, the screen says why, and shows none."""
        phones = self.kiosk.settings.phones
        self._public_url = await self.store.run(address.public_url, phones)
        is_private = await self.store.run(address.is_private, phones)
        self.query_one("#private", Static).update(PRIVATE if is_private else NOT_PRIVATE)
        may = await self._tell_trouble()
        self.set_class(not may, "-nowhere")
        return may

    @work(group="address", exclusive=True, exit_on_error=False)
    async def look_at_pages(self) -> None:
        """Say whether they run, and whether what is sent is private on its way."""
        await self.may_show()

    def whom(self, words: Content) -> None:
        """Say whom the code is for."""
        self.query_one("#whom", Static).update(words)

    def how(self, words: str) -> None:
        """Say what one does with it."""
        self.query_one("#how", Static).update(safe(words))

    def show_code(self, shown: Shown) -> None:
        """Draw this code; it is looked at from now on."""
        self.shown, self.state = shown, InvitationState.OPEN
        self.set_class(False, "-over")
        self._draw()

    def _draw(self) -> None:
        if self.shown is None:
            return
        words = link(self._public_url, self.shown.place, self.shown.code)
        self.query_one(QrCode).show(words)
        self.query_one("#address", Static).update(
            Content.assemble(
                "Or type this address:\n",
                (f"{self._public_url}/{self.shown.place}/\n", "bold"),
                (grouped(self.shown.code), "bold"),
            )
        )
        self._tell_time()

    def _tell_time(self) -> None:
        if self.shown is None or self.state is not InvitationState.OPEN:
            return
        left = self.shown.expires_at - self.kiosk.now()
        self.query_one("#left", Static).update(safe(f"Good for {left_words(left)} · works once"))

    def _tick(self) -> None:
        self._ticks += 1
        self._tell_time()
        changed = lead_nowhere(self.kiosk) != self.has_class("-nowhere")
        if changed or self._ticks % LOOK_FOR_ADDRESS == 0:
            self.look_again()
        self._ask_while_open()  # also where nobody tells of changes, or told too early

    def on_records_changed(self, _: RecordsChanged) -> None:
        self._ask_while_open()

    def _ask_while_open(self) -> None:
        if self.shown is not None and self.state is InvitationState.OPEN:
            self.ask_state()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def ask_state(self) -> None:
        """What became of the code: used, or over."""
        shown = self.shown
        if shown is None or self.state is not InvitationState.OPEN:
            return
        state = await self.store.run(invitations.state, shown.id, self.kiosk.now())
        if state is InvitationState.OPEN or shown is not self.shown:
            return
        self.state = state
        self.query_one("#left", Static).update("")
        self.query_one("#over", Static).update(
            Content.styled(OVER[state], "bold" if state is InvitationState.USED else "")
        )
        self.set_class(True, "-over")
        self.set_class(state is InvitationState.USED, "-used")
        await self.over(state)

    async def over(self, state: InvitationState) -> None:
        """The code was used, or is good no more."""

    @work(group="address", exclusive=True, exit_on_error=False)
    async def look_again(self) -> None:
        """The device may have another address by now, the pages may work again."""
        before, could = self._public_url, not self.has_class("-nowhere")
        if not await self.may_show():
            return
        if self.shown is not None and before != self._public_url:
            self._draw()
        elif self.shown is None and not could:
            self.make()

    async def _tell_trouble(self) -> bool:
        """Say what keeps a phone from opening a code; False where none could."""
        phones = self.kiosk.settings.phones
        pages = self.kiosk.phone_pages
        state = pages.state
        possible = not lead_nowhere(self.kiosk)
        words = ""
        if not possible:
            technical = FAILED.format(pages.problem) if state == "failed" else NO_PAGES
            words = technical if self.staff is not None else FOR_PUPILS
        elif await self.store.run(address.is_alone, phones):
            words = ALONE
        elif state == "starting":
            words = STARTING
        trouble = self.query_one("#trouble", Static)
        trouble.update(safe(words))
        trouble.display = bool(words)
        return possible


def lead_nowhere(kiosk: Kiosk) -> bool:
    """Whether there are no phone pages that a code could open, or somebody else has their port."""
    state = kiosk.phone_pages.state
    return state == "failed" or (state == "off" and not kiosk.settings.phones.public_url)


def left_words(left: timedelta) -> str:
    """How long that is: `13 days`, `5 hours`, `9:58`."""
    seconds = max(0, int(left.total_seconds()))
    if seconds >= 2 * 86400:
        return count(round(seconds / 86400), "day")
    if seconds >= 2 * 3600:
        return count(seconds // 3600, "hour")
    if seconds >= 3600:
        return f"{seconds // 60} minutes"
    return f"{seconds // 60}:{seconds % 60:02}"
