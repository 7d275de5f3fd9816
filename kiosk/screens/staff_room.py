"""What staff do besides teaching: classes, people, settings, leaving the kiosk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding

from db import classlists, people, to_do
from db import school as schools
from db.policy import Problem
from db.records import Role
from kiosk.screens.agreement_overview import AgreementOverview
from kiosk.screens.agreement_wording import AgreementWording
from kiosk.screens.attendance import Attendance
from kiosk.screens.back_up import BackUp
from kiosk.screens.choose_class import ChooseClass
from kiosk.screens.class_goal import ClassGoal
from kiosk.screens.class_list import AsksForClassList
from kiosk.screens.class_list_file import Later
from kiosk.screens.class_list_preview import ClassListPreview
from kiosk.screens.class_portfolios import ClassPortfolios
from kiosk.screens.for_families import ForFamilies
from kiosk.screens.groups import Groups
from kiosk.screens.homework_grid import HomeworkGrid
from kiosk.screens.my_posts import MyPosts
from kiosk.screens.new_pin import NewPin
from kiosk.screens.office_phone import OfficePhone
from kiosk.screens.photo_permission import PhotoPermissions
from kiosk.screens.picture_codes import PictureCodes
from kiosk.screens.picture_test import PictureTest
from kiosk.screens.place import Place
from kiosk.screens.reports import Reports
from kiosk.screens.skills import Skills
from kiosk.screens.staff_list import StaffList
from kiosk.screens.sure import Sure
from kiosk.screens.to_look_at import ToLookAt
from kiosk.screens.working import Working
from kiosk.styles.themes import WORDS as THEME_WORDS
from kiosk.text import count
from kiosk.widgets.big_place import BigPlace
from kiosk.widgets.place_grid import PlaceGrid

if TYPE_CHECKING:
    from db.classlists import Changes

EVERYBODY = frozenset(Role)
LEADERS = frozenset({Role.LEADER})
LISTS = frozenset({Role.LEADER, Role.OFFICE})


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the staff room, and whose it is. `of_class`: it needs a class to stand in."""

    place: str
    icon: str
    name: str
    key: str
    line: str
    roles: frozenset[Role] = EVERYBODY
    of_class: bool = False


ENTRIES = (
    Entry("goal", "🎯", "Class goal", "1", "What we save points for", of_class=True),
    Entry("attendance", "📋", "Attendance", "2", "Who is here today", of_class=True),
    Entry("groups", "👥", "Groups", "3", "Tables, reading groups", of_class=True),
    Entry("skills", "🌟", "Skills", "4", "What points are for"),
    Entry("reports", "📊", "Reports", "5", "Points over time", of_class=True),
    Entry("signed", "📝", "Agreement", "6", "Who has signed", of_class=True),
    Entry("codes", "🔑", "Picture codes", "7", "How pupils sign in", of_class=True),
    Entry("portfolios", "🎨", "Portfolios", "p", "Work to look at", of_class=True),
    Entry("photos", "📷", "Photo permission", "f", "Who may be shown", of_class=True),
    Entry("posts", "📖", "My posts", "m", "Drafts, and what comes"),
    Entry("homework", "📚", "Homework", "h", "Who has done what", of_class=True),
    Entry("look", "💬", "To look at", "l", "Comments, reports"),
    Entry("class", "🚪", "This device", "8", "Which class it is for"),
    Entry("pin", "🔢", "My PIN", "9", "Change my own PIN"),
    Entry("staff", "🧑", "Staff list", "s", "People, roles, PINs", LEADERS),
    Entry("import", "📥", "Class list", "i", "Import from a file", LISTS),
    Entry("office", "📞", "Office", "o", "Its telephone number", LISTS),
    Entry("families", "👪", "For families", "r", "Comments, words, website", LISTS),
    Entry("wording", "📜", "Wording", "w", "The agreement's words", LEADERS),
    Entry("needs-work", "🔻", "Needs work", "n", "", LEADERS),
    Entry("back-up", "💾", "Back up", "b", "Everything, in one file", LEADERS),
    Entry("pictures", "🌅", "Screen pictures", "d", "How this screen draws them"),
    Entry("theme", "🌗", "Theme", "t", ""),
    Entry("leave", "🛑", "Leave", "x", "End the kiosk"),
)
SCREENS: dict[str, type[Place]] = {
    "goal": ClassGoal,
    "attendance": Attendance,
    "groups": Groups,
    "skills": Skills,
    "reports": Reports,
    "signed": AgreementOverview,
    "codes": PictureCodes,
    "portfolios": ClassPortfolios,
    "photos": PhotoPermissions,
    "posts": MyPosts,
    "homework": HomeworkGrid,
    "look": ToLookAt,
    "class": ChooseClass,
    "staff": StaffList,
    "families": ForFamilies,
    "wording": AgreementWording,
    "back-up": BackUp,
    "pictures": PictureTest,
}


class StaffRoom(AsksForClassList, Place):
    """Shows what the person's role may do; the records decide anyway."""

    CSS_PATH = "staff_room.tcss"
    TITLE_WORDS = "Staff"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]
    BINDINGS = [Binding(it.key, f"go('{it.place}')", it.name, show=False) for it in ENTRIES]

    def __init__(self) -> None:
        super().__init__()
        self._to_do: to_do.ToDo | None = None  # not known yet

    def compose_place(self) -> ComposeResult:
        with PlaceGrid(id="entries"):
            for entry in self._mine():
                now = self._as_it_is(entry)
                yield BigPlace(now.place, now.icon, now.name, now.key, now.line)

    def on_mount(self) -> None:
        self.query_one(PlaceGrid).children[0].focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """What waits for this person in the stories."""
        self._to_do = await self.ask(self.store.run(to_do.to_do, self.staff))
        self._show_states()

    def on_big_place_chosen(self, event: BigPlace.Chosen) -> None:
        self.action_go(event.place)

    def action_go(self, place: str) -> None:
        entry = next((it for it in self._mine() if it.place == place), None)
        if entry is None:
            return
        if entry.of_class and self.kiosk.school_class is None:
            self.say("There are no classes yet. Please import a class list first.")
        elif place in SCREENS:
            self.app.push_screen(SCREENS[place]())
        elif place == "import":
            self.import_class_list()
        elif place == "office":
            self.set_office_phone()
        elif place == "pin":
            self.change_my_pin()
        elif place == "needs-work":
            self.switch_needs_work()
        elif place == "theme":
            self.next_theme()
        elif place == "leave":
            self.leave()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def import_class_list(self) -> None:
        """The same way as in set-up: choose, read, look, go ahead."""
        class_list = await self.ask_for_class_list(may_wait=False)
        if class_list is None or isinstance(class_list, Later):
            return
        changes = await self.look_at(class_list)
        if changes is None:
            return
        yes = "Close" if changes.nothing else "Import"
        agreed = await self.app.push_screen_wait(
            ClassListPreview("This is what the class list will do.", changes, yes=yes)
        )
        if not agreed or changes.nothing:
            return
        now, staff = self.kiosk.now(), self.staff
        working: Working[Changes] = Working(
            "Taking the class list in",
            lambda: classlists.apply(class_list, now, staff),
            may_stop=False,
        )
        done = await self.app.push_screen_wait(working)
        if isinstance(done, Problem):
            await self.tell(done)
        elif done is not None:
            await self.kiosk.load_school()
            self.refresh_banner()
            self.say(
                f"Imported: {len(done.new)} new, {len(done.changed)} changed, "
                f"{len(done.moved)} moved class, {count(len(done.left), 'leaver')}."
            )

    @work(group="go", exclusive=True, exit_on_error=False)
    async def set_office_phone(self) -> None:
        now = self.kiosk.school.office_phone if self.kiosk.school else ""
        number = await self.app.push_screen_wait(OfficePhone(now))
        if number is not None:
            await self.store.run(schools.set_office_phone, self.staff, number, self.kiosk.now())
            await self.kiosk.load_school()
            self.say("The office's telephone number is set.")

    @work(group="go", exclusive=True, exit_on_error=False)
    async def change_my_pin(self) -> None:
        staff = self.staff
        if staff is None:
            return
        pin = await self.app.push_screen_wait(NewPin(f"The PIN of {staff.name}", mine=staff))
        if pin is not None:
            await self.store.run(people.set_pin, staff, staff.id, pin, self.kiosk.now())
            self.say("Your new PIN is set.")

    @work(group="save", exclusive=True, exit_on_error=False)
    async def switch_needs_work(self) -> None:
        on = not (self.kiosk.school and self.kiosk.school.needs_work)
        await self.store.run(schools.switch_needs_work, self.staff, on, self.kiosk.now())
        await self.kiosk.load_school()
        self._show_states()

    @work(group="save", exclusive=True, exit_on_error=False)
    async def next_theme(self) -> None:
        """Light, dark, high contrast, and round again; seen at once and remembered."""
        names = list(THEME_WORDS)
        after = (names.index(self.app.theme) + 1) % len(names) if self.app.theme in names else 0
        await self.kiosk.remember(theme=names[after])
        self._show_states()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def leave(self) -> None:
        if await self.app.push_screen_wait(
            Sure("End the kiosk? This screen then shows the computer.", yes="End", no="Stay")
        ):
            self.kiosk.leave()

    def _mine(self) -> list[Entry]:
        role = self.staff.role if self.staff else None
        return [it for it in ENTRIES if role in it.roles]

    def _show_states(self) -> None:
        """Draw anew the entries that say how something is set."""
        for entry in map(self._as_it_is, self._mine()):
            if entry.place in ("theme", "needs-work", "posts", "look"):
                self.query_one(f"#{entry.place}", BigPlace).show(name=entry.name, line=entry.line)

    def _as_it_is(self, entry: Entry) -> Entry:
        if entry.place == "theme":
            words = THEME_WORDS.get(self.app.theme, "Light")
            return replace(entry, name=words, line="How the screen looks")
        if entry.place == "needs-work":
            on = bool(self.kiosk.school and self.kiosk.school.needs_work)
            line = "Points can go down" if on else "Points only go up"
            return replace(entry, name=f"Needs work: {'on' if on else 'off'}", line=line)
        waits = self._to_do
        if entry.place == "posts" and waits is not None and waits.hidden_photos:
            # R7: its writer hears of it, also where there is no room for the line.
            hidden = waits.hidden_photos
            words = f"{count(hidden, 'photo')} {'is' if hidden == 1 else 'are'} hidden"
            return replace(entry, name=f"{entry.name}: {hidden} 🚫", line=words)
        if entry.place == "look" and waits is not None and waits.to_look_at:
            number = waits.to_look_at
            words = f"🔔 {number} {'waits' if number == 1 else 'wait'} for you"
            return replace(entry, name=f"{entry.name}: {number}", line=words)
        return entry
