"""What was reported and decided: the outcome is kept, for leaders (R25)."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from db import conduct
from db.conduct_records import Report
from db.policy import Problem
from kiosk.messages import RecordsChanged
from kiosk.screens.look_words import report_lines
from kiosk.screens.place import Place
from kiosk.text import count, safe
from kiosk.widgets.lines import Lines

NOTHING = "Nothing has been reported and decided yet."


class DecidedReports(Place):
    """Newest first. Nothing here can be changed."""

    CSS_PATH = "decided_reports.tcss"
    TITLE_WORDS = "Decided reports"

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Report] | None = None

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield Lines(id="reports")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Back (Esc)", id="back", variant="primary")

    def on_mount(self) -> None:
        self.query_one(Lines).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        try:
            found = await self.store.run(conduct.resolved, self.staff)
        except Problem as problem:
            self.query_one(Lines).show([safe(str(problem))])
            return
        if found == self._shown:  # nobody is brought back to the top while they read
            return
        self._shown = found
        lines: list[Content] = []
        for report in found:
            told = Content("\n").join(report_lines(report, self.kiosk.now(), self.time_zone))
            lines += [it for it in told.split("\n") if it.plain]
            lines.append(Content(""))
        self.query_one(Lines).show(lines or [Content(NOTHING)])
        words = count(len(found), "decided report") if found else ""
        self.query_one("#summary", Static).update(words)

    async def on_button_pressed(self) -> None:
        await self.action_back()
