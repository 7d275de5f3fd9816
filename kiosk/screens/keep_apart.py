"""Keep apart: pairs whom the group maker never puts together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import group_maker, roster
from db.group_maker import ApartPair
from db.records import Pupil
from kiosk.screens.place import Place
from kiosk.text import safe, shorten
from kiosk.widgets.pupil_picks import PupilPicks

PAIR_CELLS = 28


class KeepApart(Place):
    """Tapping two pupils makes a pair; a pair is marked in the list and let together again."""

    CSS_PATH = "keep_apart.tcss"
    TITLE_WORDS = "Keep apart"
    BINDINGS = [
        Binding("delete", "let_together", "Let together", key_display="del"),
        Binding("f2", "app.focus_next", "List / names"),
    ]

    def compose_place(self) -> ComposeResult:
        yield Static("Choose two pupils to keep them apart. For your eyes only.", id="hint")
        with Horizontal():
            with Vertical(id="left"):
                yield OptionList(id="pairs")
                yield Static("No pairs yet.", id="none")
                yield Button("Let together", id="together")
            yield PupilPicks(empty="This class has no pupils.", id="names")

    def on_mount(self) -> None:
        self.pupils: list[Pupil] = []
        self.pairs: list[ApartPair] = []
        self.first: int | None = None
        self.query_one("#names").focus()
        self.load()

    @property
    def class_id(self) -> int:
        return self.kiosk.school_class.id if self.kiosk.school_class else 0

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        self.pupils = await self.store.run(roster.pupils, self.class_id)
        self.show_pairs(await self.store.run(group_maker.apart_pairs, self.class_id))
        self.show_names()

    def on_pupil_picks_toggled(self, event: PupilPicks.Toggled) -> None:
        if self.first is None:
            self.first = event.pupil_id
        elif self.first == event.pupil_id:
            self.first = None
        else:
            one, self.first = self.first, None
            self.change(group_maker.keep_apart, one, event.pupil_id)
        self.show_names()

    def on_button_pressed(self) -> None:
        self.action_let_together()

    def on_option_list_option_selected(self) -> None:
        self.query_one("#together").focus()

    def action_let_together(self) -> None:
        place = self.query_one("#pairs", OptionList).highlighted
        if place is not None and place < len(self.pairs):
            pair = self.pairs[place]
            self.change(group_maker.let_together, pair.first.id, pair.second.id)

    @work(group="save", exit_on_error=False)
    async def change(self, operation: Callable[..., list[ApartPair]], one: int, other: int) -> None:
        pairs: Any = await self.ask(
            self.store.run(operation, self.staff, self.class_id, one, other, self.kiosk.now())
        )
        if pairs is not None:
            self.show_pairs(pairs)

    def show_pairs(self, pairs: list[ApartPair]) -> None:
        self.pairs = pairs
        shown = self.query_one("#pairs", OptionList)
        before = shown.highlighted or 0
        shown.clear_options()
        shown.add_options([Option(_line(pair)) for pair in pairs])
        if pairs:
            shown.highlighted = min(before, len(pairs) - 1)
        self.set_class(not pairs, "empty")

    def show_names(self) -> None:
        self.query_one(PupilPicks).show(self.pupils, [] if self.first is None else [self.first])
        name = next((it.name for it in self.pupils if it.id == self.first), "")
        self.query_one("#hint", Static).update(
            safe(f"And who else, to be kept apart from {name}?")
            if name
            else "Choose two pupils to keep them apart. For your eyes only."
        )


def _line(pair: ApartPair) -> Content:
    half = (PAIR_CELLS - 3) // 2
    return Content.assemble(
        (shorten(pair.first.name, half), "bold"), " ✗ ", (shorten(pair.second.name, half), "bold")
    )
