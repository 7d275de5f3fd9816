"""For whom a post is: one's classes, several at once, or the whole school (R5, R9)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db.story_records import Places
from kiosk.screens.place import InKiosk
from kiosk.text import count, safe

HINT = "Enter, the space bar or a tap ticks."
EVERYBODY = "🏫 Everybody: the school story"


class ChoosePlaces(InKiosk, ModalScreen[tuple[int, ...] | None]):
    """Gives the classes, none of them for the school story, or None. A post is for classes or
    for the school: ticking one unticks the other."""

    CSS_PATH = "choose_places.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("space", "tick", "Tick", show=False),
        Binding("f10", "ok", "OK", show=False, priority=True),
    ]

    def __init__(self, places: Places, chosen: Sequence[int]) -> None:
        super().__init__()
        self._places, self._chosen = places, set(chosen)
        self._rows: list[int | None] = [None] if places.school else []
        self._rows += [it.id for it in places.classes]
        self._names = {it.id: it for it in places.classes}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Who is it for?", classes="title")
            yield OptionList(*(Option(self._line(it)) for it in self._rows))
            yield Static(HINT, classes="hint")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="cancel")
                yield Button("OK (F10)", id="ok", variant="primary")

    def on_mount(self) -> None:
        rows = self.query_one(OptionList)
        chosen = [place for place, it in enumerate(self._rows) if self._is_ticked(it)]
        rows.highlighted = chosen[0] if chosen else 0
        rows.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._turn(event.option_index)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        getattr(self, f"action_{event.button.id}")()

    def action_tick(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self._turn(place)

    def action_ok(self) -> None:
        if not self._chosen and not self._places.school:
            self.query_one(".hint", Static).update("Please tick a class first.")
            return
        self.dismiss(tuple(it for it in self._rows if it in self._chosen and it is not None))

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _turn(self, place: int) -> None:
        class_id = self._rows[place]
        self._chosen = set() if class_id is None else self._chosen ^ {class_id}
        for row in range(len(self._rows)):
            self._draw(row)

    def _draw(self, place: int) -> None:
        line = self._line(self._rows[place])
        self.query_one(OptionList).replace_option_prompt_at_index(place, line)

    def _is_ticked(self, class_id: int | None) -> bool:
        return class_id in self._chosen if class_id is not None else not self._chosen

    def _line(self, class_id: int | None) -> Content:
        tick = "✔" if self._is_ticked(class_id) else "○"
        if class_id is None:
            return Content(f"{tick} {EVERYBODY}")
        here = self._names[class_id]
        return Content.assemble(
            f"{tick} ", safe(here.name, "bold"), f"  {count(here.pupils, 'pupil')}"
        )
