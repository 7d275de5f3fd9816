"""Rows of a class list that make no sense: which file, which row, why. Nothing was imported."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from db.classlists.problems import BadRow, BadRows
from kiosk.screens.place import InKiosk
from kiosk.text import count, plain
from kiosk.widgets.key_line import KeyLine
from kiosk.widgets.lines import Lines


class BadRowsFound(InKiosk, ModalScreen[None]):
    """The list of them, to read and put right in the school's system."""

    CSS_PATH = "bad_rows.tcss"
    BINDINGS = [Binding("escape", "close", "Back"), Binding("enter", "close", show=False)]

    def __init__(self, bad: BadRows) -> None:
        super().__init__()
        self._rows = bad.rows

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(
                f"{count(len(self._rows), 'row')} could not be understood", classes="title"
            )
            yield Static(
                "Nothing was imported. Please put them right and choose the file again.",
                classes="hint",
            )
            yield Lines(id="rows")
            with Horizontal(classes="buttons edged"):
                yield Button("Back (Esc)", id="back")
        yield KeyLine()

    def on_mount(self) -> None:
        rows = self.query_one(Lines)
        rows.show(_line(row) for row in self._rows)
        rows.focus()

    def on_button_pressed(self) -> None:
        self.action_close()

    def action_close(self) -> None:
        self.dismiss(None)


def _line(row: BadRow) -> Content:
    where = f"{plain(row.file)}, {row.what} {row.row}"
    return Content.assemble((where, "bold $error"), "  ", plain(row.reason))
