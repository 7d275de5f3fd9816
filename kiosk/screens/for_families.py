"""What the school chooses for its families: comments, reports, points at home, words, links."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center

from db import family_rules
from db.family_rules import Rules
from db.records import Role
from kiosk.messages import RecordsChanged
from kiosk.screens.place import Place
from kiosk.screens.school_links import SchoolLinks
from kiosk.screens.word_list import WordList
from kiosk.widgets.big_place import BigPlace
from kiosk.widgets.place_grid import PlaceGrid


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to switch on or off; `rule` is the field of `Rules`. What it means, either way."""

    rule: str
    icon: str
    name: str
    key: str
    on: str
    off: str


CHOICES = (
    Choice(
        *("comments_wait", "💬", "Every comment waits", "1"),
        "No parent reads a comment before staff have let it through.",
        "Comments show at once; only words on the list wait.",
    ),
    Choice(
        *("reports_hide", "🚩", "Reports hide", "2"),
        "What somebody reports is hidden until a leader has decided.",
        "What somebody reports stays where it is until a leader has decided.",
    ),
    Choice(
        *("needs_work_at_home", "🔻", "Needs work at home", "3"),
        "Parents see what took points away, too.",
        "Parents see only what points were given for.",
    ),
)
STATES = {True: "yes", False: "no"}


class ForFamilies(Place):
    """Leaders choose all of it; the office keeps the links."""

    CSS_PATH = "for_families.tcss"
    TITLE_WORDS = "For families"
    BINDINGS = [
        *(Binding(it.key, f"turn('{it.rule}')", it.name, show=False) for it in CHOICES),
        Binding("4,w", "words", "Word list", show=False),
        Binding("5,l", "links", "Links", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rules = Rules()

    def compose_place(self) -> ComposeResult:
        with Center(), PlaceGrid(id="entries"):
            if self._is_leader:
                for it in CHOICES:
                    yield BigPlace(it.rule, it.icon, it.name, it.key, "")
                yield BigPlace("words", "📃", "Word list", "4", "Words that wait for staff")
            yield BigPlace(
                "links", "🔗", "Our website and policies", "5", "One tap away for everybody"
            )

    @property
    def _is_leader(self) -> bool:
        return self.staff is not None and self.staff.role is Role.LEADER

    def on_mount(self) -> None:
        self.query_one(PlaceGrid).children[0].focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        self._rules = await self.store.run(family_rules.rules)
        self._show()

    def _show(self) -> None:
        if not self._is_leader:
            return
        for it in CHOICES:
            is_on = bool(getattr(self._rules, it.rule))
            place = self.query_one(f"#{it.rule}", BigPlace)
            place.show(name=f"{it.name}: {STATES[is_on]}", line=it.on if is_on else it.off)

    def on_big_place_chosen(self, event: BigPlace.Chosen) -> None:
        if event.place in ("words", "links"):
            getattr(self, f"action_{event.place}")()
        else:
            self.action_turn(event.place)

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_turn(self, rule: str) -> None:
        """Switch it on or off, for what happens from now on."""
        if not self._is_leader:
            return
        now = await self.store.run(family_rules.rules)
        chosen = replace(now, **{rule: not getattr(now, rule)})
        self._rules = await self.store.run(
            family_rules.choose, self.staff, chosen, self.kiosk.now()
        )
        self._show()

    def action_words(self) -> None:
        if self._is_leader:
            self.app.push_screen(WordList())

    def action_links(self) -> None:
        self.app.push_screen(SchoolLinks())
