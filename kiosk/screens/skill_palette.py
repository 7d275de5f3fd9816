"""All skills at once, where the strip under the tiles has no room for them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from db.records import Skill
from kiosk.screens.place import InKiosk
from kiosk.widgets.skill_palette import SkillPalette


class AllSkills(InKiosk, ModalScreen[Skill | None]):
    """Gives the chosen skill, or None. Here letters are keys of skills, too."""

    CSS_PATH = "skill_palette.tcss"
    BINDINGS = [Binding("escape", "cancel", "Back", show=False)]

    def __init__(self, skills: Sequence[Skill]) -> None:
        super().__init__()
        self._skills = skills

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("What for?", classes="title")
            yield SkillPalette(id="all")
            yield Static("A tap, Enter or its key chooses · Esc goes back", classes="hint")

    async def on_mount(self) -> None:
        palette = self.query_one(SkillPalette)
        await palette.show(self._skills)
        palette.focus()

    def on_skill_palette_chosen(self, event: SkillPalette.Chosen) -> None:
        self.dismiss(event.skill)

    def action_cancel(self) -> None:
        self.dismiss(None)
