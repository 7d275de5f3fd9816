"""Everything that waits as a list: tick several and approve them at once (R17)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db.clock import school_day
from db.portfolio_records import Item
from kiosk.screens.place import InKiosk
from kiosk.text import safe, short_date, shorten
from kiosk.widgets.item_view import kind_icon, sender_words

NAME_CELLS = 16
HINT = "Space or a tap ticks. Enter shows the one you are at."


class ReviewList(InKiosk, ModalScreen[tuple[str, tuple[int, ...]] | None]):
    """Gives ("approve", the ids that are ticked), ("open", (one id,)), or None."""

    CSS_PATH = "review_list.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("space", "tick", "Tick", show=False),
        Binding("t", "tick_all", "Tick all", show=False),
        Binding("a", "approve", "Approve", show=False),
        Binding("enter", "open", "Show", show=False, priority=True),
    ]

    def __init__(self, items: Sequence[Item], at: int) -> None:
        super().__init__()
        self._items, self._at = tuple(items), at
        self._ticked: set[int] = set()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("What waits", classes="title")
            yield OptionList(*(Option(self._line(it)) for it in self._items))
            yield Static(HINT, classes="hint")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="cancel")
                yield Button("Tick all (T)", id="tick_all")
                yield Button("Show (Enter)", id="open")
                yield Button("", id="approve", variant="primary")

    def on_mount(self) -> None:
        rows = self.query_one(OptionList)
        rows.highlighted = self._at
        rows.focus()
        self._show_ticks()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._turn(event.option_index)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        getattr(self, f"action_{event.button.id}")()

    def action_tick(self) -> None:
        """Tick what one is at, or take the tick away; then go to the next."""
        rows = self.query_one(OptionList)
        if rows.highlighted is not None:
            self._turn(rows.highlighted)
            rows.action_cursor_down()

    def action_tick_all(self) -> None:
        everything = {it.id for it in self._items}
        self._ticked = set() if self._ticked == everything else everything
        for place in range(len(self._items)):
            self._draw(place)
        self._show_ticks()

    def action_open(self) -> None:
        focused, rows = self.focused, self.query_one(OptionList)
        if isinstance(focused, Button) and focused.id != "open":
            focused.press()
        elif rows.highlighted is not None:
            self.dismiss(("open", (self._items[rows.highlighted].id,)))

    def action_approve(self) -> None:
        if self._ticked:
            chosen = tuple(it.id for it in self._items if it.id in self._ticked)
            self.dismiss(("approve", chosen))
        else:
            self.query_one(".hint", Static).update("Please tick something first: Space, or a tap.")

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _turn(self, place: int) -> None:
        self._ticked ^= {self._items[place].id}
        self._draw(place)
        self._show_ticks()

    def _draw(self, place: int) -> None:
        line = self._line(self._items[place])
        self.query_one(OptionList).replace_option_prompt_at_index(place, line)

    def _show_ticks(self) -> None:
        number = len(self._ticked)
        button = self.query_one("#approve", Button)
        button.label = f"Approve {number} (A)" if number else "Approve (A)"
        button.disabled = not number

    def _line(self, item: Item) -> Content:
        name = shorten(item.pupil.name, NAME_CELLS)
        gap = " " * (NAME_CELLS + 1 - Content(name).cell_length)
        day = f"{short_date(school_day(item.posted_at, self.time_zone))[:-5]:<7}"
        about = " · ".join(part for part in (shorten(item.words, 48), sender_words(item)) if part)
        tick = "✔" if item.id in self._ticked else "○"
        return Content.assemble(
            f"{tick} {kind_icon(item)} ", safe(name, "bold"), gap, day, safe(about)
        )
