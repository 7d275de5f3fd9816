"""Reports on points."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from db import connection, models, points, reports, skills, terms
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused
from db.records import Kind
from db.report_rows import DayPoints, Whom
from tests.conftest import NOW, TODAY, Here, add_pupils

TERM = terms.term_of(TODAY)
YESTERDAY = NOW - timedelta(days=1)
LAST_WEEK = NOW - timedelta(days=7)


@pytest.fixture
def awarded(here: Here) -> Here:
    """Three pupils got points on three days; one award was undone."""
    give(here, "a", [0, 1], "Kindness", NOW)
    give(here, "b", [0], "Wonderful work", YESTERDAY)
    give(here, "c", [2], "Kindness", LAST_WEEK)
    give(here, "d", [0, 1, 2], "Working hard", NOW)
    points.undo(here.leader, "d", NOW)
    return here


def give(
    here: Here, act: str, places: list[int], skill: str, moment: object, note: str = ""
) -> None:
    skill_id = next(it.id for it in skills.skills() if it.name == skill)
    ids = [here.pupil_ids[place] for place in places]
    points.award(here.leader, act, here.maple.id, ids, skill_id, moment, note)  # type: ignore[arg-type]


def test_r3_a_class_report_leaves_undone_awards_out(awarded: Here) -> None:
    found = reports.report(awarded.leader, Whom(awarded.maple.id), TERM)
    assert found.name == "Maple"
    assert [(it.name, it.times, it.points) for it in found.skills] == [
        ("Kindness", 3, 3),
        ("Wonderful work", 1, 3),
    ]
    assert found.days == (
        DayPoints(LAST_WEEK.date(), 1),
        DayPoints(YESTERDAY.date(), 3),
        DayPoints(TODAY, 2),
    )
    assert (found.points, found.times) == (6, 4)
    assert found.pupils[0].by_kind == {Kind.VALUE: 1, Kind.ACHIEVEMENT: 3}


def test_r4_pupils_are_in_name_order_whatever_they_have(awarded: Here) -> None:
    give(awarded, "e", [29], "Wonderful work", NOW)
    found = reports.report(awarded.leader, Whom(awarded.maple.id), TERM)
    names = [it.pupil.name for it in found.pupils]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == 30


def test_a_period_is_whole_days(awarded: Here) -> None:
    now = terms.periods(NOW)
    whom = Whom(awarded.maple.id)
    assert reports.report(awarded.leader, whom, now.today).points == 2
    assert reports.report(awarded.leader, whom, now.week).points == 5
    assert reports.report(awarded.leader, whom, now.term).points == 6
    old = terms.dates(date(2020, 1, 1), date(2020, 2, 1))
    assert reports.report(awarded.leader, whom, old).times == 0


def test_r3_words_are_those_of_the_day(awarded: Here) -> None:
    kindness = next(it for it in skills.skills() if it.name == "Kindness")
    skills.save(
        awarded.leader, NOW, skill_id=kindness.id, name="Being kind", icon="🌈", key="4",
        kind=Kind.VALUE, points=2,
    )  # fmt: skip
    give(awarded, "e", [3], "Being kind", NOW)
    found = reports.report(awarded.leader, Whom(awarded.maple.id), TERM)
    assert [(it.name, it.icon, it.points) for it in found.skills][:2] == [
        ("Being kind", "🌈", 2),
        ("Kindness", "💛", 3),
    ]


def test_a_group(awarded: Here) -> None:
    with writing():
        group = models.PupilGroup.create(school_class=awarded.maple.id, name="Red table")
        for id in (awarded.pupil_ids[1], awarded.pupil_ids[5]):
            models.GroupMember.create(group=group, pupil=id)
    found = reports.report(awarded.leader, Whom(awarded.maple.id, group_id=group.id), TERM)
    assert found.name == "Red table"
    assert [(it.pupil.name, it.total) for it in found.pupils] == [("Amelia", 1), ("Callum", 0)]
    with pytest.raises(NotFound):
        reports.report(awarded.leader, Whom(awarded.maple.id, group_id=99), TERM)


def test_a_pupil_in_all_their_classes(awarded: Here) -> None:
    with writing():
        maths = models.SchoolClass.create(name="Maths set", is_home=False)
        models.Enrolment.create(pupil=awarded.pupil_ids[0], school_class=maths, is_home=False)
    idea = next(it.id for it in skills.skills() if it.name == "Great idea")
    points.award(awarded.leader, "m", maths.id, [awarded.pupil_ids[0]], idea, NOW, "a neat proof")
    whom = Whom(awarded.maple.id, pupil_id=awarded.pupil_ids[0])
    found = reports.report(awarded.leader, whom, TERM)
    assert (found.name, found.points) == ("Aisha Surname00", 6)
    assert [(it.skill_name, it.class_name, it.note) for it in found.awards] == [
        ("Great idea", "Maths set", "a neat proof"),
        ("Kindness", "Maple", ""),
        ("Wonderful work", "Maple", ""),
    ]
    assert reports.report(awarded.leader, Whom(awarded.maple.id), TERM).points == 6


def test_who_moved_away_stays_in_the_table(awarded: Here) -> None:
    with writing():
        models.Enrolment.update(left_on=TODAY).where(
            models.Enrolment.pupil == awarded.pupil_ids[0]
        ).execute()
    found = reports.report(awarded.leader, Whom(awarded.maple.id), TERM)
    assert (found.pupils[0].pupil.name, found.pupils[0].here) == ("Aisha", False)
    assert sum(it.total for it in found.pupils) == found.points


def test_r1_reports_are_for_staff(awarded: Here, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        reports.report(None, Whom(awarded.maple.id), TERM)
    with pytest.raises(NotAllowed):
        reports.export(None, Whom(awarded.maple.id), TERM, tmp_path / "out.csv", NOW)


def test_the_number_of_queries_does_not_grow(awarded: Here) -> None:
    def asked(whom: Whom) -> int:
        with reading(), counted() as statements:
            reports.report(awarded.leader, whom, TERM)
        return len(statements)

    whoms = [Whom(awarded.maple.id), Whom(awarded.maple.id, pupil_id=awarded.pupil_ids[0])]
    before = [asked(whom) for whom in whoms]
    with writing():
        add_pupils(awarded.maple.id, [f"New{number}" for number in range(20)])
    for number in range(40):
        give(awarded, f"more{number}", [number % 30, 0], "Kindness", NOW)
    assert [asked(whom) for whom in whoms] == before
    assert max(before) <= 9


def test_every_question_uses_an_index(awarded: Here) -> None:
    """No part of a report reads the whole of the awards, however many years there are."""
    group = Whom(awarded.maple.id)
    with reading(), counted() as statements:
        reports.report(awarded.leader, group, TERM)
        reports.report(awarded.leader, Whom(awarded.maple.id, pupil_id=awarded.pupil_ids[0]), TERM)
    asked = [sql for sql in statements if '"award"' in sql or "FROM award" in sql]
    assert len(asked) >= 7
    file = sqlite3.connect(awarded.data / connection.FILE_NAME)
    for sql in asked:
        plan = " / ".join(row[3] for row in file.execute(f"EXPLAIN QUERY PLAN {sql}"))
        assert re.search(r"SEARCH t1 USING INDEX award_(school_class|pupil)_\S*day", plan), plan
    file.close()


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that SQLite ran meanwhile, with their values filled in."""
    statements: list[str] = []
    raw = connection.database.connection()
    raw.set_trace_callback(statements.append)
    try:
        yield statements
    finally:
        raw.set_trace_callback(None)


def test_spans_are_days_then_weeks_months_and_years() -> None:
    days = [DayPoints(date(2026, 11, 24), 3), DayPoints(date(2026, 11, 28), 2)]
    week = reports.by_span(days, date(2026, 11, 23), date(2026, 11, 29))
    assert [(day.day, points) for day, points in week] == [
        (23, 0), (24, 3), (25, 0), (26, 0), (27, 0), (28, 2),
    ]  # fmt: skip
    term = reports.by_span(days, date(2026, 9, 1), date(2026, 11, 30))
    assert term[0] == (date(2026, 8, 31), 0)
    assert (date(2026, 11, 23), 5) in term
    assert len(term) == 14
    years = reports.by_span(days, date(2025, 1, 1), date(2026, 11, 30))
    assert len(years) == 23
    assert years[-1] == (date(2026, 11, 1), 5)
    long = reports.by_span(days, date(2000, 1, 1), date(2026, 11, 30))
    assert len(long) == 27
    assert long[-1] == (date(2026, 1, 1), 5)


def read_csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def test_the_command_writes_a_class(awarded: Here, tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    assert reports.write_csv("maple", file, NOW) == 30
    rows = read_csv(file)
    assert rows[0] == ["Forename", "Surname", "Effort", "Value", "Achievement", "Total"]
    assert rows[1] == ["Aisha", "Surname00", "0", "1", "3", "4"]
    assert len(rows) == 31
    with pytest.raises(NotFound, match=r"no class called Elm. There are: Maple"):
        reports.write_csv("Elm", file, NOW)
    with pytest.raises(Refused, match="no folder"):
        reports.write_csv("Maple", tmp_path / "no" / "points.csv", NOW)


def test_every_award_is_a_line_and_none_is_a_formula(awarded: Here, tmp_path: Path) -> None:
    with writing():
        models.Pupil.update(forename="=cmd|' /C calc'!A0", surname="@evil").where(
            models.Pupil.id == awarded.pupil_ids[0]
        ).execute()
    give(awarded, "e", [0], "Kindness", NOW, "+1 for the team")
    file = tmp_path / "awards.csv"
    wrote = reports.export(
        awarded.leader, Whom(awarded.maple.id), TERM, file, NOW, every_award=True
    )
    rows = read_csv(file)
    assert wrote == len(rows) - 1 == 5
    assert rows[-1] == [
        "24/11/2026", "Maple", "'=cmd|' /C calc'!A0", "'@evil", "Kindness", "value", "1",
        "'+1 for the team", "Mrs Rowan",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == [
        "17/11/2026", "23/11/2026", "24/11/2026", "24/11/2026", "24/11/2026",
    ]  # fmt: skip


def test_r26_the_log_keeps_who_took_a_copy(awarded: Here, tmp_path: Path) -> None:
    reports.export(awarded.leader, Whom(awarded.maple.id), TERM, tmp_path / "a.csv", NOW)
    with reading():
        last = models.AuditEntry.select().order_by(models.AuditEntry.id.desc()).first()
    assert (last.action, last.detail) == ("exported points", "Maple, Autumn term: a.csv")
    assert last.staff_id == awarded.leader.id
