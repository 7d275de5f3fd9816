"""What the class saves its points for."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Horizontal, Vertical
from textual.widgets import Button, Input, Static

from db import roster
from db.records import Goal
from db.words import NAME_LENGTH
from kiosk.screens.place import Place
from kiosk.widgets.goal_bar import GoalBar

IDEAS = ("Extra playtime", "A film afternoon", "Bring a toy day", "Music time")
AMOUNTS = (50, 100, 200, 500)


class ClassGoal(Place):
    """A new goal counts from now on; an old one makes room for it."""

    CSS_PATH = "class_goal.tcss"
    TITLE_WORDS = "Class goal"
    BINDINGS = [Binding("f2", "save", "Start this goal"), Binding("f8", "take_away", "No goal")]

    def compose_place(self) -> ComposeResult:
        with Center():
            yield GoalBar(id="goal")
        with Center(), Vertical(id="form"):
            yield Static("We are saving for …", classes="question")
            yield Input(placeholder="Type it, or choose an idea", max_length=NAME_LENGTH, id="name")
            with Horizontal():
                for place, idea in enumerate(IDEAS):
                    yield Button(idea, id=f"idea-{place}", classes="choice", compact=True)
            yield Static("… and need this many points, counted from now:", classes="question")
            yield Input(placeholder="A number of points", type="integer", max_length=6, id="points")
            with Horizontal():
                for amount in AMOUNTS:
                    yield Button(f"{amount}", id=f"amount-{amount}", classes="choice", compact=True)
            with Horizontal(id="buttons", classes="edged"):
                yield Button("Start this goal (F2)", id="save", variant="primary")
                yield Button("No goal (F8)", id="take-away")

    def on_mount(self) -> None:
        self._show()
        self.query_one("#name").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        what, _, which = (event.button.id or "").partition("-")
        if what == "idea":
            self.query_one("#name", Input).value = IDEAS[int(which)]
        elif what == "amount":
            self.query_one("#points", Input).value = which
        elif what == "save":
            self.action_save()
        else:
            self.action_take_away()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "name":
            self.query_one("#points").focus()
        else:
            self.action_save()

    def action_save(self) -> None:
        points = self.query_one("#points", Input).value.strip()
        if not points.isdecimal() or int(points) == 0:
            self.say("Please type how many points the class needs.", wrong=True)
            return
        self.save(self.query_one("#name", Input).value, int(points))

    def action_take_away(self) -> None:
        self.save("", 0)

    @work(group="save", exclusive=True, exit_on_error=False)
    async def save(self, name: str, points: int) -> None:
        here = self.kiosk.school_class
        if here is None:
            return
        self.kiosk.school_class = await self.store.run(
            roster.set_goal, self.staff, here.id, name, points, self.kiosk.now()
        )
        self._show()
        self.say("The class has a new goal." if points else "The class has no goal now.")
        await self.action_back()

    def _show(self) -> None:
        goal: Goal | None = self.kiosk.school_class.goal if self.kiosk.school_class else None
        self.query_one(GoalBar).show(goal)
