"""Reports: whom, when, what for, and a file to take away."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, DataTable, Input, OptionList, Static

from db import models, points, school, skills
from db.connection import writing
from db.records import Kind
from kiosk.app import KioskApp
from kiosk.screens.home import Home
from kiosk.screens.report_dates import ReportDates
from kiosk.screens.report_whom import ReportWhom
from kiosk.screens.reports import Reports
from kiosk.screens.where_to_save import WhereToSave
from tests.conftest import NOW, Here
from tests.screens.conftest import Look, settled

AWARDS = [
    ("Kindness", [0, 1], 0),
    ("Working hard", [0, 2, 5], 0),
    ("Great idea", [3], 1),
    ("Respect", [0, 7, 9, 12], 1),
    ("Wonderful work", [4], 8),
    ("Good listening", list(range(30)), 22),
    ("Teamwork", [2, 3, 4], 36),
]


@pytest.fixture
def awarded(here: Here) -> Here:
    """Awards of today, this week and before."""
    ids = {it.name: it.id for it in skills.skills()}
    for number, (skill, places, days) in enumerate(AWARDS):
        pupils = [here.pupil_ids[place] for place in places]
        moment = NOW - timedelta(days=days)
        points.award(here.leader, f"act{number}", here.maple.id, pupils, ids[skill], moment)
    return here


async def at_reports(pilot: Pilot[int], here: Here) -> None:
    await settled(pilot)
    pilot.app.session.begin(staff=here.leader)  # type: ignore[attr-defined]
    pilot.app.push_screen(Reports())
    await settled(pilot)


def summed(app: KioskApp) -> str:
    return str(app.screen.query_one("#sum", Static).content)


async def test_the_periods_by_key_and_by_tap(app: KioskApp, awarded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        assert summed(app) == "11 points in 10 awards · 23 Nov – 29 Nov"
        await pilot.press("1")
        await settled(pilot)
        assert summed(app) == "5 points in 5 awards · 24 Nov"
        await pilot.click("#term")
        await settled(pilot)
        assert summed(app) == "47 points in 44 awards · 1 Sep – 31 Dec"


async def test_typed_dates_are_checked(app: KioskApp, awarded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        await pilot.press("4")
        await settled(pilot)
        assert isinstance(app.screen, ReportDates)
        app.screen.query_one("#first").focus()
        await pilot.press(*"31/02/2026", "enter", *"16/11/2026", "enter")
        assert isinstance(app.screen, ReportDates)
        assert "day/month/year" in str(app.screen.query_one(".sentence", Static).content)
        app.screen.query_one("#first", Input).value = "20/11/2026"
        await pilot.press("enter")
        assert "first day" in str(app.screen.query_one(".sentence", Static).content)
        app.screen.query_one("#first", Input).value = "15/11/2026"
        await pilot.press("enter")
        await settled(pilot)
        assert summed(app) == "3 points in 1 award · 15 Nov – 16 Nov"


async def test_dates_that_people_ask_for_need_no_typing(app: KioskApp, awarded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        await pilot.click("#dates")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert summed(app) == "3 points in 1 award · 16 Nov – 22 Nov"


async def test_a_pupil_is_found_by_the_start_of_the_name(app: KioskApp, awarded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        await pilot.press("w")
        await settled(pilot)
        assert isinstance(app.screen, ReportWhom)
        await pilot.press(*"ari", "backspace", *"arj", "enter")
        await settled(pilot)
        assert str(app.screen.query_one("#whom", Button).label) == "W Arjun Surname02 ▾"
        assert summed(app).startswith("1 point in 1 award")
        await pilot.press("escape")
        await settled(pilot)
        assert str(app.screen.query_one("#whom", Button).label) == "W Maple ▾"
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, Home)


async def test_every_dialog_is_left_by_touch(app: KioskApp, awarded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        for opener in ("#whom", "#dates"):
            await pilot.click(opener)
            await settled(pilot)
            assert not isinstance(app.screen, Reports)
            await pilot.click("KeyLine", offset=(2, 0))
            await settled(pilot)
            assert isinstance(app.screen, Reports)


async def test_a_group(app: KioskApp, awarded: Here) -> None:
    with writing():
        group = models.PupilGroup.create(school_class=awarded.maple.id, name="[/] Red table")
        models.GroupMember.create(group=group, pupil=awarded.pupil_ids[0])
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        await pilot.press("w")
        await settled(pilot)
        assert app.screen.query_one(OptionList).option_count == 32
        await pilot.press("down", "enter")
        await settled(pilot)
        assert summed(app).startswith("3 points in 3 awards")


async def test_r4_the_table_is_in_name_order_and_leads_to_a_pupil(
    app: KioskApp, awarded: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        await pilot.press("v", "v")
        table = app.screen.query_one(DataTable)
        assert [str(table.get_row_at(row)[0])[2:] for row in range(3)] == [
            "Aisha", "Amelia", "Arjun",
        ]  # fmt: skip
        table.focus()
        await pilot.press("enter")
        await settled(pilot)
        assert [str(cell) for cell in table.get_row_at(0)] == [
            "24/11/2026", "1", "💪 Working hard", "Mrs Rowan", "Maple", "",
        ]  # fmt: skip


async def test_a_file_is_saved_where_one_said(
    app: KioskApp, awarded: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        for _ in range(2):
            await pilot.press("f")
            await settled(pilot)
            await pilot.press("enter")
            await settled(pilot)
            assert isinstance(app.screen, WhereToSave)
            await pilot.press("enter")
            await settled(pilot)
        said = [note.message for note in app._notifications]
    name = "Maple points 2026-11-23 to 2026-11-29"
    assert sorted(it.name for it in home.iterdir()) == [f"{name} (2).csv", f"{name}.csv"]
    assert f"Saved 30 lines in {home / name}.csv." in said
    with (home / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert rows[1] == ["Aisha", "Surname00", "1", "2", "0", "3"]


async def test_a_folder_that_is_not_there_is_said(app: KioskApp, awarded: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        await pilot.press("f")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        app.screen.query_one(Input).focus()
        await pilot.press(*"/nowhere", "enter")
        await settled(pilot)
        assert isinstance(app.screen, WhereToSave)
        assert "no folder /nowhere" in str(app.screen.query_one(".sentence", Static).content)


async def test_r2_what_needs_work_shows_only_when_asked_for(app: KioskApp, awarded: Here) -> None:
    school.switch_needs_work(awarded.leader, True, NOW)
    shouting = skills.save(
        awarded.leader, NOW, skill_id=None, name="Shouting", icon="📢", key="",
        kind=Kind.NEEDS_WORK, points=2,
    )  # fmt: skip
    points.award(awarded.leader, "n", awarded.maple.id, [awarded.pupil_ids[0]], shouting.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, awarded)
        table = app.screen.query_one(DataTable)
        assert len(table.columns) == 5
        assert summed(app).startswith("11 points")
        await pilot.press("n")
        await settled(pilot)
        assert [str(cell) for cell in table.get_row_at(0)][1:] == ["1", "2", "0", "3", "-2"]
        assert summed(app).startswith("11 points")


async def test_hostile_words_are_only_words(app: KioskApp, awarded: Here) -> None:
    evil = "[/][@click=app.wipe()]x[$primary"
    with writing():
        models.Pupil.update(forename=evil, surname="[bold").execute()
        models.Award.update(skill_name=evil, note=evil).execute()
        models.SchoolClass.update(name=evil).execute()
    async with app.run_test(size=(120, 40)) as pilot:
        await at_reports(pilot, awarded)
        table = app.screen.query_one(DataTable)
        assert evil in str(table.get_row_at(0)[0])
        table.focus()
        await pilot.press("enter")
        await settled(pilot)
        assert evil in str(table.get_row_at(0)[2])
        await pilot.press("w")
        await settled(pilot)


async def test_nothing_in_this_time(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_reports(pilot, here)
        assert summed(app).startswith("0 points in 0 awards")
        assert app.screen.query_one("#nothing").display
        assert app.screen.query_one(DataTable).row_count == 30


def test_looks(
    snap_compare: Any, awarded: Here, app_looking: Callable[[Look], KioskApp], look: Look
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await at_reports(pilot, awarded)
        await pilot.press("3")
        await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


@pytest.mark.parametrize("keys", [["w"], ["4"], ["f", "enter"]], ids=["whom", "dates", "where"])
def test_dialogs_look(
    snap_compare: Any,
    awarded: Here,
    app_looking: Callable[[Look], KioskApp],
    look: Look,
    keys: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/classroom")

    async def before(pilot: Pilot[int]) -> None:
        await at_reports(pilot, awarded)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


@pytest.mark.parametrize("part", ["days", "table"])
def test_the_other_parts_look(snap_compare: Any, awarded: Here, app: KioskApp, part: str) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await at_reports(pilot, awarded)
        await pilot.press("3")
        await settled(pilot)
        await pilot.click(f"#view-{part}")
        await settled(pilot)
        while pilot.app.screen.query(".-active"):  # a tapped button shows it for a moment
            await pilot.pause(0.05)

    assert snap_compare(app, terminal_size=(80, 24), run_before=before)
