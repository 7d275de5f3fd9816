"""Reports on points: for a pupil, a group or a class, over a period (R3, R4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from db import audit, models, report_rows, spreadsheet
from db.clock import DEFAULT_TIME_ZONE, school_day
from db.connection import reading, writing
from db.policy import NotFound, need_staff
from db.records import Kind, Staff
from db.report_rows import DayPoints, Given, PupilPoints, SkillPoints, Whom
from db.terms import EARLIEST, Period, uk


@dataclass(frozen=True, slots=True)
class Report:
    """What was awarded and stands: undone awards are nowhere in it.

    `skills` are by kind, then by name; `days` are only those with points, in order; `pupils`
    are in name order (R4). `awards`, newest first and `NEWEST_AWARDS` at most, are filled for
    one pupil only.
    """

    name: str
    period: Period
    skills: tuple[SkillPoints, ...]
    days: tuple[DayPoints, ...]
    pupils: tuple[PupilPoints, ...]
    awards: tuple[Given, ...]
    points: int
    times: int
    one_pupil: bool


def report(actor: Staff | None, whom: Whom, period: Period, *, needs_work: bool = False) -> Report:
    """The report on `whom` over `period`, for staff. Nine queries at most, whatever the size.

    Only with `needs_work` are there awards of that kind in it, for staff who are alone (R2);
    they count in no total.

    Raises `NotAllowed`, or `NotFound` for a class, group or pupil that is not there any more.
    """
    need_staff(actor)
    with reading():
        name, ids, here = report_rows.members(whom)
        at_front = report_rows.chosen(whom, ids, period, needs_work=False)
        chosen = report_rows.chosen(whom, ids, period, needs_work=needs_work)
        skills = report_rows.skills(chosen)
        days = report_rows.days(at_front)
        return Report(
            name=name,
            period=period,
            skills=skills,
            days=days,
            pupils=report_rows.pupils(chosen, ids, here),
            awards=report_rows.newest(chosen) if whom.pupil_id is not None else (),
            points=sum(it.points for it in days),
            times=sum(it.times for it in skills if it.kind is not Kind.NEEDS_WORK),
            one_pupil=whom.pupil_id is not None,
        )


def export(
    actor: Staff | None,
    whom: Whom,
    period: Period,
    file: Path,
    now: datetime,
    *,
    every_award: bool = False,
) -> int:
    """Write a report as CSV and give the number of its lines, without the headings.

    A line for each pupil with the points by kind, or with `every_award` a line for each award.
    Awards that need work are among them, in a column of their own and in no total.
    `db/spreadsheet.py` says what the file is like and what is refused; the log keeps that it
    was written (R26).
    """
    staff = need_staff(actor)
    return _export(staff.id, whom, period, file, now, every_award=every_award)


def write_csv(
    class_name: str,
    file: Path,
    now: datetime,
    *,
    period: Period | None = None,
    every_award: bool = False,
) -> int:
    """`export()` for the person who runs this device's commands: a class by its name.

    Without `period` it is all the time until today. Raises `NotFound` with the names of the
    classes that there are.
    """
    with reading():
        whom = Whom(class_named(class_name))
        school = models.School.select(models.School.time_zone).first()
    if period is None:
        today = school_day(now, school.time_zone if school else DEFAULT_TIME_ZONE)
        period = Period("All time", EARLIEST, today)
    return _export(None, whom, period, file, now, every_award=every_award)


def class_named(name: str) -> int:
    """The id of the class with this name, in any case. Raises `NotFound`."""
    c = models.SchoolClass
    with reading():
        rows = list(c.select(c.id, c.name).where(c.left_on.is_null()).order_by(c.name))
    for same in (str, str.casefold):
        for row in rows:
            if same(row.name) == same(name.strip()):
                return int(row.id)
    if not rows:
        raise NotFound("There is no class yet.")
    raise NotFound(
        f"There is no class called {name}. There are: {', '.join(row.name for row in rows)}."
    )


class Span(StrEnum):
    """What one bar of a chart over time stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def start(self, day: date) -> date:
        """The first day of the span that `day` is in; a week begins on Monday."""
        if self is Span.WEEK:
            return day - timedelta(days=day.weekday())
        if self is Span.MONTH:
            return day.replace(day=1)
        return day.replace(month=1, day=1) if self is Span.YEAR else day


def span_for(first: date, last: date) -> Span:
    """The span that makes a readable number of bars, about 40 at most."""
    days = (last - first).days + 1
    for most, span in ((31, Span.DAY), (40 * 7, Span.WEEK), (40 * 30, Span.MONTH)):
        if days <= most:
            return span
    return Span.YEAR


def by_span(days: Iterable[DayPoints], first: date, last: date) -> list[tuple[date, int]]:
    """The points of each span (`span_for`) from `first` to `last`, given by its first day.

    A span without points counts 0; only a Saturday or Sunday without points is left out.
    """
    span = span_for(first, last)
    length = (last - first).days + 1
    sums = {span.start(first + timedelta(days=number)): 0 for number in range(length)}
    for it in days:
        if first <= it.day <= last:
            sums[span.start(it.day)] += it.points
    return [
        (day, points)
        for day, points in sums.items()
        if span is not Span.DAY or points or day.weekday() < 5
    ]


def _export(
    staff_id: int | None,
    whom: Whom,
    period: Period,
    file: Path,
    now: datetime,
    *,
    every_award: bool,
) -> int:
    with reading():
        name, ids, _ = report_rows.members(whom)
    with writing():
        audit.record(now, staff_id, "exported points", f"{name}, {period.name}: {file.name}")
    # Not inside the transaction: a slow memory stick must not keep awards waiting.
    with reading():
        lines = _award_lines if every_award else _pupil_lines
        return spreadsheet.write(file, lines(whom, ids, period)) - 1


def _pupil_lines(whom: Whom, ids: set[int], period: Period) -> Iterator[Sequence[spreadsheet.Cell]]:
    chosen = report_rows.chosen(whom, ids, period, needs_work=True)
    pupils = report_rows.pupils(chosen, ids, ids)
    *kinds, needs_work = Kind
    last = ["Needs work"] if any(needs_work in it.by_kind for it in pupils) else []
    yield ["Forename", "Surname", *(kind.capitalize() for kind in kinds), "Total", *last]
    for it in pupils:
        points = [it.by_kind.get(kind, 0) for kind in kinds]
        rest = [it.by_kind.get(needs_work, 0)] if last else []
        yield [it.pupil.forename, it.pupil.surname, *points, it.total, *rest]


def _award_lines(whom: Whom, ids: set[int], period: Period) -> Iterator[Sequence[spreadsheet.Cell]]:
    yield "Date,Class,Forename,Surname,Skill,Kind,Points,Note,Given by".split(",")
    for row in report_rows.awards(report_rows.chosen(whom, ids, period, needs_work=True)):
        yield [
            uk(row.day),
            row.class_name,
            row.forename,
            row.surname,
            row.skill_name,
            row.kind,
            row.points,
            row.note,
            row.staff_name,
        ]
