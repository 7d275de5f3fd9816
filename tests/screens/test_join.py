"""The class's Join board, codes on the screen, who waits, letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList

from db import invitations, joining, models, phones, school, withdrawal
from db.connection import writing
from db.family_records import Asked, Connection, Contact, InvitationState, Joined
from db.records import Pupil, Role, Staff
from kiosk import device
from kiosk.app import KioskApp
from kiosk.screens.another_phone import AnotherPhone
from kiosk.screens.confirm_parent import ConfirmParent, is_named
from kiosk.screens.invite import Invite
from kiosk.screens.join import JoinPlace
from kiosk.screens.letters import Letters
from kiosk.screens.parents import ParentsOf
from kiosk.screens.sure import Sure
from kiosk.screens.withdraw import Withdraw
from kiosk.settings import Phones, Settings
from kiosk.widgets.qr_code import QrCode
from tests.conftest import NOW, Here
from tests.screens.agreeing import press, said, told
from tests.screens.conftest import Look, settled, sign_in, stand_at

ADDRESS = "http://192.168.1.20:8080"
PHONES = Phones(public_url=ADDRESS)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def known_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes that are the same in every run: abcde…, one letter further each time."""
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    numbers = count()

    def new_code() -> str:
        first = next(numbers)
        return "".join(letters[(first + place * 7) % 32] for place in range(26))

    monkeypatch.setattr(invitations, "new_code", new_code)
    monkeypatch.setattr(joining, "new_code", new_code)


@pytest.fixture
def app(here: Here, clock: Clock) -> KioskApp:
    return KioskApp(Settings(here.data, phones=PHONES), clock=clock)


@pytest.fixture
def looking(here: Here) -> Callable[[Look], KioskApp]:
    def make(look: Look) -> KioskApp:
        device.change(here.data, theme=look.theme)
        return KioskApp(Settings(here.data, phones=PHONES), clock=lambda: NOW)

    return make


def asks(here: Here, place: int, name: str, relationship: str = "mother", ago: int = 5) -> int:
    """A parent who used a code of this pupil `ago` minutes ago; gives the guardian's id."""
    when = NOW - timedelta(minutes=ago)
    made = invitations.invite(here.leader, here.pupil_ids[place], when)
    token = joining.join(made.code, name, relationship, "phone", when)
    visitor = phones.visitor(token, when)
    assert visitor
    return visitor.guardian_id


def contact(here: Here, place: int, name: str) -> None:
    with writing():
        models.GuardianContact.create(pupil=here.pupil_ids[place], name=name, relationship="mother")


def fill(here: Here) -> None:
    """Two families connected, two who wait, three invited; the rest not."""
    for place, name in ((1, "Olu Adeyemi"), (3, "Zoë O'Brien-Maldonado")):
        guardian = asks(here, place, name, "father")
        invitations.confirm(here.leader, guardian, here.pupil_ids[place], NOW)
    contact(here, 0, "Mrs Sam Okafor")
    asks(here, 0, "Sam Okafor", ago=12)
    asks(here, 5, "Jo Bloggs", "step-father", ago=3)
    for place in (2, 4, 8):
        invitations.invite(here.leader, here.pupil_ids[place], NOW)


def rows(app: KioskApp) -> list[str]:
    shown = app.screen.query_one("#rows", OptionList)
    return [str(it.prompt) for it in shown.options]


def row_of(here: Here, place: int) -> Joined:
    board = invitations.board(here.leader, here.maple.id, NOW)
    return next(it for it in board if it.pupil.id == here.pupil_ids[place])


def first_pupil(here: Here) -> Pupil:
    return row_of(here, 0).pupil


def invited(here: Here) -> list[str]:
    board = invitations.board(here.leader, here.maple.id, NOW)
    return [it.pupil.name for it in board if it.connection is Connection.INVITED]


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


async def test_r21_after_a_code_the_one_who_used_it_is_shown(app: KioskApp, here: Here) -> None:
    asks(here, 0, "Ann Earlier", ago=60)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Invite([first_pupil(here)]), here)
        screen = app.screen
        assert isinstance(screen, Invite)
        assert screen.shown is not None
        joining.join(screen.shown.code, "Sam Now", "mother", "phone", NOW)
        screen.ask_state()
        await settled(pilot)
        await press(pilot, "l")
        assert "Sam Now" in said(app, "#name")
        await press(pilot, "c")
    assert [(it.name, it.asked) for it in row_of(here, 0).parents] == [
        ("Ann Earlier", Asked.WAITING),
        ("Sam Now", Asked.CONFIRMED),
    ]


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


async def test_r21_the_code_is_drawn_counts_down_and_is_used(
    app: KioskApp, here: Here, clock: Clock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "i")
        screen = app.screen
        assert isinstance(screen, Invite)
        assert screen.query_one(QrCode).rows == 19
        assert screen.shown is not None
        assert "Good for 14 days" in said(app, "#left")
        assert "Aisha" in said(app, "#whom")
        assert "not encrypted" in said(app, "#private")
        assert f"{ADDRESS}/j/" in said(app, "#address")
        assert not screen.query_one("#look").display
        clock.now = NOW + timedelta(days=13, hours=23, minutes=50, seconds=1)
        screen._tick()
        assert "Good for 9:59" in said(app, "#left")
        joining.join(screen.shown.code, "Sam Okafor", "mother", "phone", clock.now)
        for _ in range(100):
            await pilot.pause(0.05)
            if screen.has_class("-used"):
                break
        assert said(app, "#over") == "✔ Used"
        assert not screen.query_one("#code").display
        await settled(pilot)
        await press(pilot, "l", "c")
        assert isinstance(app.screen, Invite)
    assert row_of(here, 0).connection is Connection.CONNECTED


async def test_r21_a_code_that_runs_out_says_so(app: KioskApp, here: Here, clock: Clock) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await stand_at(pilot, Invite([first_pupil(here)]), here)
        clock.now = NOW + invitations.VALID
        assert isinstance(app.screen, Invite)
        app.screen._tick()
        await settled(pilot)
        assert "run out" in said(app, "#over")


async def test_one_after_another_through_those_missing(app: KioskApp, here: Here) -> None:
    fill(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, *["down"] * 9, "o")
        assert "Arjun" in said(app, "#whom")
        assert "1 of 26" in said(app, "#whom")
        await press(pilot, "n")
        assert "2 of 26" in said(app, "#whom")
        name = said(app, "#whom").splitlines()[1].split()[1]
        assert isinstance(app.screen, Invite)
        assert app.screen.shown is not None
        code = app.screen.shown.id
        await press(pilot, "n")
        assert "3 of 26" in said(app, "#whom")
        assert f"Nobody used the code for {name}: taken back" in told(app)
        assert invitations.state(code, NOW) is InvitationState.ENDED
        code = app.screen.shown.id
        await press(pilot, "k")
        assert "4 of 26" in said(app, "#whom")
        assert invitations.state(code, NOW) is InvitationState.OPEN
        await press(pilot, "escape")
        assert isinstance(app.screen, JoinPlace)


async def test_without_phone_pages_no_code_is_made(here: Here) -> None:
    app = KioskApp(Settings(here.data), clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Invite([first_pupil(here)]), here)
        assert "no phone pages on this device" in said(app, "#trouble")
        assert app.screen.query_one("#trouble").display
        assert app.screen.query_one(QrCode).rows == 0
    assert invited(here) == []


async def test_while_phone_pages_have_failed_there_is_no_code(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.phone_pages.state, app.phone_pages.problem = "failed", "Port 8080 is taken."
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "i")
        screen = app.screen
        assert isinstance(screen, Invite)
        assert "Port 8080 is taken." in said(app, "#trouble")
        assert not screen.query_one(QrCode).display
        assert invited(here) == []
        app.phone_pages.state = "running"
        screen._tick()
        await settled(pilot)
        assert not screen.query_one("#trouble").display
        assert screen.query_one(QrCode).rows == 19
        assert screen.shown is not None
        app.phone_pages.state = "failed"
        screen._tick()
        await settled(pilot)
        assert not screen.query_one(QrCode).display
        app.session.begin(pupil=first_pupil(here))
        await screen.may_show()
        assert "tell your teacher" in said(app, "#trouble")
        assert "8080" not in said(app, "#trouble")
        app.phone_pages.state = "running"
        await screen.may_show()
        assert screen.query_one(QrCode).display
    assert len(invited(here)) == 1


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


async def test_r21_letters_go_to_those_missing_or_ticked(
    app: KioskApp, here: Here, tmp_path: Path
) -> None:

    fill(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "l")
        assert isinstance(app.screen, Letters)
        assert "26 letters" in str(app.screen.query_one("#make", Button).label)
        await press(pilot, "f4", "space")
        assert "1 letter " in str(app.screen.query_one("#make", Button).label)
        app.screen.query_one("#phone", Input).value = "020 7946 0123"
        await press(pilot, "ctrl+s")
        app.screen.query_one("#folder", Input).value = str(tmp_path)
        await pilot.click("#save")
        await settled(pilot)
        await settled(pilot)
        assert "1 letter in" in told(app)
        assert isinstance(app.screen, JoinPlace)
    pages = PdfReader(tmp_path / "Maple letters home.pdf").pages
    assert len(pages) == 1
    assert "Aisha Surname00, Maple" in pages[0].extract_text()
    assert "020 7946 0123" in pages[0].extract_text()
    found = school.current()
    assert found
    assert found.office_phone == "020 7946 0123"


async def test_letters_that_cannot_be_written_invite_nobody(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, JoinPlace(), here)
        await press(pilot, "l", "ctrl+s")
        (tmp_path / "gone").mkdir()
        app.screen.query_one("#folder", Input).value = str(tmp_path / "gone")
        monkeypatch.setattr("kiosk.screens.where_to_save._folder", lambda _: tmp_path / "none")
        await pilot.click("#save")
        await settled(pilot)
        await settled(pilot)
        assert "There is no folder" in told(app)
    assert invited(here) == []


async def test_letters_without_an_address_say_so(here: Here) -> None:
    app = KioskApp(Settings(here.data), clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, Letters([first_pupil(here)], here.pupil_ids), here)
        assert "KIOSK_PUBLIC_URL" in said(app, "#hint")
        assert app.screen.query_one("#make", Button).disabled


def withdrawn_before(here: Here) -> ParentsOf:
    """Somebody waits who has the name of one whose access was ended."""
    before = asks(here, 9, "Zoë Stranger", "aunt", ago=900)
    invitations.confirm(here.leader, before, here.pupil_ids[9], NOW)
    withdrawal.withdraw(here.leader, before, "Court order", NOW)
    asks(here, 9, "Zoe Stranger", "mother")
    return ParentsOf(here.pupil_ids[9])


PLACES: dict[str, tuple[Callable[[Here], Any], tuple[str, ...]]] = {
    "board": (lambda here: JoinPlace(), ()),
    "confirm": (lambda here: JoinPlace(), ("enter",)),
    "invite": (lambda here: Invite([first_pupil(here), row_of(here, 6).pupil]), ()),
    "parents": (lambda here: ParentsOf(here.pupil_ids[1]), ()),
    "ended": (withdrawn_before, ()),
    "careful": (withdrawn_before, ("enter",)),
    "withdraw": (lambda here: ParentsOf(here.pupil_ids[1]), ("w",)),
    "another-phone": (lambda here: AnotherPhone(row_of(here, 1).parents[0]), ()),
    "letters": (
        lambda here: Letters(
            [it.pupil for it in invitations.board(here.leader, here.maple.id, NOW)],
            here.pupil_ids[6:20],
        ),
        (),
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_looks(
    snap_compare: Any, looking: Callable[[Look], KioskApp], look: Look, here: Here, place: str
) -> None:
    fill(here)
    make, keys = PLACES[place]

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, make(here), here)
        await press(pilot, *keys)

    assert snap_compare(looking(look), terminal_size=look.size, run_before=before)


def test_looks_when_used(
    snap_compare: Any, looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, Invite([first_pupil(here)]), here)
        screen = pilot.app.screen
        assert isinstance(screen, Invite)
        assert screen.shown is not None
        joining.join(screen.shown.code, "Sam Okafor", "mother", "phone", NOW)
        screen.ask_state()
        await settled(pilot)

    assert snap_compare(looking(look), terminal_size=look.size, run_before=before)
