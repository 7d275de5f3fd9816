"""One report drawn: charts of what for and when, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from db.records import Kind
from db.report_rows import NEWEST_AWARDS
from db.reports import Report, Span, by_span, span_for
from db.terms import uk
from kiosk.store import Store
from kiosk.text import plain, safe

COLOURS = {
    Kind.EFFORT: "primary",
    Kind.VALUE: "secondary",
    Kind.ACHIEVEMENT: "accent",
    Kind.NEEDS_WORK: "error",
}
PARTS = ("skills", "days", "table")
CHARTS = "kiosk.widgets.points_chart"


class ReportView(Container):
    """Three parts: one at a time on a narrow screen, all of them on a wide one."""

    DEFAULT_CSS = """
    ReportView {
        layout: grid;
        grid-size: 1 1;
        .part { display: none; background: $surface; border: round $panel; padding: 0 1; }
        .part:focus-within, .part:focus { border: round $accent; }
        .part.-shown { display: block; }
        .caption { height: 1; color: $text-muted; }
        DataTable { height: 1fr; width: 1fr; }
        #nothing { display: none; content-align: center middle; width: 1fr; height: 1fr; }
        &.-nothing #nothing { display: block; }
        &.-nothing .chart { display: none; }
    }
    """

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="skills", classes="part chart"):
            yield Static("", id="kinds", classes="caption")
        table: DataTable[Text] = DataTable(id="table", cursor_type="row", classes="part")
        yield table
        with Vertical(id="days", classes="part chart"):
            yield Static("", id="span", classes="caption")
        yield Static("", id="nothing")

    def show_part(self, part: str) -> None:
        """The part that a narrow screen has room for."""
        for name in PARTS:
            self.query_one(f"#{name}").set_class(name == part, "-shown")

    async def get_ready(self, store: Store) -> None:
        """Load what draws the charts, in a thread, and hang them up."""
        charts = await store.run(import_module, CHARTS)
        for part, kind in (("skills", charts.AcrossChart), ("days", charts.UprightChart)):
            if not self.query(f"#{part}-chart"):
                await self.query_one(f"#{part}").mount(kind(id=f"{part}-chart"), before=0)

    def show(self, report: Report, today: date) -> None:
        """Draw `report`, once `get_ready()` is done.

        The days after `today` are left out of the chart, but for this week's.
        """
        self.show_table(report)
        self.say("" if report.times else "No points in this time.")
        skills: Any = self.query_one("#skills-chart")
        skills.show(
            [(f"{it.icon} {it.name}", it.points, self._colour(it.kind)) for it in report.skills]
        )
        kinds = [it for it in Kind if any(skill.kind is it for skill in report.skills)]
        self.query_one("#kinds", Static).update(
            Content("   ").join(
                Content.assemble(("■ ", f"${self._colour(kind)}"), kind.capitalize())
                for kind in kinds
            )
        )
        period = report.period
        last = period.last if period.days <= 7 else max(period.first, min(period.last, today))
        spans = by_span(report.days, period.first, last)
        self.query_one("#span", Static).update(safe(_caption(period.first, last)))
        days: Any = self.query_one("#days-chart")
        days.show(
            [
                (words, points, "primary" if points >= 0 else "error")
                for words, points in _named(spans, period.first, last)
            ]
        )

    def _colour(self, kind: Kind) -> str:
        """The theme's colour for a kind; high contrast has fewer of them."""
        colours, name = self.app.theme_variables, COLOURS[kind]
        same = name == "accent" and colours["accent"] == colours["primary"]
        return "foreground" if same else name

    def say(self, sentence: str) -> None:
        """Instead of the charts."""
        self.query_one("#nothing", Static).update(safe(sentence))
        self.set_class(bool(sentence), "-nothing")

    def show_table(self, report: Report) -> None:
        table = self.query_one("#table", DataTable)
        table.clear(columns=True)
        if report.one_pupil:
            _fill_with_awards(table, report)
        else:
            _fill_with_pupils(table, report)


def _fill_with_awards(table: DataTable[Text], report: Report) -> None:
    table.add_columns("Day", "Points", "For", "Given by", "Class", "Note")
    for it in report.awards:
        table.add_row(
            Text(uk(it.day)),
            _number(it.points),
            _cell(f"{it.icon} {it.skill_name}"),
            _cell(it.staff_name),
            _cell(it.class_name),
            _cell(it.note),
        )
    if len(report.awards) == NEWEST_AWARDS:
        table.add_row(Text("…"), Text(), Text("Older ones are in the file."), *[Text()] * 3)


def _fill_with_pupils(table: DataTable[Text], report: Report) -> None:
    *kinds, needs_work = Kind
    last = [needs_work] if any(needs_work in it.by_kind for it in report.pupils) else []
    table.add_columns(
        "Pupil",
        *(kind.capitalize() for kind in kinds),
        "Total",
        *(kind.capitalize() for kind in last),
    )
    for it in report.pupils:
        name = f"{it.pupil.avatar} {it.pupil.name}"
        table.add_row(
            _cell(name if it.here else f"{name} (left)"),
            *(_number(it.by_kind.get(kind, 0)) for kind in kinds),
            _number(it.total),
            *(_number(it.by_kind.get(kind, 0)) for kind in last),
            key=str(it.pupil.id),
        )


def _cell(words: str) -> Text:
    """People's words for the table: never read as markup (design, section 5)."""
    return Text(plain(words).replace("\n", " "), no_wrap=True)


def _number(number: int) -> Text:
    return Text(f"{number:,}", justify="right")


def _caption(first: date, last: date) -> str:
    span = span_for(first, last)
    return f"Each bar is a {span}{', from its Monday' if span is Span.WEEK else ''}."


def _named(spans: Sequence[tuple[date, int]], first: date, last: date) -> list[tuple[str, int]]:
    form = {Span.DAY: "%d/%m", Span.WEEK: "%d/%m", Span.MONTH: "%b %y", Span.YEAR: "%Y"}
    kind = "%a %d/%m" if (last - first).days < 7 else form[span_for(first, last)]
    return [(f"{day:{kind}}", points) for day, points in spans]
