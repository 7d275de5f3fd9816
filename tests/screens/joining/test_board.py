"""The class's Join board, and confirming who waits (R21, R22)."""

from __future__ import annotations

import pytest
from textual.widgets import Button, OptionList

from db import invitations, withdrawal
from db.family_records import Connection, Contact
from db.records import Role, Staff
from kiosk.app import KioskApp
from kiosk.screens.confirm_parent import ConfirmParent, is_named
from kiosk.screens.join import JoinPlace
from kiosk.screens.parents import ParentsOf
from kiosk.screens.sure import Sure
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said, told
from tests.screens.conftest import settled, sign_in, stand_at
from tests.screens.joining.families import (
    asks,
    contact,
    fill,
    row_of,
    rows,
)


async def test_joining_needs_staff_and_home_leads_there(app: KioskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("5")
        await sign_in(pilot)
        assert isinstance(app.screen, JoinPlace)


async def test_r22_who_waits_comes_first_and_each_is_counted(app: KioskApp, here: Here) -> None:
    fill(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        shown = rows(app)
        assert "Sam Okafor, mother, for Aisha" in shown[0]
        assert "12 minutes ago" in shown[0]
        assert "Jo Bloggs, step-father, for Callum" in shown[1]
        assert said(app, "#summary") == "2 connected · 2 waiting · 3 invited · 23 not invited"
        assert len(shown) == 2 + 30
        assert "Olu Adeyemi (father)" in shown[2 + 1]
        assert "code good until 8 Dec 2026" in shown[2 + 2]
        await press(pilot, "m")
        assert len(rows(app)) == 2 + 26
        await press(pilot, "m")
        assert len(rows(app)) == 2 + 30


async def test_r21_a_name_on_the_class_list_is_confirmed(app: KioskApp, here: Here) -> None:
    contact(here, 0, "Mrs Sam Okafor")
    asks(here, 0, "Sam Okafor")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "w")
        assert isinstance(app.screen, ConfirmParent)
        assert "✔ The class list names" in said(app, "#contacts")
        await press(pilot, "enter")
        assert isinstance(app.screen, JoinPlace)
        assert row_of(here, 0).connection is Connection.WAITING
        await press(pilot, "enter", "c")
        assert isinstance(app.screen, JoinPlace)
        assert "Sam Okafor is connected with Aisha" in told(app)
        assert "Sam Okafor (mother)" in rows(app)[0]
    assert row_of(here, 0).connection is Connection.CONNECTED


async def test_r21_another_name_is_asked_about_twice(app: KioskApp, here: Here) -> None:
    contact(here, 0, "Sam Okafor")
    asks(here, 0, "Eve Stranger")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "enter")
        assert "not on the class list" in said(app, "#contacts")
        await press(pilot, "c")
        assert isinstance(app.screen, Sure)
        await press(pilot, "n")
        assert isinstance(app.screen, ConfirmParent)
        assert row_of(here, 0).connection is Connection.WAITING
        await press(pilot, "c", "y")
    assert row_of(here, 0).connection is Connection.CONNECTED


async def test_r21_refused_by_touch(app: KioskApp, here: Here) -> None:
    asks(here, 0, "Eve Stranger")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await pilot.click("#look")
        await settled(pilot)
        await pilot.click("#refuse")
        await settled(pilot)
        assert isinstance(app.screen, Sure)
        assert row_of(here, 0).connection is Connection.WAITING
        await pilot.click("#yes")
        await settled(pilot)
        assert "was refused" in told(app)
    assert row_of(here, 0).parents == ()


async def test_r21_the_keys_of_codes_and_questions_decide_nothing(
    app: KioskApp, here: Here
) -> None:
    asks(here, 0, "Eve Stranger")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "enter", "n", "y", "n")
        assert isinstance(app.screen, ConfirmParent)
        await press(pilot, "r")
        assert "Refuse Eve Stranger?" in said(app, "#question")
        await press(pilot, "n")
        assert isinstance(app.screen, ConfirmParent)
        assert row_of(here, 0).connection is Connection.WAITING
        await press(pilot, "r", "y")
    assert row_of(here, 0).parents == ()


async def test_r22_later_goes_on_to_the_next_and_escape_stops(app: KioskApp, here: Here) -> None:
    for place, name in enumerate(("Ann One", "Ben Two", "Cat Three")):
        asks(here, place, name, ago=9 - place)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "w")
        assert "Ann One" in said(app, "#name")
        await pilot.click("#later")
        await settled(pilot)
        assert "Ben Two" in said(app, "#name")
        await press(pilot, "l")
        assert "Cat Three" in said(app, "#name")
        await press(pilot, "l")
        assert isinstance(app.screen, JoinPlace)
        await press(pilot, "w", "escape")
        assert isinstance(app.screen, JoinPlace)
        assert "3 parents and carers wait for you to confirm them" in str(
            app.screen.query_one("#look", Button).label
        )


async def test_r23_the_name_of_somebody_withdrawn_is_a_warning(app: KioskApp, here: Here) -> None:
    before = asks(here, 0, "Zoë Stranger", "aunt")
    invitations.confirm(here.leader, before, here.pupil_ids[0], NOW)
    withdrawal.withdraw(here.leader, before, "Court order", NOW)
    asks(here, 0, "zoe  STRANGER", "mother")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "enter")
        warning = " ".join(said(app, "#withdrawn").split())
        assert "access ended 24 Nov 2026 by Mrs Rowan (Court order)" in warning
        await press(pilot, "c")
        assert isinstance(app.screen, Sure)
        await press(pilot, "n", "escape")
    assert row_of(here, 0).connection is Connection.WAITING


@pytest.mark.parametrize("role", [Role.LEADER, Role.TEACHER])
async def test_r23_who_was_withdrawn_leaves_a_line(app: KioskApp, here: Here, role: Role) -> None:
    fill(here)
    guardian = row_of(here, 1).parents[0].guardian_id
    withdrawal.withdraw(here.leader, guardian, "Court order", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        app.session.begin(staff=Staff(here.leader.id, "Somebody", role))
        await app.push_screen(ParentsOf(here.pupil_ids[1]))
        await settled(pilot)
        line = said(app, "#withdrawn")
        assert "Olu Adeyemi (father): access ended 24 Nov 2026 by Mrs Rowan" in line
        assert ("Court order" in line) is (role is Role.LEADER)


async def test_who_is_decided_elsewhere_meanwhile_is_a_sentence(app: KioskApp, here: Here) -> None:
    guardian = asks(here, 0, "Eve Stranger")
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "enter")
        invitations.refuse(here.leader, guardian, here.pupil_ids[0], NOW)
        await press(pilot, "c")
        assert "Nobody of that name is waiting" in told(app)


@pytest.mark.parametrize(
    ("name", "contact_name", "same"),
    [
        ("Sam Okafor", "Mrs Sam Okafor", True),
        ("sam  OKAFOR", "Sam Grace Okafor", True),
        ("Zoe O'Brien", "Zoë O'Brien", True),
        ("Sam", "Sam Okafor", False),
        ("Okafor", "Okafor", False),
        ("Eve Okafor", "Sam Okafor", False),
        ("", "Sam Okafor", False),
    ],
)
def test_names_are_compared_as_people_do(name: str, contact_name: str, same: bool) -> None:
    assert is_named(name, [Contact(contact_name, "mother")]) is same


async def test_the_board_keeps_its_place_when_somebody_joins(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, *["down"] * 20)
        shown = app.screen.query_one("#rows", OptionList)
        assert shown.highlighted is not None
        marked, scrolled = shown.highlighted_option, shown.scroll_offset.y
        asks(here, 0, "Sam Okafor")
        for _ in range(40):
            await pilot.pause(0.05)
            if "Sam Okafor" in rows(app)[0]:
                break
        assert shown.highlighted_option is not None
        assert marked is not None
        assert shown.highlighted_option.id == marked.id
        assert abs(shown.scroll_offset.y - scrolled) <= 3
        assert "1 parent or carer waits" in str(app.screen.query_one("#look", Button).label)
