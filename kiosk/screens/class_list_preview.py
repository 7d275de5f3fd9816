"""What a class list will do, to be read before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from kiosk.screens.place import InKiosk
from kiosk.text import count, plain, safe
from kiosk.widgets.key_line import KeyLine
from kiosk.widgets.lines import Lines

if TYPE_CHECKING:
    from db.classlists import Changes, Line

SECTIONS = (
    ("new", "new pupil", "new pupils", "$success"),
    ("changed", "pupil changed", "pupils changed", "$accent"),
    ("moved", "pupil moves class", "pupils move class", "$accent"),
    ("left", "pupil leaves", "pupils leave", "$error"),
    ("classes", "class", "classes", "$primary"),
    ("staff", "member of staff", "members of staff", "$primary"),
    ("contacts", "parent to invite", "parents to invite", "$primary"),
    ("notes", "note", "notes", "$warning"),
)
NOTHING = "Nothing will change: all of this is in the records already."


class ClassListPreview(InKiosk, ModalScreen[bool]):
    """Gives True when a person agreed. `heading` says what is confirmed, `yes` is the button."""

    CSS_PATH = "class_list_preview.tcss"
    BINDINGS = [
        Binding("escape", "answer(False)", "Back"),
        Binding("enter", "answer(True)", "Go ahead"),
    ]

    def __init__(self, heading: str, changes: Changes | None, *, yes: str) -> None:
        super().__init__()
        self._heading, self._changes, self._yes = heading, changes, yes

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Please check, then go ahead", classes="title")
            yield Static(safe(self._heading), id="heading")
            yield Static(self._counts(), id="counts")
            yield Lines(id="lines")
            with Horizontal(classes="buttons edged"):
                yield Button(safe(f"{self._yes} (Enter)"), id="yes", variant="primary")
                yield Button("Back (Esc)", id="back")
        yield KeyLine()

    def on_mount(self) -> None:
        lines = self.query_one(Lines)
        lines.show(self._lines())
        lines.focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.action_answer(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)

    def _counts(self) -> Content:
        if self._changes is None:
            return Content("No class list yet. You can import one later under Staff.")
        parts = [
            Content.styled(count(len(found), one, many), f"bold {style}")
            for field, one, many, style in SECTIONS
            if (found := getattr(self._changes, field))
        ]
        if self._changes.nothing:
            return Content(NOTHING)
        return Content(" · ").join(parts)

    def _lines(self) -> Iterable[Content]:
        if self._changes is None:
            return
        for field, one, many, style in SECTIONS:
            found: tuple[Line | str, ...] = getattr(self._changes, field)
            if found:
                yield Content.styled(count(len(found), one, many), f"bold {style}")
            for line in found:
                if isinstance(line, str):
                    yield Content(f"  {plain(line)}")
                else:
                    beside = (plain(line.detail), "$text-muted")
                    yield Content.assemble("  ", plain(line.name), "  ", beside)
