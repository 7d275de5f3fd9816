"""Set up our school: its name, the class list, the first leader with a PIN."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Middle, Vertical
from textual.content import Content
from textual.widgets import Button, ContentSwitcher, Input, Static

from db import roster
from db.policy import Problem
from db.records import School, Staff
from db.set_up import set_up
from db.words import NAME_LENGTH, required
from kiosk.screens.choose_class import ChooseClass
from kiosk.screens.class_list import AsksForClassList
from kiosk.screens.class_list_file import Later
from kiosk.screens.class_list_preview import ClassListPreview
from kiosk.screens.new_pin import NewPin
from kiosk.screens.place import Place
from kiosk.screens.working import Working

if TYPE_CHECKING:
    from db.classlists import Changes, ClassList

STEPS = ("School", "Class list", "You", "PIN", "Check")


class SetUp(AsksForClassList, Place):
    """Step by step; nothing is kept before the last one, and then all of it at once."""

    CSS_PATH = "set_up.tcss"
    TITLE_WORDS = "Set up our school"
    BINDINGS = [Binding("enter", "go_on", "Next", show=True)]

    def __init__(self) -> None:
        super().__init__()
        self.class_list: ClassList | None = None

    def compose_place(self) -> ComposeResult:
        yield Static("", id="steps")
        with Middle(), ContentSwitcher(initial="school-step"):
            with Vertical(id="school-step"):
                yield Static("What is your school called?", classes="question")
                yield Input(
                    placeholder="Riverside Primary School", max_length=NAME_LENGTH, id="school"
                )
            with Vertical(id="leader-step"):
                yield Static("And who are you?", classes="question")
                yield Static(
                    "You will be the first school leader: you can add staff and change settings."
                )
                yield Input(placeholder="Mrs Rowan", max_length=NAME_LENGTH, id="leader")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Next (Enter)", id="next", variant="primary")
            yield Button("Back (Esc)", id="back")

    def on_mount(self) -> None:
        self._show("school")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.call_later(self.action_go_on if event.button.id == "next" else self.action_back)

    def on_input_submitted(self) -> None:
        self.action_go_on()

    def action_go_on(self) -> None:
        """Take the answer of this step and go to the next."""
        at_school = self._at == "school"
        words = self.query_one(f"#{self._at}", Input).value
        try:
            required(words, "the name of the school" if at_school else "your name")
        except Problem as problem:
            self.say(problem)
            return
        if at_school:
            self.choose_list()
        else:
            self.finish()

    async def action_back(self) -> None:
        if self._at == "leader":
            self.choose_list()
        else:
            await super().action_back()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def choose_list(self) -> None:
        self._mark(1)
        chosen = await self.ask_for_class_list(may_wait=True)
        if chosen is None:
            self._show("school")
            return
        self.class_list = None if isinstance(chosen, Later) else chosen
        self._show("leader")

    @work(group="go", exclusive=True, exit_on_error=False)
    async def finish(self) -> None:
        """The PIN, a last look, and then everything in one transaction."""
        school = self.query_one("#school", Input).value
        leader = self.query_one("#leader", Input).value
        self._mark(3)
        pin = await self.app.push_screen_wait(NewPin(f"A PIN for {leader}"))
        if pin is None:
            self._show("leader")
            return
        self._mark(4)
        changes: Changes | None = None
        if self.class_list is not None:
            changes = await self.look_at(self.class_list)
            if changes is None:
                self._show("leader")
                return
        heading = f"{school} · first leader: {leader}"
        if not await self.app.push_screen_wait(
            ClassListPreview(heading, changes, yes="Set up our school")
        ):
            self._show("leader")
            return
        now = self.kiosk.now()
        do_it = partial(set_up, school, leader, pin, now, class_list=self.class_list)
        done = await self.app.push_screen_wait(
            Working[tuple[School, Staff]]("Setting up your school", do_it, may_stop=False)
        )
        if isinstance(done, Problem):
            await self.tell(done)
            self._show("leader")
        elif done is not None:
            await self._begin(done[1])

    async def _begin(self, leader: Staff) -> None:
        """The school stands: its leader is signed in, in front of the class of this device."""
        self.kiosk.session.begin(staff=leader)
        await self.kiosk.load_school()
        homes = [it for it in await self.store.run(roster.classes) if it.is_home]
        if len(homes) > 1:
            await self.app.push_screen_wait(ChooseClass())
        await self.kiosk.go_home()

    def _show(self, step: str) -> None:
        self._at = step
        self.query_one(ContentSwitcher).current = f"{step}-step"
        self._mark(0 if step == "school" else 2)
        self.query_one(f"#{step}").focus()

    def _mark(self, now: int) -> None:
        """Which of the steps is being asked."""
        parts = [
            Content.styled(
                f"{'✓' if place < now else place + 1} {words}",
                "bold $accent" if place == now else "$success" if place < now else "$text-muted",
            )
            for place, words in enumerate(STEPS)
        ]
        self.query_one("#steps", Static).update(Content("   ").join(parts))
