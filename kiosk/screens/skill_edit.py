"""A skill: its name, picture, kind, weight and key."""

from __future__ import annotations

from dataclasses import dataclass

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from db import skills
from db.policy import Problem
from db.records import Kind, Skill
from kiosk.screens.place import InKiosk
from kiosk.text import plain, safe
from kiosk.widgets.icon_choice import IconChoice
from kiosk.widgets.pills import Pills

KIND_WORDS = {
    Kind.EFFORT: "Effort",
    Kind.VALUE: "Value",
    Kind.ACHIEVEMENT: "Achievement",
    Kind.NEEDS_WORK: "Needs work",
}
KEYS = "1234567890abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Edited:
    """What the dialog gives: the skill as it was saved, or the wish to take it out of use."""

    skill: Skill
    retire: bool = False


class SkillEdit(InKiosk, ModalScreen[Edited | None]):
    """Saves the skill itself, so that what does not fit is said beside the words in question.

    Gives None when nothing was saved. `kinds` are those the school uses.
    """

    CSS_PATH = "skill_edit.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, skill: Skill | None, kinds: tuple[Kind, ...], free_key: str = "") -> None:
        super().__init__()
        self._skill = skill
        self._kinds = kinds
        self._key = skill.key if skill else free_key

    def compose(self) -> ComposeResult:
        skill = self._skill
        with Vertical(classes="dialog"):
            yield Static("Change a skill" if skill else "A new skill", classes="title")
            with Horizontal(classes="row"):
                yield Label("Name")
                yield Input(
                    plain(skill.name) if skill else "",
                    placeholder="Helping others",
                    max_length=skills.SKILL_LENGTH,
                    id="skill-name",
                    compact=True,
                )
            yield IconChoice(skills.ICONS, skill.icon if skill else skills.ICONS[0], id="icon")
            with Horizontal(classes="row"):
                yield Label("Kind")
                yield Pills(
                    [(kind.value, KIND_WORDS[kind]) for kind in self._kinds],
                    (skill.kind if skill else Kind.EFFORT).value,
                    id="kind",
                )
            with Horizontal(classes="row"):
                yield Label("Points")
                yield Pills(
                    [(str(it), f" {it} ") for it in range(1, skills.HEAVIEST + 1)],
                    str(abs(skill.points) if skill else 1),
                    id="weight",
                )
                yield Label("Key", id="key-label")
                yield Input(plain(self._key), max_length=1, id="key", compact=True)
            yield Static(
                "Points given already keep their name and weight." if skill else "",
                id="sentence",
                classes="sentence",
            )
            with Horizontal(classes="buttons"):
                yield Button("Save", id="save", variant="primary")
                yield Button("Back", id="back")
                if skill:
                    yield Button("Take out of use", id="retire", variant="warning")

    def on_mount(self) -> None:
        self.query_one("#skill-name", Input).focus()

    def on_input_submitted(self) -> None:
        self.action_save()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_save()
        elif event.button.id == "retire" and self._skill is not None:
            self.dismiss(Edited(self._skill, retire=True))
        else:
            self.dismiss(None)

    @work(group="save", exclusive=True, exit_on_error=False)
    async def action_save(self) -> None:
        try:
            saved = await self.store.run(
                skills.save,
                self.staff,
                self.kiosk.now(),
                skill_id=self._skill.id if self._skill else None,
                name=self.query_one("#skill-name", Input).value,
                icon=self.query_one("#icon", IconChoice).value,
                key=self.query_one("#key", Input).value,
                kind=Kind(self.query_one("#kind", Pills).value),
                points=int(self.query_one("#weight", Pills).value),
            )
        except Problem as problem:
            sentence = self.query_one("#sentence", Static)
            sentence.update(safe(str(problem)))
            sentence.add_class("wrong")
        else:
            self.dismiss(Edited(saved))

    def action_cancel(self) -> None:
        self.dismiss(None)


def free_key(used: list[Skill]) -> str:
    """The first key that no skill has."""
    taken = {skill.key for skill in used}
    return next((key for key in KEYS if key not in taken), "")
