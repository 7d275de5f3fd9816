"""Names of every kind in every screen that shows a name: nothing crashes, nothing acts.

What is looked at is what is drawn: each character of each strip, and each cell's style, which is
where Textual keeps an action that a tap would fire. `tests/e2e/test_hostile_names.py` looks at the
bytes that reach a real terminal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Button, Checkbox, Collapsible, Label, OptionList, Select, Static
from textual.widgets.option_list import Option

from db import agreement, board, models
from db import portfolio_review as review
from db.classlists import BadRow, BadRows, Changes, ColumnsUnknown, Line
from db.connection import reading, writing
from db.family_records import Asked, Contact, Parent, PhotoAnswer, PhotoUse, Waiting
from db.records import Kind, Promise, Pupil, Role, Signature, Skill, Staff
from db.report_rows import Whom
from kiosk.app import KioskApp
from kiosk.screens.agreement import AgreementPlace
from kiosk.screens.agreement_overview import AgreementOverview
from kiosk.screens.agreement_wording import AgreementWording
from kiosk.screens.another_phone import AnotherPhone
from kiosk.screens.attendance import Attendance
from kiosk.screens.back_up import BackUp
from kiosk.screens.bad_rows import BadRowsFound
from kiosk.screens.choose_class import ChooseClass
from kiosk.screens.choose_pictures import ChoosePictures
from kiosk.screens.class_goal import ClassGoal
from kiosk.screens.class_list_preview import ClassListPreview
from kiosk.screens.class_portfolios import ClassPortfolios
from kiosk.screens.confirm_parent import ConfirmParent
from kiosk.screens.edit_promise import EditPromise
from kiosk.screens.group_maker import GroupMaker
from kiosk.screens.group_name import GroupName
from kiosk.screens.groups import Groups
from kiosk.screens.home import Home
from kiosk.screens.invite import Invite
from kiosk.screens.join import JoinPlace
from kiosk.screens.keep_apart import KeepApart
from kiosk.screens.letters import Letters
from kiosk.screens.my_portfolio import MyPortfolio
from kiosk.screens.new_pin import NewPin
from kiosk.screens.note import Note
from kiosk.screens.office_phone import OfficePhone
from kiosk.screens.one_of import OneOf
from kiosk.screens.parents import ParentsOf
from kiosk.screens.photo_history import PhotoHistory
from kiosk.screens.photo_permission import PhotoPermissions
from kiosk.screens.picker import Picker
from kiosk.screens.picture_code import PictureCode
from kiosk.screens.picture_codes import PictureCodes
from kiosk.screens.place import InKiosk
from kiosk.screens.points import Points
from kiosk.screens.points_feed import ActCard, PointsFeed
from kiosk.screens.portfolio import PortfolioPlace
from kiosk.screens.portfolio_item import PortfolioItem
from kiosk.screens.promises import Promises
from kiosk.screens.pupil_gallery import PupilGallery
from kiosk.screens.pupil_portfolio import PupilPortfolio
from kiosk.screens.report_whom import ReportWhom
from kiosk.screens.reports import Reports
from kiosk.screens.review_list import ReviewList
from kiosk.screens.review_queue import ReviewQueue
from kiosk.screens.review_words import ReviewWords
from kiosk.screens.show_groups import ShowGroups
from kiosk.screens.sign import Sign
from kiosk.screens.sign_in import SignIn
from kiosk.screens.signed_agreement import SignedAgreementPlace
from kiosk.screens.skill_edit import SkillEdit
from kiosk.screens.skill_palette import AllSkills
from kiosk.screens.skills import Skills
from kiosk.screens.staff_list import StaffList
from kiosk.screens.staff_room import StaffRoom
from kiosk.screens.sure import Sure
from kiosk.screens.thank_you import ThankYou
from kiosk.screens.timer import Timer
from kiosk.screens.upload_link import UploadLink
from kiosk.screens.which_column import WhichColumn
from kiosk.screens.withdraw import Withdraw
from kiosk.screens.working import Working
from kiosk.screens.write_piece import WritePiece
from kiosk.text import safe
from kiosk.widgets.group_wall import Named
from tests.conftest import NOW, TODAY, Here
from tests.names import HOSTILE
from tests.screens import hostile_school
from tests.screens.conftest import settled
from tests.screens.hostile_walk import here_and_there, look, pupil
from tests.test_screens_are_in_the_kiosk import SCREENS as EVERY_SCREEN

EVERY_WORD = "\n".join(HOSTILE)
LINES = tuple(Line(name, name) for name in HOSTILE)
SKILL = Skill(1, HOSTILE[9], "⭐", "a", Kind.EFFORT, 1)


def signature(name: str = HOSTILE[0]) -> Signature:
    return Signature(name, name, 1, name, (), NOW, TODAY)


SCREENS: dict[str, Callable[[], object]] = {
    it.__name__: it
    for it in (
        *(Home, SignIn, AgreementPlace, StaffRoom, StaffList, ClassGoal, ChooseClass, BackUp),
        *(Points, PointsFeed, Attendance, Skills, Groups, Picker, Timer, GroupMaker, KeepApart),
        *(Reports, AgreementOverview, AgreementWording, PictureCodes, Promises),
        *(JoinPlace, ClassPortfolios, ReviewQueue, PhotoPermissions, PortfolioPlace),
    )
}


def shown(make: Callable[[], object]) -> None:
    SCREENS[make.__name__] = make


@shown
def picture_code() -> object:
    return PictureCode(pupil())


@shown
def choose_pictures() -> object:
    return ChoosePictures(pupil(HOSTILE[9]))


@shown
def bad_rows() -> object:
    return BadRowsFound(BadRows([BadRow(it, 3, it) for it in HOSTILE]))


@shown
def changes() -> object:
    return ClassListPreview(
        EVERY_WORD, Changes(LINES, LINES, LINES, LINES, LINES, notes=tuple(HOSTILE)), yes="Yes"
    )


@shown
def which_column() -> object:
    return WhichColumn(
        ColumnsUnknown(HOSTILE[:8], [HOSTILE[8:16], HOSTILE[16:24]], {}, ["forename", "class"])
    )


@shown
def edit_promise() -> object:
    return EditPromise(HOSTILE[0], Promise(HOSTILE[1], HOSTILE[9]))


@shown
def group_name() -> object:
    return GroupName(HOSTILE[0], HOSTILE[9], hint=HOSTILE[1])


@shown
def new_pin() -> object:
    return NewPin(HOSTILE[0])


@shown
def note() -> object:
    return Note(HOSTILE[9])


@shown
def office_phone() -> object:
    return OfficePhone(HOSTILE[9])


@shown
def one_of() -> object:
    return OneOf(EVERY_WORD, [(str(key), name) for key, name in enumerate(HOSTILE)])


@shown
def one_act() -> object:
    return ActCard(board.board(1, NOW).acts[0])


@shown
def report_whom() -> object:
    return ReportWhom(Whom(1))


@shown
def all_skills() -> object:
    return AllSkills([SKILL] * 20)


@shown
def skill_edit() -> object:
    return SkillEdit(SKILL, (SKILL.kind,))


@shown
def show_groups() -> object:
    return ShowGroups([Named(name, (pupil(name), pupil(HOSTILE[0]))) for name in HOSTILE[:12]])


@shown
def sign() -> object:
    return Sign(agreement.current())


@shown
def thank_you() -> object:
    return ThankYou(HOSTILE[0], signature())


@shown
def signed() -> object:
    with reading():
        first = models.Signature.select().first()
    return SignedAgreementPlace(pupil_id=first.pupil_id)


@shown
def sure() -> object:
    return Sure(EVERY_WORD, yes=HOSTILE[0], no=HOSTILE[9])


@shown
def working() -> object:
    return Working(EVERY_WORD, lambda: None)


@shown
def pupil_portfolio() -> object:
    return PupilPortfolio(first_pupil())


def first_pupil() -> Pupil:
    """Whose portfolio has something in it, and who is signed in."""
    with reading():
        first = models.PortfolioItem.select().first()
    return Pupil(first.pupil_id, HOSTILE[0], HOSTILE[0], HOSTILE[0], "🐻")


@shown
def my_portfolio() -> object:
    return MyPortfolio(first_pupil())


@shown
def portfolio_item() -> object:
    return PortfolioItem(first_pupil(), 1)


@shown
def write_piece() -> object:
    return WritePiece(first_pupil())


@shown
def invite() -> object:
    return Invite([first_pupil()])


@shown
def parents_of() -> object:
    return ParentsOf(first_pupil().id)


@shown
def parents_with_somebody_who_waits() -> object:
    return ParentsOf(first_pupil().id + 1)


PARENT = Parent(1, HOSTILE[0], HOSTILE[9], Asked.CONFIRMED)


@shown
def another_phone() -> object:
    return AnotherPhone(PARENT)


@shown
def withdraw() -> object:
    return Withdraw(PARENT)


@shown
def confirm_parent() -> object:
    contacts = [Contact(name, name) for name in HOSTILE[:12]]
    return ConfirmParent(Waiting(1, HOSTILE[9], HOSTILE[0], pupil(), NOW), contacts)


@shown
def letters() -> object:
    return Letters([pupil(name) for name in HOSTILE[:20]], [1])


@shown
def upload_link() -> object:
    return UploadLink(first_pupil())


@shown
def pupil_gallery() -> object:
    with reading():
        first = models.PortfolioItem.select().first()
    return PupilGallery(Pupil(first.pupil_id, HOSTILE[0], HOSTILE[0], HOSTILE[0], "🐻"))


@shown
def review_list() -> object:
    return ReviewList(review.queue(Staff(1, HOSTILE[0], Role.LEADER), 1), 0)


@shown
def review_words() -> object:
    return ReviewWords(HOSTILE[0], HOSTILE[:9], yes=HOSTILE[9], most=200)


@shown
def photo_history() -> object:
    answers = [PhotoAnswer(PhotoUse.PORTFOLIO, True, name, NOW) for name in HOSTILE]
    return PhotoHistory(EVERY_WORD, answers, "Europe/London")


@shown
def textuals_own() -> object:
    return Zoo()


class Zoo(InKiosk, Screen[None]):
    """Textual's own widgets, given words as the kiosk gives them."""

    CSS = "Zoo > * { height: auto; max-height: 12; }"

    def compose(self) -> ComposeResult:
        for name in HOSTILE[:9]:
            yield Static(safe(name))
            yield Label(safe(name))
        yield Button(safe(HOSTILE[0]))
        yield Checkbox(safe(HOSTILE[0]))
        yield Select([(safe(HOSTILE[0]), 1)], value=1)
        yield OptionList(*[Option(safe(name)) for name in HOSTILE])
        yield Collapsible(title="literal")

    def on_mount(self) -> None:
        self.say(HOSTILE[0])
        self.say(HOSTILE[9], wrong=True)


def test_every_screen_is_looked_at() -> None:
    """A new screen comes into `SCREENS`, or into another file of this name, or here when it shows
    nobody's words."""
    wordless = {
        *("Place", "Awarding", "Welcome", "SetUp", "ClassListFile", "NewStaff"),
        *("WhereToSave", "ReportDates", "OwnTime", "PictureTest", "Reviewing", "PortfolioPages"),
        *("ShowsCode", "TakesFiles", "FilePages", "KeepsDraft"),
        *("OtherClass", "OwnPages", "WhoAreYou"),
    }
    files = Path(__file__).parent.glob("test_hostile_*.py")
    here = "\n".join(it.read_text("utf-8") for it in files)
    # Made here, or the first of a tuple of what makes a screen and what is done there.
    made = set(re.findall(r"(\w+)\(|\((?=[A-Z])(\w+), ", here))
    unseen = {it.__name__ for it in EVERY_SCREEN} - {name for names in made for name in names}
    assert unseen - set(SCREENS) - wordless == set()


@pytest.mark.parametrize("name", SCREENS)
async def test_names_of_every_kind(here: Here, hostile: KioskApp, name: str) -> None:
    async with hostile.run_test(size=(160, 50), notifications=True) as pilot:
        await here_and_there(pilot, SCREENS[name](), here)


@pytest.mark.parametrize("make", [Points, SignIn, AgreementPlace, Zoo], ids=lambda it: it.__name__)
async def test_no_tap_on_a_name_acts(
    here: Here, hostile: KioskApp, make: Callable[[], Screen[object]]
) -> None:
    """By real taps, along the first line of many widgets."""
    async with hostile.run_test(size=(80, 24), notifications=True) as pilot:
        screen = make()
        await here_and_there(pilot, screen, here)
        seen = [it.region.offset for it in screen.walk_children() if it.region and it.display]
        for x, y in dict.fromkeys(seen[:30]):
            for column in range(x, min(x + 20, 79), 9):
                if 0 <= y < 23 and hostile.screen is screen:
                    await pilot.click(offset=(column, y))
        await settled(pilot)
        assert hostile.is_running
        look(hostile)


async def test_each_name_in_the_places_that_show_one(here: Here, hostile: KioskApp) -> None:
    """School, class and goal on home; a signed-in person in the banner."""
    async with hostile.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for name in hostile_school.KEPT[::2]:
            with writing():
                models.School.update(name=name).execute()
                models.SchoolClass.update(name=name, goal_name=name).where(
                    models.SchoolClass.id == here.maple.id
                ).execute()
            await hostile.load_school()
            hostile.session.begin(pupil=pupil(name))
            await hostile.go_home(name)
            await settled(pilot)
            look(hostile)
