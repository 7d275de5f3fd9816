"""Letters home: for whom, and into which folder (R21)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Input, Static

from db import invitations
from db import school as schools
from db.policy import Problem
from db.records import Pupil
from db.school import PHONE_LENGTH
from db.whole_file import write_new
from kiosk import invitation_letters
from kiosk.screens.place import Place
from kiosk.screens.where_to_save import WhereToSave
from kiosk.screens.working import Working
from kiosk.text import count, plain
from kiosk.widgets.pupil_picks import PupilPicks

HINT = "Each letter has a new code, for one child. A tap or space ticks a name."
NO_ADDRESS = (
    "Letters need an address that phones can open later and from home. Whoever looks after this "
    "device sets it: KIOSK_PUBLIC_URL, see docs/network.md."
)


class Letters(Place):
    """Those whose families are missing are ticked to begin with."""

    CSS_PATH = "letters.tcss"
    TITLE_WORDS = "Letters home"
    BINDINGS = [
        Binding("ctrl+s", "make", "Make letters"),
        Binding("f2", "missing", "Missing"),
        Binding("f3", "everybody", "Everybody"),
        Binding("f4", "nobody", "Nobody"),
    ]

    def __init__(self, pupils: Sequence[Pupil], missing: Collection[int]) -> None:
        super().__init__()
        self._pupils = tuple(pupils)
        self._missing = frozenset(missing)
        self._chosen = set(missing)

    def compose_place(self) -> ComposeResult:
        yield Static(HINT, id="hint")
        yield PupilPicks(empty="This class has no pupils.", id="names")
        with Horizontal(id="office", classes="edged"):
            yield Static("The office's telephone:", id="asked")
            yield Input(max_length=PHONE_LENGTH, placeholder="printed for absence", id="phone")
            yield Button("", id="make", variant="primary")
        with Horizontal(id="buttons"):
            yield Button("Those missing (F2)", id="missing")
            yield Button("Everybody (F3)", id="everybody")
            yield Button("Nobody (F4)", id="nobody")

    def on_mount(self) -> None:
        school = self.kiosk.school
        self.query_one("#phone", Input).value = plain(school.office_phone) if school else ""
        if not self.kiosk.settings.phones.public_url:
            hint = self.query_one("#hint", Static)
            hint.update(NO_ADDRESS)
            hint.add_class("-wrong")
        self.query_one("#names").focus()
        self._show()

    def _show(self) -> None:
        self.query_one(PupilPicks).show(self._pupils, self._chosen)
        make = self.query_one("#make", Button)
        make.label = f"Make {count(len(self._chosen), 'letter')} (^S)"
        make.disabled = not self._chosen or not self.kiosk.settings.phones.public_url

    def on_pupil_picks_toggled(self, event: PupilPicks.Toggled) -> None:
        self._chosen ^= {event.pupil_id}
        self._show()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_input_submitted(self) -> None:
        self.action_make()

    def action_missing(self) -> None:
        self._chosen = set(self._missing)
        self._show()

    def action_everybody(self) -> None:
        self._chosen = {it.id for it in self._pupils}
        self._show()

    def action_nobody(self) -> None:
        self._chosen = set()
        self._show()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_make(self) -> None:
        """One PDF, a page a pupil, into a folder of the teacher's choice."""
        kiosk = self.kiosk
        here = kiosk.school_class
        if here is None or self.query_one("#make", Button).disabled:
            return
        phone, now = self.query_one("#phone", Input).value, kiosk.now()
        chosen = frozenset(self._chosen)
        folder = await self.app.push_screen_wait(WhereToSave())
        if folder is None:
            return
        kiosk.school = await self.store.run(schools.set_office_phone, self.staff, phone, now)
        make = partial(
            invitations.invite_class, self.staff, here.id, now, printed=True, pupil_ids=chosen
        )
        put = partial(write_new, folder, f"{here.name} letters home", ".pdf")
        working: Working[tuple[int, Path]] = Working(
            "Writing the letters",
            lambda: invitation_letters.write(make, put, here.name, kiosk.settings.phones, now),
            may_stop=False,
        )
        done = await self.app.push_screen_wait(working)
        if isinstance(done, Problem):
            self.say(done)
        elif done is not None:
            letters, file = done
            self.say(f"{count(letters, 'letter')} in {file}")
            self.dismiss()
