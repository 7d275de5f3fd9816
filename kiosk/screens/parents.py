"""The parents and carers of one pupil: who is connected, and what a school does about them."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import invitations, withdrawal
from db.family_records import Asked, Joined, Parent, Withdrawn
from db.records import Role
from kiosk.messages import RecordsChanged
from kiosk.screens.another_phone import AnotherPhone
from kiosk.screens.confirm_parent import ConfirmsParents, withdrawn_words
from kiosk.screens.invite import Invite
from kiosk.screens.place import Place
from kiosk.screens.withdraw import Withdraw
from kiosk.text import plain, safe, shorten

NOBODY = "Nobody is connected yet. A code on the screen, or a letter, invites them."
CONTACTS = "The class list names: {}"


class ParentsOf(ConfirmsParents, Place):
    """One line a parent; what is done concerns the line that is marked."""

    CSS_PATH = "parents.tcss"
    TITLE_WORDS = "Parents and carers"
    BINDINGS = [
        Binding("i", "invite", "Invite"),
        Binding("enter", "open", "Confirm"),
        Binding("a", "another_phone", "Another phone"),
        Binding("w", "withdraw", "Withdraw"),
    ]

    def __init__(self, pupil_id: int) -> None:
        super().__init__()
        self._pupil_id = pupil_id
        self._row: Joined | None = None

    def compose_place(self) -> ComposeResult:
        yield Static("", id="pupil")
        yield Static("", id="contacts")
        yield OptionList(id="rows")
        yield Static(NOBODY, id="nobody")
        with VerticalScroll(id="ended"):
            yield Static("", id="withdrawn")
        with Horizontal(id="buttons"):
            yield Button("Invite (I)", id="invite", variant="primary")
            yield Button("Confirm (⏎)", id="open")
            yield Button("Another phone (A)", id="another_phone")
            yield Button("Withdraw access (W)", id="withdraw")

    def on_mount(self) -> None:
        self.query_one("#ended").display = False
        self.query_one("#rows").focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here = self.kiosk.school_class
        if here is None:
            return
        board = await self.store.run(invitations.board, self.staff, here.id, self.kiosk.now())
        self._row = next((it for it in board if it.pupil.id == self._pupil_id), None)
        if self._row is None:
            self.say("This pupil is not in the class any more.", wrong=True)
            self.dismiss()
            return
        ended = await self.store.run(withdrawal.withdrawn, self.staff, self._pupil_id)
        self._show(self._row)
        self._show_ended(ended)

    def _show_ended(self, ended: list[Withdrawn]) -> None:
        """A quiet line for everybody whose access a leader ended."""
        school = self.kiosk.school
        lines = [
            f"✖ {shorten(it.name, 30)} ({shorten(it.relationship, 16)}): "
            + plain(withdrawn_words(it, school))
            for it in ended
        ]
        self.query_one("#withdrawn", Static).update(Content("\n".join(lines)))
        self.query_one("#ended").display = bool(lines)

    def _show(self, row: Joined) -> None:
        self.query_one("#pupil", Static).update(
            Content.assemble(
                f"{row.pupil.avatar} ",
                (plain(row.pupil.full_name), "bold"),
                f" · {row.connection.value}",
            )
        )
        named = ", ".join(
            f"{it.name} ({it.relationship})" if it.relationship else it.name for it in row.contacts
        )
        self.query_one("#contacts", Static).update(
            safe(CONTACTS.format(named) if named else "The class list names nobody to invite.")
        )
        rows = self.query_one("#rows", OptionList)
        before = rows.highlighted
        rows.clear_options()
        rows.add_options([Option(_line(it)) for it in row.parents])
        if row.parents:
            rows.highlighted = min(before or 0, len(row.parents) - 1)
        rows.display = bool(row.parents)
        self.query_one("#nobody").display = not row.parents
        if not row.parents:
            self.query_one("#invite").focus()
        elif not isinstance(self.focused, Button):
            rows.focus()
        self._offer()

    def on_option_list_option_highlighted(self) -> None:
        self._offer()

    def _offer(self) -> None:
        """The buttons that mean something for the line that is marked."""
        for action in ("open", "another_phone", "withdraw"):
            self.query_one(f"#{action}").display = bool(self.check_action(action, ()))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        marked = self._marked() if self.is_mounted else None
        if action == "open":
            return marked is not None and marked.asked is Asked.WAITING
        if action == "another_phone":
            return marked is not None and marked.asked is Asked.CONFIRMED
        if action == "withdraw":  # the records decide it anyway
            is_leader = self.staff is not None and self.staff.role is Role.LEADER
            return is_leader and marked is not None
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_option_list_option_selected(self) -> None:
        if self.check_action("open", ()):
            self.action_open()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_invite(self) -> None:
        if self._row is not None:
            self.app.push_screen(await Invite.ready(self.kiosk, [self._row.pupil]))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_open(self) -> None:
        marked = self._marked()
        if marked is not None:
            await self.look_at_waiting(pupil_id=self._pupil_id, guardian_id=marked.guardian_id)

    def action_another_phone(self) -> None:
        marked = self._marked()
        if marked is not None:
            self.app.push_screen(AnotherPhone(marked))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_withdraw(self) -> None:
        marked = self._marked()
        if marked is None:
            return
        reason = await self.app.push_screen_wait(Withdraw(marked))
        if reason is None:
            return
        await self.store.run(
            withdrawal.withdraw, self.staff, marked.guardian_id, reason, self.kiosk.now()
        )
        self.say(f"The access of {marked.name} has ended, on every phone.")
        self.load()

    def _marked(self) -> Parent | None:
        place = self.query_one("#rows", OptionList).highlighted
        if self._row is None or place is None or place >= len(self._row.parents):
            return None
        return self._row.parents[place]


def _line(parent: Parent) -> Content:
    name = shorten(parent.name, 30)
    gap = " " * (30 - Content(name).cell_length)
    waits = parent.asked is Asked.WAITING
    return Content.assemble(
        "🔔 " if waits else "✔  ",
        (name, "bold"),
        gap,
        f"  {shorten(parent.relationship, 20)}  ",
        ("waits for you", "bold") if waits else "connected",
    )
