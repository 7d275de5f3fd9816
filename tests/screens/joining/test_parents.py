"""The parents of one pupil: another phone, withdrawal (R23)."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from db import joining, models
from db.connection import writing
from db.records import Role, Staff
from kiosk.app import KioskApp
from kiosk.screens.another_phone import AnotherPhone
from kiosk.screens.parents import ParentsOf
from kiosk.screens.withdraw import Withdraw
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said, told
from tests.screens.conftest import settled, stand_at
from tests.screens.joining.families import (
    fill,
    rows,
)


async def test_a_parent_gets_a_code_for_another_phone(app: KioskApp, here: Here) -> None:
    fill(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, ParentsOf(here.pupil_ids[1]), here)
        assert "Olu Adeyemi" in rows(app)[0]
        await press(pilot, "a")
        screen = app.screen
        assert isinstance(screen, AnotherPhone)
        assert "Good for 10:00" in said(app, "#left")
        assert screen.shown is not None
        joining.join(screen.shown.code, "", "", "second", NOW)
        screen.ask_state()
        await settled(pilot)
        assert "signed in now" in said(app, "#left")


async def test_r23_a_leader_withdraws_with_a_reason(app: KioskApp, here: Here) -> None:
    fill(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, ParentsOf(here.pupil_ids[1]), here)
        await press(pilot, "w", "enter")
        assert isinstance(app.screen, Withdraw)
        assert "say why" in said(app, "#sentence")
        app.screen.query_one(Input).value = "Court order"
        await pilot.click("#end")
        await settled(pilot)
        assert "has ended" in told(app)
        assert not app.screen.query_one("#rows").display
    with pytest.raises(Exception, match="not connected"):
        joining.another_phone(1, NOW)


async def test_r23_a_teacher_has_no_way_to_withdraw(app: KioskApp, here: Here) -> None:
    fill(here)
    with writing():
        row = models.Staff.create(name="Mr Hart", role=Role.TEACHER.value)
        models.StaffClass.create(staff=row, school_class=here.maple.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(staff=Staff(row.id, "Mr Hart", Role.TEACHER))
        await app.push_screen(ParentsOf(here.pupil_ids[1]))
        await settled(pilot)
        await press(pilot, "w")
        assert isinstance(app.screen, ParentsOf)
        assert not app.screen.query_one("#withdraw").display
