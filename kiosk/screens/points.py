"""Points: the class as tiles, the skills beside it, and what was just given."""

from __future__ import annotations

from collections.abc import Collection

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.layout import Layout
from textual.screen import Screen
from textual.widgets import Static

from db import board, roster
from db.board import Board
from db.clock import DEFAULT_TIME_ZONE
from db.records import Skill
from kiosk.messages import PupilChosen
from kiosk.screens.attendance import Attendance
from kiosk.screens.awarding import Awarding
from kiosk.screens.group_maker import GroupMaker
from kiosk.screens.groups import Groups
from kiosk.screens.note import Note
from kiosk.screens.one_of import OneOf
from kiosk.screens.picker import Picker
from kiosk.screens.place import Kiosk
from kiosk.screens.points_feed import PointsFeed
from kiosk.screens.points_layout import WIDE, PointsLayout
from kiosk.screens.reports import Reports
from kiosk.screens.skill_palette import AllSkills
from kiosk.screens.skills import Skills
from kiosk.screens.timer import Timer
from kiosk.text import count, safe
from kiosk.widgets.chosen_bar import ChosenBar
from kiosk.widgets.feed import Feed
from kiosk.widgets.pupil_grid import PupilGrid
from kiosk.widgets.skill_palette import SkillPalette

HOW_TO_FILL = "A leader adds the class list under Staff."
MORE: dict[str, tuple[str, type[Screen[None]] | None]] = {
    "class": ("🏫  Another class (F8)", None),
    "register": ("✅  Register of today (F7)", Attendance),
    "picker": ("🎲  Pick somebody", Picker),
    "timer": ("⏳  Timer", Timer),
    "group-maker": ("🧩  Make groups", GroupMaker),
    "groups": ("👥  Groups of this class", Groups),
    "skills": ("⭐  Skills", Skills),
    "reports": ("📊  Reports", Reports),
}


class Points(Awarding):
    CSS_PATH = "points.tcss"
    TITLE_WORDS = "Points"
    BLANK = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    BINDINGS = [
        Binding("f2", "everybody", "All"),
        Binding("f3", "group", "Group"),
        Binding("f4", "note", "Note"),
        Binding("f6", "feed", "Today"),
        Binding("f7", "attendance", "Register", show=False),
        Binding("f8", "choose_class", "Class", show=False),
        Binding("f9", "more", "More"),
        Binding("insert", "all_skills", "All skills", show=False),
        Binding("escape", "back", "Back"),
    ]

    def __init__(self, board: Board | None = None) -> None:
        """With a `board` it is drawn at once; without one it reads its own."""
        super().__init__(board)
        self.note = ""
        self._places = PointsLayout()
        self._fresh = board is not None

    @classmethod
    async def ready(cls, kiosk: Kiosk) -> Points:
        """The screen with the class on it, read first, so that it is laid out only once.

        Raises `Problem` when the class cannot be read.
        """
        here = kiosk.school_class
        if here is None:
            return cls()
        return cls(await kiosk.store.run(board.board, here.id, kiosk.now()))

    def compose_place(self) -> ComposeResult:
        self.add_class("-narrow" if self.app.size.width < WIDE else "-wide")
        found = self.board
        nobody = Static("", id="nobody")
        nobody.display = False
        yield PupilGrid(found.tiles if found else (), id="pupils")
        yield nobody
        yield ChosenBar(id="chosen")
        yield SkillPalette(found.skills if found else (), id="palette")
        yield Static("Today", id="today")
        yield Feed(id="feed")

    @property
    def layout(self) -> Layout:
        return self._places

    def on_mount(self) -> None:
        self.query_one(PupilGrid).focus()
        if self.board is not None:
            self._show_rest(self.board)

    def on_screen_resume(self) -> None:
        if not self._fresh:
            self.load()
        self._fresh = False

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """Show the class as the records have it, once nothing is on its way to them."""
        here = self.kiosk.school_class
        if here is None:
            self._show_nobody(f"There is no class yet. {HOW_TO_FILL}")
            return
        while True:
            await self.all_landed()
            turn = self.turn
            found = await self.store.run(board.board, here.id, self.kiosk.now())
            if turn == self.turn:
                break
        await self._show(found)

    async def _show(self, found: Board) -> None:
        moved = self.board is not None and self.board.school_class.id != found.school_class.id
        self.board = found
        grid = self.query_one(PupilGrid)
        if moved:
            grid.choose(())
            self.note = ""
        with self.app.batch_update():
            await grid.show(found.tiles)
            await self.query_one(SkillPalette).show(found.skills)
            self._show_rest(found)

    def _show_rest(self, found: Board) -> None:
        """What is drawn in one piece, or follows from the tiles."""
        school = self.kiosk.school
        self.kiosk.school_class = found.school_class
        self.query_one(Feed).show(
            found.acts,
            school.time_zone if school else DEFAULT_TIME_ZONE,
            failed=[it.act for it in self.failed.values() if self.shows(it)],
        )
        nobody = f"Nobody is in {found.school_class.name} yet. {HOW_TO_FILL}"
        self._show_nobody("" if found.tiles else nobody)
        self._show_chosen()
        self.refresh_banner()

    def _show_nobody(self, words: str) -> None:
        nobody = self.query_one("#nobody", Static)
        if words or nobody.display:
            nobody.update(safe(words))
            nobody.display = bool(words)
            self.query_one(PupilGrid).display = not words

    def _show_chosen(self) -> None:
        grid = self.query_one(PupilGrid)
        names = [grid.name_of(it) for it in grid.chosen]
        self.query_one(ChosenBar).show_chosen(names, self.note)

    # Whom

    def on_pupil_chosen(self, event: PupilChosen) -> None:
        self.query_one(PupilGrid).toggle(event.pupil_id)
        self._show_chosen()

    def on_pupil_grid_searched(self, event: PupilGrid.Searched) -> None:
        grid = self.query_one(PupilGrid)
        name = grid.name_of(event.found) if event.found is not None else ""
        self.query_one(ChosenBar).show_typed(event.typed, name)

    def action_everybody(self) -> None:
        """Everybody who is here, or nobody when they all are chosen already."""
        grid = self.query_one(PupilGrid)
        self._choose(() if grid.chosen == grid.present else grid.present)
        if grid.present and len(grid.present) < len(grid):
            away = len(grid) - len(grid.present)
            self.say(f"{count(away, 'pupil is', 'pupils are')} absent and left out.")

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_group(self) -> None:
        """Those of a group who are here."""
        groups = self.board.groups if self.board else ()
        if not groups:
            self.say("This class has no groups yet. Make them under More (F9).")
            return
        choices = [
            (str(it.id), f"{it.name}  ({count(len(it.pupil_ids), 'pupil')})") for it in groups
        ]
        answer = await self.app.push_screen_wait(OneOf("Which group?", choices))
        present = set(self.query_one(PupilGrid).present)
        for group in groups:
            if str(group.id) == answer:
                self._choose(present.intersection(group.pupil_ids))

    def _choose(self, pupil_ids: Collection[int]) -> None:
        grid = self.query_one(PupilGrid)
        grid.forget_typed()
        grid.choose(set(pupil_ids))
        self._show_chosen()

    # What for

    def on_key(self, event: events.Key) -> None:
        """A digit is a skill's key wherever the focus is; letters are the start of a name."""
        character = event.character or ""
        skill = self.query_one(SkillPalette).with_key(character)
        if skill is not None and character.isdigit():
            event.stop()
            self.give(skill)
        elif character.isalpha() and event.is_printable:
            event.stop()
            grid = self.query_one(PupilGrid)
            grid.focus()
            grid.search(character)

    def on_skill_palette_chosen(self, event: SkillPalette.Chosen) -> None:
        self.give(event.skill)

    def on_skill_palette_more_wanted(self) -> None:
        self.action_all_skills()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_all_skills(self) -> None:
        if self.board is not None:
            skill = await self.app.push_screen_wait(AllSkills(self.board.skills))
            if skill is not None:
                self.give(skill)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_note(self) -> None:
        """Words that go with the next award."""
        note = await self.app.push_screen_wait(Note(self.note))
        if note is not None:
            self.note = note
            self._show_chosen()

    def give(self, skill: Skill) -> None:
        """The skill's points to the chosen pupils, or to the one whose name was just typed."""
        grid = self.query_one(PupilGrid)
        ids = grid.chosen or (() if grid.found is None else (grid.found,))
        if not ids:
            self.query_one(ChosenBar).show_news("Choose one or more pupils first, then the skill.")
            return
        note, self.note = self.note, ""
        self._choose(())
        self.start(skill, ids, note)

    # Where to

    def action_feed(self) -> None:
        """Beside the tiles where there is room, else a screen of its own."""
        feed = self.query_one(Feed)
        if self.has_class("-narrow"):
            self.app.push_screen(PointsFeed())
        else:
            feed.focus()

    def action_attendance(self) -> None:
        self.app.push_screen(Attendance())

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_choose_class(self) -> None:
        """The teacher's own classes first, then all others: home classes, sets and clubs."""
        classes = await self.store.run(roster.classes)
        staff, here = self.staff, self.kiosk.school_class
        own = await self.store.run(roster.taught_by, staff.id) if staff else frozenset()
        choices = [
            (str(it.id), f"{it.name}  ({count(it.pupils, 'pupil')})")
            for it in sorted(classes, key=lambda it: it.id not in own)
        ]
        now = str(here.id) if here else None
        answer = await self.app.push_screen_wait(OneOf("Which class?", choices, now=now))
        for school_class in classes:
            if str(school_class.id) == answer:
                self.kiosk.school_class = school_class
                self.load()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_more(self) -> None:
        """What a teacher uses beside points, and where points are looked after."""
        choices = [(name, words) for name, (words, _) in MORE.items()]
        answer = await self.app.push_screen_wait(OneOf("What would you like to do?", choices))
        if answer is None:
            return
        place = MORE[answer][1]
        if place is None:
            self.action_choose_class()
        else:
            self.app.push_screen(place())

    async def action_back(self) -> None:
        """First what was typed goes, then what was chosen, and then this screen."""
        grid = self.query_one(PupilGrid)
        if grid.typed:
            grid.forget_typed()
        elif grid.chosen or self.note:
            self.note = ""
            self._choose(())
        else:
            await super().action_back()
