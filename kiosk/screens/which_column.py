"""Which column is which: asked of a person for headings that are not known (never guessed)."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, DataTable, Select, Static

from db.classlists.problems import ColumnsUnknown
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe, shorten
from kiosk.widgets.key_line import KeyLine

FIELDS = {
    "forename": "First name",
    "surname": "Last name",
    "preferred": "Known as",
    "class": "Class",
    "year": "Year group",
    "upn": "UPN",
    "born": "Date of birth",
}
CELL = 18


class WhichColumn(InKiosk, ModalScreen[dict[str, str] | None]):
    """Gives which heading stands for which field, or None."""

    CSS_PATH = "which_column.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back"),
        Binding("f2", "use", "Use these"),
    ]

    def __init__(self, unknown: ColumnsUnknown) -> None:
        super().__init__()
        self._unknown = unknown

    def compose(self) -> ComposeResult:
        named = [(safe(heading), heading) for heading in self._unknown.headings if heading]
        with Vertical(classes="dialog"):
            yield Static("Which column is which?", classes="title")
            yield Static(
                "These are the first rows of your file. The kiosk remembers your answer.",
                classes="hint",
            )
            yield DataTable(cursor_type="none", zebra_stripes=True)
            with Grid():
                for field, words in FIELDS.items():
                    needed = field in self._unknown.needed
                    yield Static(safe(f"{words}{' *' if needed else ''}"), classes="field")
                    guess = self._unknown.guesses.get(field)
                    yield Select(
                        named,
                        prompt="choose …" if needed else "not in this file",
                        value=guess if guess in self._unknown.headings else Select.NULL,
                        compact=True,
                        id=field,
                    )
            yield Static("", classes="sentence")
            with Horizontal(classes="buttons edged"):
                yield Button("Use these (F2)", id="use", variant="primary")
                yield Button("Back (Esc)", id="back")
        yield KeyLine()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(*(_cell(heading) for heading in self._unknown.headings))
        for row in self._unknown.first_rows:
            table.add_row(*(_cell(words) for words in row))
        asked = [field for field in FIELDS if field in self._unknown.missing]
        self.query_one(f"#{(asked or list(FIELDS))[0]}").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "use":
            self.action_use()
        else:
            self.action_cancel()

    def action_use(self) -> None:
        selects = {field: self.query_one(f"#{field}", Select) for field in FIELDS}
        columns = {
            field: "" if select.is_blank() else str(select.value)
            for field, select in selects.items()
        }
        missing = [FIELDS[field] for field in self._unknown.needed if not columns[field]]
        # One column may hold the whole name, and then it is both.
        chosen = [it for field, it in columns.items() if it and field != "surname"]
        if columns["surname"] != columns["forename"]:
            chosen.append(columns["surname"])
        twice = len(set(chosen)) < len(chosen)
        if missing:
            self._sentence(f"Please choose a column for: {', '.join(missing)}.")
        elif twice:
            self._sentence("One column was chosen twice. Please look again.")
        else:
            self.dismiss(columns)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _sentence(self, words: str) -> None:
        self.query_one(".sentence", Static).update(safe(words))


def _cell(words: str) -> Text:
    """A cell of the file, never read as markup."""
    return Text(shorten(plain(words), CELL))
