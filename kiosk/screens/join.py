"""The class's Join board: whose parents are connected, who waits, whom to invite (R21, R22)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import invitations
from db.family_records import Asked, Connection, Joined, Waiting
from db.records import Pupil
from kiosk.messages import RecordsChanged
from kiosk.screens.confirm_parent import ConfirmsParents
from kiosk.screens.invite import Invite
from kiosk.screens.letters import Letters
from kiosk.screens.parents import ParentsOf
from kiosk.screens.place import Place
from kiosk.text import count, plain, safe, short_date, shorten

NAME_CELLS = 20
STATE_CELLS = 12
SIGNS = {
    Connection.CONNECTED: "✔ ",
    Connection.WAITING: "🔔",
    Connection.INVITED: "📨",
    Connection.NOT_INVITED: "○ ",
}
MISSING = (Connection.INVITED, Connection.NOT_INVITED)


class JoinPlace(ConfirmsParents, Place):
    """Who waits comes first; below them a line a pupil. Enter or a tap opens the line."""

    CSS_PATH = "join.tcss"
    TITLE_WORDS = "Join"
    BINDINGS = [
        Binding("enter", "open", "Open"),
        Binding("i", "invite", "Invite"),
        Binding("o", "one_by_one", "One by one"),
        Binding("l", "letters", "Letters"),
        Binding("m", "only_missing", "Missing only"),
        Binding("w", "look", "Who waits", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._board: list[Joined] = []
        self._waiting: list[Waiting] = []
        self._drawn: Sequence[object] = ()
        self._only_missing = False

    def compose_place(self) -> ComposeResult:
        yield Button("", id="look")
        yield Static("", id="summary")
        yield OptionList(id="rows")
        with Horizontal(id="buttons"):
            yield Button("Invite (I)", id="invite", variant="primary")
            yield Button("One by one (O)", id="one_by_one")
            yield Button("Letters (L)", id="letters")
            yield Button("Missing only (M)", id="only_missing")

    def on_mount(self) -> None:
        self.query_one("#look").display = False
        self.query_one("#rows").focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here = self.kiosk.school_class
        if here is None:
            self._say_above("There is no class here yet. Choose one in the staff room.")
            return
        now = self.kiosk.now()
        self._board = await self.store.run(invitations.board, self.staff, here.id, now)
        self._waiting = await self.store.run(invitations.waiting, self.staff, here.id)
        self._show()

    def _show(self) -> None:
        shown = [it for it in self._board if not self._only_missing or it.connection in MISSING]
        options = [
            Option(self._waiting_line(it), id=f"w{it.guardian_id}-{it.pupil.id}")
            for it in self._waiting
        ]
        options += [Option(self._line(it), id=f"p{it.pupil.id}") for it in shown]
        lines = [(it.id, it.prompt) for it in options]
        if lines != self._drawn:
            self._drawn = lines
            self._draw(options)
        self._tell_waiting()
        self._tell_counts()
        button = self.query_one("#only_missing", Button)
        button.label = "Everybody (M)" if self._only_missing else "Missing only (M)"

    def _draw(self, options: list[Option]) -> None:
        """Draw anew; the line that is marked stays marked, and what is in sight stays so."""
        rows = self.query_one("#rows", OptionList)
        before, scroll = self._marked_id(), rows.scroll_offset
        place = rows.highlighted or 0
        rows.clear_options()
        rows.add_options(options)
        if not options:
            return
        ids = [it.id for it in options]
        if before is None:
            rows.highlighted = 0
        else:
            rows.highlighted = ids.index(before) if before in ids else min(place, len(ids) - 1)
            rows.scroll_to(scroll.x, scroll.y, animate=False)

    def _tell_waiting(self) -> None:
        waits = len(self._waiting)
        button = self.query_one("#look", Button)
        button.display = bool(waits)
        who = count(waits, "parent or carer waits", "parents and carers wait")
        button.label = f"🔔 {who} for you to confirm them (W)"

    def _tell_counts(self) -> None:
        if not self._board:
            self._say_above("Nobody is on the class list yet.")
            return
        counts = Counter(it.connection for it in self._board)
        if counts[Connection.CONNECTED] == len(self._board):
            self._say_above(
                f"The families of all {count(len(self._board), 'pupil')} are connected. 🎉"
            )
            return
        self._say_above(" · ".join(f"{counts[it]} {it.value}" for it in Connection))

    def _say_above(self, words: str) -> None:
        self.query_one("#summary", Static).update(safe(words))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("#rows").focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_open(self) -> None:
        marked = self._marked_id()
        if marked is None:
            return
        if marked.startswith("w"):
            guardian_id, pupil_id = (int(part) for part in marked[1:].split("-"))
            await self.look_at_waiting(pupil_id=pupil_id, guardian_id=guardian_id)
        else:
            self.app.push_screen(ParentsOf(int(marked[1:])))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_look(self) -> None:
        if self._waiting:
            await self.look_at_waiting()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_invite(self) -> None:
        pupil = self._marked_pupil()
        if pupil is not None:
            self.app.push_screen(await Invite.ready(self.kiosk, [pupil]))

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_one_by_one(self) -> None:
        """Codes for those missing, one after another in the order of the board."""
        missing = self._missing()
        if not missing:
            self.say("Nobody is missing: every family is connected or waits for you.")
            return
        self.app.push_screen(await Invite.ready(self.kiosk, missing))

    def action_letters(self) -> None:
        if self._board:
            self.app.push_screen(
                Letters([it.pupil for it in self._board], [it.id for it in self._missing()])
            )

    def action_only_missing(self) -> None:
        self._only_missing = not self._only_missing
        self._show()

    def _missing(self) -> list[Pupil]:
        return [it.pupil for it in self._board if it.connection in MISSING]

    def _marked_id(self) -> str | None:
        rows = self.query_one("#rows", OptionList)
        if rows.highlighted is None:
            return None
        return rows.get_option_at_index(rows.highlighted).id

    def _marked_pupil(self) -> Pupil | None:
        marked = self._marked_id()
        if marked is None:
            return None
        pupil_id = int(marked[1:].split("-")[-1])
        return next((it.pupil for it in self._board if it.pupil.id == pupil_id), None)

    def _waiting_line(self, who: Waiting) -> Content:
        since = since_words(self.kiosk.now() - who.asked_at)
        words = f" 🔔 {shorten(who.name, 26)}, {shorten(who.relationship, 16)}, for "
        return Content.assemble(
            (f"{words}{shorten(who.pupil.name, 18)} ", "bold $background on $warning"), f" {since}"
        )

    def _line(self, row: Joined) -> Content:
        name = shorten(row.pupil.name, NAME_CELLS)
        gap = " " * (NAME_CELLS - Content(name).cell_length)
        return Content.assemble(
            f"{SIGNS[row.connection]} {row.pupil.avatar} ",
            (name, "bold"),
            gap,
            f" {row.connection.value:<{STATE_CELLS}} ",
            self._beside(row),
        )

    def _beside(self, row: Joined) -> str:
        if row.parents:
            return ", ".join(
                f"{plain(it.name)} ({plain(it.relationship)}"
                + (", waiting)" if it.asked is Asked.WAITING else ")")
                for it in row.parents
            )
        if row.invited_until is not None:
            school = self.kiosk.school
            local = row.invited_until.astimezone(ZoneInfo(school.time_zone) if school else None)
            return f"code good until {short_date(local.date())}"
        return ""


def since_words(time: timedelta) -> str:
    """How long ago: `just now`, `5 minutes ago`."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{count(minutes, 'minute')} ago"
    if minutes < 48 * 60:
        return f"{count(minutes // 60, 'hour')} ago"
    return f"{count(minutes // 1440, 'day')} ago"
