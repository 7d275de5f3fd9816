"""Picker: whose turn is it? Fair: nobody twice before everybody once."""

from __future__ import annotations

import uuid
from random import Random, SystemRandom

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.timer import Timer as Ticks
from textual.widgets import Button, Static

from db import attendance, picker, points, skills
from db.clock import school_day
from db.picker import Round
from db.records import Kind, Mark, Pupil, Skill
from kiosk.screens.place import Place
from kiosk.screens.skill_palette import AllSkills
from kiosk.screens.sure import Sure
from kiosk.text import count, safe
from kiosk.widgets.big_words import BigWords
from kiosk.widgets.turns import Turns

STEPS = (0.05,) * 8 + (0.08, 0.1, 0.13, 0.17, 0.22)  # seconds each passing name stays
ASK = "Whose turn?"


class Picker(Place):
    CSS_PATH = "picker.tcss"
    TITLE_WORDS = "Picker"
    BINDINGS = [
        Binding("space", "pick", "Pick"),
        Binding("p", "award", "Points"),
        Binding("b", "put_back", "Put back"),
        Binding("a", "absent", "Absent"),
        Binding("n", "new_round", "New round"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, chance: Random | None = None) -> None:
        super().__init__()
        self._chance = chance or SystemRandom()
        self._picked: Pupil | None = None
        self._round: Round | None = None
        self._passing: list[str] = []
        self._ticks: Ticks | None = None

    def compose_place(self) -> ComposeResult:
        yield Static("", id="animal")
        yield BigWords(ASK, id="name")
        yield Static("", id="sentence")
        yield Turns(id="turns")
        with Horizontal(id="doing"):
            yield Button("Pick", id="pick", variant="primary")
            yield Button("Points", id="award")
            yield Button("Put back", id="put-back")
            yield Button("Absent", id="absent")
            yield Button("New round", id="new-round")

    def on_mount(self) -> None:
        self.query_one("#pick").focus()
        self.load()

    @property
    def class_id(self) -> int:
        return self.kiosk.school_class.id if self.kiosk.school_class else 0

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        standing = await self.ask(
            self.store.run(picker.running_round, self.class_id, self.kiosk.now())
        )
        if standing is not None:
            self.show_round(standing)

    @property
    def revealing(self) -> bool:
        """Names pass: the one who was picked is not shown yet."""
        return self._ticks is not None

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "pick":
            self.action_pick()
        elif event.button.id == "award":
            self.action_award()
        elif event.button.id == "put-back":
            self.action_put_back()
        elif event.button.id == "absent":
            self.action_absent()
        else:
            self.action_new_round()

    def action_pick(self) -> None:
        if not self.revealing:
            self.pick()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def pick(self) -> None:
        before = self._round
        picked = await self.ask(
            self.store.run(
                picker.pick, self.staff, self.class_id, self.kiosk.now(), chance=self._chance
            )
        )
        if picked is None:
            return
        self._picked = picked.pupil
        self._round = picked.round
        waiting = (before.left if before else ()) or picked.round.left
        others = [it.name for it in waiting if it.id != picked.pupil.id]
        self._passing = self._chance.sample(others, min(len(others), len(STEPS)))
        self._passing = self._passing if self.app.animation_level == "full" else []
        self.query_one("#animal", Static).update("")
        begins = "Everybody had a turn: a new round begins." if picked.begins_round else ""
        self.query_one("#sentence", Static).update(begins)
        self.remove_class("chosen")
        self._next_name(0)

    def _next_name(self, step: int) -> None:
        """Let names pass, ever slower, and stop at the one who was picked."""
        if step < len(self._passing):
            self.query_one("#name", BigWords).show(self._passing[step])
            wait = STEPS[step - len(self._passing)]
            self._ticks = self.set_timer(wait, lambda: self._next_name(step + 1))
            return
        self._ticks = None
        if self._round is not None:
            self.show_round(self._round)

    def action_put_back(self) -> None:
        if self._picked is not None and not self.revealing:
            self.put_back(self._picked, absent=False)

    def action_absent(self) -> None:
        if self._picked is not None and not self.revealing:
            self.put_back(self._picked, absent=True)

    @work(group="save", exclusive=True, exit_on_error=False)
    async def put_back(self, pupil: Pupil, *, absent: bool) -> None:
        """The turn did not count. With `absent`, attendance is told so as well."""
        now = self.kiosk.now()
        if absent:
            zone = self.kiosk.school.time_zone if self.kiosk.school else "Europe/London"
            await self.store.run(
                attendance.mark,
                self.staff,
                self.class_id,
                pupil.id,
                school_day(now, zone),
                Mark.ABSENT,
                now,
            )
        standing = await self.store.run(picker.put_back, self.staff, self.class_id, pupil.id, now)
        self._picked = None
        self.show_round(standing)
        self.say(
            f"{pupil.name} is marked absent today."
            if absent
            else f"{pupil.name} is back among those who wait."
        )

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_award(self) -> None:
        """Points for the pupil who was picked. At the front of the class none are taken (R2)."""
        pupil = self._picked
        if pupil is None or self.revealing:
            return
        found = await self.store.run(skills.skills)
        skill = await self.app.push_screen_wait(
            AllSkills([it for it in found if it.kind is not Kind.NEEDS_WORK])
        )
        if skill is not None:
            self.award(pupil, skill)

    @work(group="save", exit_on_error=False)
    async def award(self, pupil: Pupil, skill: Skill) -> None:
        act = await self.store.run(
            points.award,
            self.staff,
            uuid.uuid4().hex,
            self.class_id,
            [pupil.id],
            skill.id,
            self.kiosk.now(),
        )
        self.say(f"{act.icon} {act.skill_name} for {pupil.name}: {act.points:+d}")

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_new_round(self) -> None:
        question = "Begin a new round? Then nobody has had a turn yet."
        if await self.app.push_screen_wait(Sure(question, yes="New round", no="Go on")):
            self.begin_round()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def begin_round(self) -> None:
        standing = await self.store.run(
            picker.start_again, self.staff, self.class_id, self.kiosk.now()
        )
        self._picked = None
        self.show_round(standing)

    def show_round(self, standing: Round) -> None:
        self._round = standing
        picked = self._picked
        self.set_class(picked is not None, "chosen")
        words = picked.name if picked else ASK if standing.here else "Nobody is here"
        self.query_one("#name", BigWords).show(words)
        self.query_one("#animal", Static).update(safe(picked.avatar) if picked else "")
        if picked is None:
            self.query_one("#sentence", Static).update(
                ""
                if standing.here
                else "There are no pupils in this class, or all are marked absent today."
            )
        self.query_one(Turns).show(standing.had, standing.here, turn_words(standing))
        for name in ("award", "put-back", "absent"):
            self.query_one(f"#{name}", Button).disabled = picked is None
        self.query_one("#pick", Button).label = "Pick again" if picked else "Pick"
        self.query_one("#pick", Button).disabled = not standing.here


def turn_words(standing: Round) -> str:
    """`12 of 28 had a turn · 2 pupils absent`."""
    words = f"{standing.had} of {standing.here} had a turn"
    if standing.absent:
        words += f" · {count(standing.absent, 'pupil')} absent"
    return words
