"""Reports: what the points of a class, a group or a pupil were for, over a time."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, DataTable, Static

from db import reports, terms
from db.report_rows import Whom
from db.reports import Report
from db.terms import Period, Periods
from db.whole_file import free_name
from kiosk.screens.one_of import OneOf
from kiosk.screens.place import Place
from kiosk.screens.report_dates import ReportDates
from kiosk.screens.report_view import ReportView
from kiosk.screens.report_whom import ReportWhom
from kiosk.screens.where_to_save import WhereToSave
from kiosk.text import count, shorten

PERIODS = (("today", "1 Today"), ("week", "2 This week"), ("term", "3 This term"))
VIEWS = (("skills", "For what"), ("days", "When"), ("table", "Table"))
EVERY_AWARD, EACH_PUPIL = "awards", "pupils"


class Reports(Place):
    CSS_PATH = "reports.tcss"
    TITLE_WORDS = "Reports"
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (110, "-all")]
    BINDINGS = [
        Binding("w", "whom", "Whom"),
        Binding("1", "period('today')", show=False),
        Binding("2", "period('week')", show=False),
        Binding("3", "period('term')", show=False),
        Binding("4", "dates", show=False),
        Binding("v", "next_view", "View"),
        Binding("f", "file", "Save a file"),
        Binding("n", "needs_work", "Needs work"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._whom: Whom | None = None
        self._period: Period | None = None
        self._chosen = "week"
        self._view = "skills"
        self._report: Report | None = None
        self._needs_work = False

    def compose_place(self) -> ComposeResult:
        with Horizontal(id="choices", classes="edged"):
            yield Button("W …", id="whom")
            for name, words in PERIODS:
                yield Button(words, id=name, classes="period")
            yield Button("4 Dates …", id="dates", classes="period")
        with Horizontal(id="line"):
            yield Static("", id="sum")
            for name, words in VIEWS:
                yield Button(words, id=f"view-{name}", classes="view", compact=True)
        yield ReportView(id="report")

    def on_mount(self) -> None:
        here = self.kiosk.school_class
        self._whom = Whom(here.id) if here else None
        self.query_one("#week").focus()
        self._show_view()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where everything is shown at once, there is nothing to switch between; and many a
        school does not have needs-work skills."""
        if action == "needs_work":
            return bool(self.kiosk.school and self.kiosk.school.needs_work)
        return not (action == "next_view" and self.has_class("-all"))

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """The report on whom and when are chosen, read while the charts get ready."""
        if self._whom is None:
            self.query_one(ReportView).say(
                "There is no class yet. A class list can be added in the staff room."
            )
            return
        now = await self.store.run(terms.periods, self.kiosk.now())
        if self._period is None or self._chosen != "dates":
            self._period = _period(now, self._chosen)
        whom, period = self._whom, self._period
        view = self.query_one(ReportView)
        report, _ = await asyncio.gather(
            self.store.run(reports.report, self.staff, whom, period, needs_work=self._needs_work),
            view.get_ready(self.store),
        )
        self._report = report
        with self.app.batch_update():
            self._show_choices(report)
            view.show(report, now.today.last)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        name = event.button.id or ""
        if name == "whom":
            self.action_whom()
        elif name == "dates":
            self.action_dates()
        elif name.startswith("view-"):
            self.action_view(name.removeprefix("view-"))
        else:
            self.action_period(name)

    def action_period(self, name: str) -> None:
        self._chosen = name
        self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_dates(self) -> None:
        chosen = await self.app.push_screen_wait(ReportDates())
        if chosen is not None:
            self._chosen, self._period = "dates", chosen
            self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_whom(self) -> None:
        if self._whom is not None:
            chosen = await self.app.push_screen_wait(ReportWhom(self._whom))
            if chosen is not None:
                self._whom = chosen
                self.load()

    def action_needs_work(self) -> None:
        """R2: what needs work shows only when staff ask for it, and not the next time."""
        self._needs_work = not self._needs_work
        self.load()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """From a pupil's line of the table to the report on that pupil."""
        if self._whom and self._whom.pupil_id is None and event.row_key.value:
            self._whom = Whom(self._whom.class_id, pupil_id=int(event.row_key.value))
            self.load()

    async def action_back(self) -> None:
        """From a pupil or a group back to the class, from the class to where one came from."""
        here = self.kiosk.school_class
        if here and self._whom and self._whom != Whom(here.id):
            self._whom = Whom(here.id)
            self.load()
        else:
            await super().action_back()

    def action_next_view(self) -> None:
        names = [name for name, _ in VIEWS]
        self.action_view(names[(names.index(self._view) + 1) % len(names)])

    def action_view(self, name: str) -> None:
        self._view = name
        self._show_view()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_file(self) -> None:
        """Save what is shown as CSV: what is in it, and where."""
        report, whom = self._report, self._whom
        if report is None or whom is None:
            return
        choices = [
            (EACH_PUPIL, "The table: a line for each pupil, with their points"),
            (EVERY_AWARD, "Every award: a line for each, with date, skill and note"),
        ]
        what = await self.app.push_screen_wait(OneOf("What should be in the file?", choices))
        if what is None:
            return
        folder = await self.app.push_screen_wait(WhereToSave())
        if folder is not None:
            self.save(folder, whom, report, every_award=what == EVERY_AWARD)

    @work(group="save", exit_on_error=False)
    async def save(self, folder: Path, whom: Whom, report: Report, *, every_award: bool) -> None:
        days = f"{report.period.first:%Y-%m-%d} to {report.period.last:%Y-%m-%d}"
        words = f"{report.name} {'awards' if every_award else 'points'} {days}"
        file = await self.store.run(free_name, folder, words, ".csv")
        wrote = await self.store.run(
            reports.export, self.staff, whom, report.period, file, self.kiosk.now(),
            every_award=every_award,
        )  # fmt: skip
        self.say(f"Saved {count(wrote, 'line')} in {file}.")

    def _show_choices(self, report: Report) -> None:
        self.query_one("#whom", Button).label = Content.assemble(
            ("W ", "bold"), shorten(report.name, 16), " ▾"
        )
        for button in self.query(".period").results(Button):
            button.variant = "primary" if button.id == self._chosen else "default"
        points = f"{count(report.points, 'point')} in {count(report.times, 'award')}"
        self.query_one("#sum", Static).update(
            Content.assemble((points, "bold"), f" · {self._days(report.period)}")
        )

    def _days(self, period: Period) -> str:
        """23 Nov – 29 Nov; with the years where one of them is not this year."""
        this_year = self.kiosk.now().year
        year = "" if period.first.year == period.last.year == this_year else " %Y"
        first, last = (f"{day.day} {day:%b{year}}" for day in (period.first, period.last))
        return first if first == last else f"{first} – {last}"

    def _show_view(self) -> None:
        self.query_one(ReportView).show_part(self._view)
        for name, _ in VIEWS:
            button = self.query_one(f"#view-{name}", Button)
            button.variant = "primary" if name == self._view else "default"


def _period(now: Periods, chosen: str) -> Period:
    return {"today": now.today, "week": now.week, "term": now.term}[chosen]
