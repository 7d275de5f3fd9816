"""Staff see who has signed the promises, when and which version, and print them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import agreement
from db.records import AgreementRow, SignedAgreement
from db.whole_file import write_new
from kiosk.paper.agreements import signed_agreements
from kiosk.screens.place import Place
from kiosk.screens.signed_agreement import SignedAgreementPlace
from kiosk.screens.where_to_save import WhereToSave
from kiosk.text import count, safe, short_date, shorten

NAME_CELLS = 24


class AgreementOverview(Place):
    """One line a pupil, in name order; Enter opens what that pupil signed."""

    CSS_PATH = "agreement_overview.tcss"
    TITLE_WORDS = "Who has signed"
    BINDINGS = [
        Binding("enter", "open", "Open"),
        Binding("m", "only_missing", "Missing only"),
        Binding("p", "print", "Print"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[AgreementRow] = []
        self._only_missing = False

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield OptionList(id="rows")
        with Horizontal(id="buttons"):
            yield Button("Open (Enter)", id="open")
            yield Button("Missing only (M)", id="only_missing")
            yield Button("Print (P)", id="print", variant="primary")

    def on_mount(self) -> None:
        self.query_one("#rows").focus()

    def on_screen_resume(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        here = self.kiosk.school_class
        if here is None:
            self._say_above("There is no class here yet. Choose one in the staff room.")
            return
        self._rows = await self.store.run(agreement.overview, self.staff, here.id)
        self._show()

    def _show(self) -> None:
        rows = self.query_one("#rows", OptionList)
        before = rows.highlighted
        missing = [it for it in self._rows if not it.up_to_date]
        shown = missing if self._only_missing else self._rows
        rows.clear_options()
        rows.add_options([Option(_line(it), id=str(it.pupil.id)) for it in shown])
        rows.highlighted = min(before or 0, len(shown) - 1) if shown else None
        total = len(self._rows)
        if not total:
            self._say_above("Nobody is on the class list yet.")
        elif not missing:
            self._say_above(f"All {count(total, 'pupil')} have signed. 🎉")
        else:
            self._say_above(
                f"{total - len(missing)} of {total} have signed · {len(missing)} missing"
            )
        button = self.query_one("#only_missing", Button)
        button.label = "Show everybody (M)" if self._only_missing else "Missing only (M)"

    def _say_above(self, words: str) -> None:
        self.query_one("#summary", Static).update(safe(words))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("#rows").focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        rows = self.query_one("#rows", OptionList)
        if rows.highlighted is None:
            return
        pupil_id = int(rows.get_option_at_index(rows.highlighted).id or 0)
        row = next(it for it in self._rows if it.pupil.id == pupil_id)
        if row.signature is None:
            self.say(f"{row.pupil.name} has not signed yet.")
        else:
            self.app.push_screen(SignedAgreementPlace(pupil_id=pupil_id))

    def action_only_missing(self) -> None:
        self._only_missing = not self._only_missing
        self._show()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_print(self) -> None:
        """One PDF of the whole class, a page a pupil, into a folder of the teacher's choice."""
        here = self.kiosk.school_class
        if here is None:
            return
        papers = await self.ask(self.store.run(agreement.signed_of_class, self.staff, here.id))
        if papers is None:
            return
        if not papers:
            self.say("Nobody in this class has signed yet, so there is nothing to print.")
            return
        folder = await self.app.push_screen_wait(WhereToSave())
        if folder is not None:
            self.write(papers, here.name, folder)

    @work(group="save", exclusive=True, exit_on_error=False)
    async def write(self, papers: list[SignedAgreement], class_name: str, folder: Path) -> None:
        loop = asyncio.get_running_loop()

        def progress(done: int, of: int) -> None:
            loop.call_soon_threadsafe(self._say_above, f"Writing page {done} of {of} …")

        file = await self.ask(self.store.run(partial(_write, papers, class_name, folder, progress)))
        self._show()
        if file is not None:
            self.say(f"{count(len(papers), 'page')} in {file}")


def _write(
    papers: list[SignedAgreement],
    class_name: str,
    folder: Path,
    progress: Callable[[int, int], None],
) -> Path:
    """Make the PDF and put it in `folder`, whole. Raises `Refused`."""
    data = signed_agreements(papers, class_name, progress)
    return write_new(folder, f"{class_name} signed promises", ".pdf", data)


def _line(row: AgreementRow) -> Content:
    name = shorten(row.pupil.name, NAME_CELLS)
    gap = " " * (NAME_CELLS - Content(name).cell_length)
    who = Content.assemble(f"{row.pupil.avatar} ", (name, "bold"), gap, "  ")
    if row.signature is None:
        return Content.assemble("○  ", who, "not yet")
    how = "typed" if row.signature.typed_name else "drawn"
    when = f"{short_date(row.signature.day):<12} version {row.signature.version}, {how}"
    if row.up_to_date:
        return Content.assemble("✔  ", who, when)
    return Content.assemble("○  ", who, f"{when}: not the new words")
