"""Is this who they say they are? Staff confirm or refuse somebody who used a code (R21)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import cast
from zoneinfo import ZoneInfo

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db import invitations, withdrawal
from db.family_records import Contact, Joined, Waiting, Withdrawn
from db.policy import Problem
from db.records import School
from kiosk.screens.place import InKiosk
from kiosk.screens.sure import Sure
from kiosk.text import folded, plain, safe, short_date

TITLES = frozenset("mr mrs ms miss mx dr rev prof".split())


class Answer(StrEnum):
    CONFIRM = "confirm"
    REFUSE = "refuse"
    LATER = "later"


class ConfirmParent(InKiosk, ModalScreen[Answer | None]):
    """Gives the answer, or None to stop. Nothing is chosen before somebody chooses: `n` and `y`
    do nothing here, for `n` is what goes on to the next code."""

    CSS_PATH = "confirm_parent.tcss"
    BINDINGS = [
        Binding("escape", "stop", "Back", show=False),
        Binding("c", "answer('confirm')", "Confirm", show=False),
        Binding("r", "answer('refuse')", "Refuse", show=False),
        Binding("l", "answer('later')", "Later", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(
        self,
        who: Waiting,
        contacts: Sequence[Contact],
        withdrawn: Sequence[Withdrawn] = (),
        place: str = "",
    ) -> None:
        """`withdrawn`: of those who were this pupil's parents before, all of this name. `place`
        is which of several it is: "1 of 3"."""
        super().__init__()
        self._who, self._contacts = who, tuple(contacts)
        self._withdrawn, self._place = tuple(withdrawn), place

    def compose(self) -> ComposeResult:
        who = self._who
        with Vertical(classes="dialog"):
            several = f" · {self._place}" if self._place else ""
            yield Static(safe(f"Do you know who this is?{several}"), classes="title")
            yield Static(
                Content.assemble((plain(who.name), "bold"), f"\n{plain(who.relationship)}"),
                id="name",
            )
            yield Static(
                Content.assemble(
                    "asked at ",
                    self._when(who.asked_at),
                    " to be connected with\n",
                    (f"{who.pupil.avatar} {plain(who.pupil.full_name)}", "bold"),
                ),
                id="whom",
            )
            yield Static(self._compared(), id="contacts", classes=self._class)
            for ended in self._withdrawn[:1]:
                words = withdrawn_words(ended, self.kiosk.school)
                yield Static(
                    safe(f"Careful: somebody of this name was a parent here, {words}."),
                    id="withdrawn",
                )
            with Horizontal(classes="buttons edged"):
                yield Button("Refuse (R)", id="refuse", variant="error")
                yield Button("Later (L)", id="later")
                yield Button("Confirm (C)", id="confirm", variant="primary")
            yield Static(
                "Confirmed, they see this child's page on their phone. Refused, they see nothing."
                + (" Esc stops here." if self._place else ""),
                classes="hint",
            )

    def on_mount(self) -> None:
        self.query_one("#later").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.action_answer(event.button.id or "")

    def action_answer(self, answer: str) -> None:
        self.dismiss(Answer(answer))

    def action_stop(self) -> None:
        self.dismiss(None)

    @property
    def _class(self) -> str:
        return "-known" if self._known else "-unknown" if self._contacts else ""

    @property
    def _known(self) -> bool:
        return is_named(self._who.name, self._contacts)

    def _compared(self) -> Content:
        name = plain(self._who.pupil.name)
        if not self._contacts:
            return Content(f"The class list names nobody for {name} to compare with.")
        named = ", ".join(
            plain(f"{it.name} ({it.relationship})" if it.relationship else it.name)
            for it in self._contacts
        )
        if self._known:
            return Content(f"✔ The class list names for {name}: {named}")
        return Content(f"This name is not on the class list. It names for {name}: {named}")

    def _when(self, moment: datetime) -> str:
        school = self.kiosk.school
        local = moment.astimezone(ZoneInfo(school.time_zone) if school else None)
        today = self.kiosk.now().astimezone(local.tzinfo).date()
        return (
            f"{local:%H:%M}"
            if local.date() == today
            else f"{local:%H:%M on %A} {local.day} {local:%B}"
        )


class ConfirmsParents(InKiosk):
    """For screens that show who waits: ask about each, and carry out the answer in a worker."""

    async def look_at_waiting(
        self, *, pupil_id: int | None = None, guardian_id: int | None = None
    ) -> None:
        """Ask about everybody who waits in this class, or for this pupil, or this one parent;
        longest first, until somebody says stop."""
        here = self.kiosk.school_class
        if here is None:
            return
        staff, now = self.staff, self.kiosk.now()

        def look() -> tuple[list[Waiting], list[Joined], dict[int, list[Withdrawn]]]:
            found = invitations.waiting(staff, here.id)
            ended = withdrawal.withdrawn_of(staff, {it.pupil.id for it in found})
            return found, invitations.board(staff, here.id, now), ended

        found, board, ended = await self.store.run(look)
        contacts = {it.pupil.id: it.contacts for it in board}
        who = [
            it
            for it in found
            if pupil_id in (None, it.pupil.id) and guardian_id in (None, it.guardian_id)
        ]
        if not who:
            self.say("Nobody waits here any more.")
        for number, it in enumerate(who, start=1):
            place = f"{number} of {len(who)}" if len(who) > 1 else ""
            before = ended.get(it.pupil.id, [])
            same = [other for other in before if is_same(it.name, other.name)]
            if not await self._ask_about(it, contacts.get(it.pupil.id, ()), same, place):
                break

    async def _ask_about(
        self, who: Waiting, contacts: Sequence[Contact], same: Sequence[Withdrawn], place: str
    ) -> bool:
        """False to stop."""
        app = cast("App[None]", self.app)  # type: ignore[attr-defined]
        name, pupil = plain(who.name), plain(who.pupil.name)
        question = ""
        while True:
            answer = await app.push_screen_wait(ConfirmParent(who, contacts, same, place))
            if answer is None:
                return False
            if answer is Answer.LATER:
                return True
            if answer is Answer.REFUSE:
                yes, question = "Refuse", f"Refuse {name}? They see nothing of {pupil} then."
            else:
                yes, question = "Connect", self._doubt(name, pupil, contacts, same)
            if not question or await app.push_screen_wait(Sure(question, yes=yes)):
                break
        operation = invitations.confirm if answer is Answer.CONFIRM else invitations.refuse
        try:
            await self.store.run(
                operation, self.staff, who.guardian_id, who.pupil.id, self.kiosk.now()
            )
        except Problem as problem:
            self.say(problem)
        else:
            done = "is connected with" if answer is Answer.CONFIRM else "was refused for"
            self.say(f"{name} {done} {pupil}.")
        return True

    def _doubt(
        self, name: str, pupil: str, contacts: Sequence[Contact], withdrawn: Sequence[Withdrawn]
    ) -> str:
        """What to ask once more before they are connected; empty where nothing speaks against."""
        if withdrawn:
            words = withdrawn_words(withdrawn[0], self.kiosk.school)
            return f"{name}, for {pupil}: {plain(words)}. Connect them all the same?"
        if contacts and not is_named(name, contacts):
            return f"The class list does not name {name} for {pupil}. Connect them all the same?"
        return ""


def withdrawn_words(it: Withdrawn, school: School | None) -> str:
    """`access ended 24 Nov 2026 by Dr Rowan`, and the reason for who may read it."""
    local = it.at.astimezone(ZoneInfo(school.time_zone) if school else None)
    reason = f" ({it.reason})" if it.reason else ""
    return f"access ended {short_date(local.date())} by {it.by}{reason}"


def is_same(name: str, other: str) -> bool:
    """Whether the two may be one person's name: case, accents and titles aside."""
    return _words(name) == _words(other) or is_named(name, [Contact(other, "")])


def is_named(name: str, contacts: Sequence[Contact]) -> bool:
    """Whether one of the contacts has this name, whatever titles or further names there are."""
    words = _words(name)
    return any(
        len(words & other) >= 2 and (words <= other or other <= words)
        for other in (_words(it.name) for it in contacts)
    )


def _words(name: str) -> frozenset[str]:
    parts = folded(name).replace("-", " ").replace(".", " ").split()
    return frozenset(parts) - TITLES
