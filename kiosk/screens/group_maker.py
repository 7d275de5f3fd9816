"""Group maker: shuffle those who are here into even groups, large enough for the whole room."""

from __future__ import annotations

from random import Random, SystemRandom

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button, Label, Static

from db import attendance, group_maker, groups
from db.policy import Problem
from db.records import Pupil
from kiosk.screens.group_name import GroupName
from kiosk.screens.keep_apart import KeepApart
from kiosk.screens.place import Place
from kiosk.text import count, safe
from kiosk.widgets.group_wall import GroupWall, Named
from kiosk.widgets.pills import Pills

NUMBERS = range(2, 11)
BY_GROUPS, BY_SIZE = "groups", "size"


class GroupMaker(Place):
    CSS_PATH = "group_maker.tcss"
    TITLE_WORDS = "Group maker"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]
    BINDINGS = [
        Binding("space", "shuffle", "Shuffle"),
        Binding("plus,equals_sign", "number(1)", "How many", key_display="+ -"),
        Binding("minus", "number(-1)", show=False),
        Binding("m", "other_way", "Other way"),
        Binding("k", "keep_apart", "Keep apart"),
        Binding("s", "save", "Save"),
        Binding("up,left", "app.focus_previous", show=False),
        Binding("down,right", "app.focus_next", show=False),
    ]

    def __init__(self, chance: Random | None = None) -> None:
        super().__init__()
        self._chance = chance or SystemRandom()
        self._here = 0
        self.made: list[tuple[Pupil, ...]] = []

    def compose_place(self) -> ComposeResult:
        with Horizontal(id="how-many"):
            yield Pills(
                [(BY_GROUPS, "Number of groups"), (BY_SIZE, "Pupils in each")], BY_GROUPS, id="way"
            )
            yield Label("", id="between")
            yield Pills([(str(it), f"{it}") for it in NUMBERS], "6", id="number")
        yield Static("", id="sentence")
        yield GroupWall(id="wall")
        with Horizontal(id="doing"):
            yield Button("Shuffle", id="shuffle", variant="primary")
            yield Button("Keep apart", id="keep_apart")
            yield Button("Save as groups", id="save", disabled=True)

    def on_mount(self) -> None:
        self.query_one("#shuffle").focus()
        self.count_here()

    @property
    def class_id(self) -> int:
        return self.kiosk.school_class.id if self.kiosk.school_class else 0

    @property
    def number_of_groups(self) -> int:
        number = int(self.query_one("#number", Pills).value)
        if self.query_one("#way", Pills).value == BY_SIZE:
            return group_maker.groups_for_size(self._here, number)
        return number

    @work(group="load", exclusive=True, exit_on_error=False)
    async def count_here(self) -> None:
        self._here = len(await self.store.run(attendance.present, self.class_id, self.kiosk.now()))
        if not self.made:
            self.invite()

    def invite(self) -> None:
        """Nothing is made yet: say what a shuffle would make."""
        words = "Nobody is here to be put into groups."
        if self._here:
            would_be = sizes(self._here, self.number_of_groups)
            words = f"{count(self._here, 'pupil')} here. Shuffle to make {would_be}."
        self.query_one("#sentence", Static).update(safe(words))

    def on_pills_changed(self) -> None:
        if self.made:
            self.action_shuffle()
        else:
            self.remove_class("wrong")
            self.invite()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        getattr(self, f"action_{event.button.id}")()

    def action_number(self, by: int) -> None:
        self.query_one("#number", Pills).action_step(by)

    def action_other_way(self) -> None:
        way = self.query_one("#way", Pills)
        way.action_step(-1 if way.value == BY_SIZE else 1)

    @work(group="load", exclusive=True, exit_on_error=False)
    async def action_shuffle(self) -> None:
        now = self.kiosk.now()
        self._here = len(await self.store.run(attendance.present, self.class_id, now))
        try:
            self.made = await self.store.run(
                group_maker.make_groups,
                self.class_id,
                now,
                self.number_of_groups,
                chance=self._chance,
            )
        except Problem as problem:
            self.made = []
            self.show_made(str(problem))
        else:
            self.show_made(sizes(self._here, len(self.made)).capitalize() + ".")

    def show_made(self, sentence: str) -> None:
        self.set_class(not self.made, "wrong")
        self.query_one("#sentence", Static).update(safe(sentence))
        self.query_one(GroupWall).show(
            [Named(f"Group {number}", it) for number, it in enumerate(self.made, start=1)]
        )
        self.query_one("#save", Button).disabled = not self.made
        self.query_one("#shuffle", Button).label = "Shuffle again" if self.made else "Shuffle"

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_keep_apart(self) -> None:
        await self.app.push_screen_wait(KeepApart())
        self.keep_new_pairs()

    @work(group="load", exit_on_error=False)
    async def keep_new_pairs(self) -> None:
        """Groups that were made before a pair was set may have it in one of them."""
        pairs = await self.store.run(group_maker.apart_pairs, self.class_id)
        if any(it.first in group and it.second in group for it in pairs for group in self.made):
            self.action_shuffle()
            self.say("Shuffled again.")

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_save(self) -> None:
        if not self.made:
            self.say("Shuffle first: there are no groups yet.", wrong=True)
            return
        name = await self.app.push_screen_wait(
            GroupName(
                "What shall these groups be called?",
                "Group",
                hint="They become Group 1, Group 2 and so on. Older ones of that name go.",
            )
        )
        if name is not None:
            self.save(name)

    @work(group="save", exclusive=True, exit_on_error=False)
    async def save(self, name: str) -> None:
        kept = await self.ask(
            self.store.run(
                groups.save_set,
                self.staff,
                self.kiosk.now(),
                class_id=self.class_id,
                name=name,
                members=[[pupil.id for pupil in group] for group in self.made],
            )
        )
        if kept:
            self.query_one(GroupWall).show(
                [Named(group.name, pupils) for group, pupils in zip(kept, self.made, strict=True)]
            )
            self.say(f"Saved: {kept[0].name} to {kept[-1].name}. Points can be given to each.")


def sizes(pupils: int, number: int) -> str:
    """`6 groups of 5`, `4 groups of 7 or 8`."""
    if not number:
        return "no groups"
    small, larger = divmod(pupils, number)
    return (
        f"{count(number, 'group')} of {small} or {small + 1}"
        if larger
        else (f"{count(number, 'group')} of {small}")
    )
