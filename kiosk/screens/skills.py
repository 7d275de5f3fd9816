"""Skills: what points are given for."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from db import skills
from db.records import Kind, Skill
from kiosk.screens.place import Place
from kiosk.screens.skill_edit import KIND_WORDS, SkillEdit, free_key
from kiosk.screens.sure import Sure
from kiosk.text import count, shorten

NAME_CELLS = skills.SKILL_LENGTH


class Skills(Place):
    """One line a skill, by kind; those out of use stand below. A tap or Enter changes one."""

    CSS_PATH = "skills.tcss"
    TITLE_WORDS = "Skills"
    BINDINGS = [
        Binding("n", "add", "New"),
        Binding("r", "retire_or_bring_back", "Out of use / back"),
    ]

    def compose_place(self) -> ComposeResult:
        yield OptionList(id="skills")
        with Horizontal(id="buttons"):
            yield Button("New (N)", id="add", variant="primary")
            yield Button("Change (Enter)", id="change")
            yield Button("Take out of use (R)", id="retire_or_bring_back")

    def on_mount(self) -> None:
        self.found: dict[str, Skill] = {}
        self.query_one("#skills").focus()
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self, mark: int | None = None) -> None:
        """The list as it is now; `mark` is the skill whose line to mark."""
        before = self._marked()
        wanted = str(mark or (before.id if before else ""))
        found = await self.store.run(skills.skills, with_retired=True)
        self.found = {str(it.id): it for it in found}
        shown = self.query_one("#skills", OptionList)
        shown.clear_options()
        heading = ""
        for skill in found:
            words = "Out of use" if skill.retired else KIND_WORDS[skill.kind]
            if words != heading:
                heading = words
                shown.add_option(Option(Content.styled(heading, "bold $primary"), disabled=True))
            shown.add_option(Option(_line(skill), id=str(skill.id)))
        if found:
            shown.highlighted = shown.get_option_index(
                wanted if wanted in self.found else str(found[0].id)
            )

    def on_option_list_option_highlighted(self) -> None:
        marked = self._marked()
        self.query_one("#retire_or_bring_back", Button).label = (
            "Bring back (R)" if marked and marked.retired else "Take out of use (R)"
        )

    def on_option_list_option_selected(self) -> None:
        self.action_change()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("#skills").focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    def action_add(self) -> None:
        self.edit(None)

    def action_change(self) -> None:
        marked = self._marked()
        if marked is not None and marked.retired:
            self.action_retire_or_bring_back()
        elif marked is not None:
            self.edit(marked)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def edit(self, skill: Skill | None) -> None:
        used = [it for it in self.found.values() if not it.retired]
        school = self.kiosk.school
        kinds = tuple(
            it for it in Kind if it is not Kind.NEEDS_WORK or (school and school.needs_work)
        )
        edited = await self.app.push_screen_wait(SkillEdit(skill, kinds, free_key(used)))
        if edited is not None and edited.retire:
            self.retire(edited.skill)
        elif edited is not None:
            self.load(edited.skill.id)

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_retire_or_bring_back(self) -> None:
        marked = self._marked()
        if marked is None:
            return
        if marked.retired:
            question, yes = f"Use {marked.name} again?", "Bring back"
        else:
            question = (
                f"Take {marked.name} out of use? Points given for it stay, "
                "and it can be brought back."
            )
            yes = "Take out of use"
        if await self.app.push_screen_wait(Sure(question, yes=yes, no="Keep as it is")):
            self.retire(marked)

    @work(group="save", exclusive=True, exit_on_error=False)
    async def retire(self, skill: Skill) -> None:
        """Out of use, or back."""
        operation = skills.bring_back if skill.retired else skills.retire
        done = await self.ask(self.store.run(operation, self.staff, skill.id, self.kiosk.now()))
        if done is not None:
            self.load(done.id)
            if done.key != skill.key:
                self.say(f"{done.name} has no key now: another skill took {skill.key.upper()}.")

    def _marked(self) -> Skill | None:
        shown = self.query_one("#skills", OptionList)
        if shown.highlighted is None:
            return None
        return self.found.get(shown.get_option_at_index(shown.highlighted).id or "")


def _line(skill: Skill) -> Content:
    name = shorten(skill.name, NAME_CELLS)
    gap = " " * (NAME_CELLS + 2 - Content(name).cell_length)
    key = f" {skill.key.upper()} " if skill.key else "   "
    worth = count(abs(skill.points), "point")
    if skill.points < 0:
        worth = f"{worth} off"
    return Content.assemble(
        f"  {skill.icon} ",
        (name, "bold"),
        gap,
        (key, "reverse") if skill.key else key,
        f"  {worth}",
    )
