"""Groups of the class: Red table, Readers. Made, renamed, filled by tapping names, shown large."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from db import groups, roster
from db.records import Pupil, PupilGroup
from kiosk.screens.group_name import GroupName
from kiosk.screens.place import Place
from kiosk.screens.show_groups import ShowGroups
from kiosk.screens.sure import Sure
from kiosk.text import count, safe, shorten
from kiosk.widgets.group_wall import Named
from kiosk.widgets.pupil_picks import PupilPicks

NAME_CELLS = 20


class Groups(Place):
    """The marked group's members are ticked; a tap puts somebody in or out, saved at once."""

    CSS_PATH = "groups.tcss"
    TITLE_WORDS = "Groups"
    BINDINGS = [
        Binding("f2", "add", "New"),
        Binding("f3", "rename", "Rename"),
        Binding("f4", "show_large", "Show"),
        Binding("delete", "remove", "Remove", key_display="del"),
    ]

    def compose_place(self) -> ComposeResult:
        with Horizontal():
            with Vertical(id="left"):
                yield OptionList(id="groups")
                yield Static(
                    "No groups yet. Make one, then tap the pupils who are in it.", id="none"
                )
            with Vertical(id="right"):
                yield Static("", id="whose")
                yield PupilPicks(empty="This class has no pupils.", id="names")
        with Horizontal(id="buttons"):
            yield Button("New", id="add", variant="primary")
            yield Button("Rename", id="rename")
            yield Button("Show large", id="show_large")
            yield Button("Remove", id="remove", variant="error")

    def on_mount(self) -> None:
        self.pupils: list[Pupil] = []
        self.groups: list[PupilGroup] = []
        self._unsaved: dict[int, PupilGroup] = {}
        self._saving = asyncio.Lock()
        self.query_one("#groups").focus()
        self.load()

    @property
    def class_id(self) -> int:
        return self.kiosk.school_class.id if self.kiosk.school_class else 0

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self, mark: int | None = None) -> None:
        """The groups as they are now; `mark` is the one to mark, else the one marked before."""
        before = self._marked()
        wanted = mark or (before.id if before else None)
        self.pupils = await self.store.run(roster.pupils, self.class_id)
        self.groups = await self.store.run(groups.groups, self.class_id)
        shown = self.query_one("#groups", OptionList)
        place = shown.highlighted or 0
        shown.clear_options()
        shown.add_options([Option(_line(it)) for it in self.groups])
        ids = [it.id for it in self.groups]
        if ids:
            shown.highlighted = ids.index(wanted) if wanted in ids else min(place, len(ids) - 1)
        self.set_class(not ids, "empty")
        self.show_members()

    def on_option_list_option_highlighted(self) -> None:
        self.show_members()

    def on_option_list_option_selected(self) -> None:
        self.query_one("#names").focus()

    def show_members(self) -> None:
        group = self._marked()
        self.query_one(PupilPicks).show(self.pupils, group.pupil_ids if group else ())
        self.query_one("#whose", Static).update(
            safe(f"{group.name}: {count(len(group.pupil_ids), 'pupil')}") if group else ""
        )

    def on_pupil_picks_toggled(self, event: PupilPicks.Toggled) -> None:
        group = self._marked()
        if group is None:
            self.say("Make a group first, then choose who is in it.")
            return
        ids = set(group.pupil_ids) ^ {event.pupil_id}
        changed = PupilGroup(group.id, group.name, tuple(sorted(ids)))
        self._put(group, changed)
        self._unsaved[group.id] = changed
        self.save()

    @work(group="save", exit_on_error=False)
    async def save(self) -> None:
        """Save what was tapped: one after the other, so that an older tap never comes last."""
        async with self._saving:
            while self._unsaved:
                _, group = self._unsaved.popitem()
                if await self._save(group.id, group.name, group.pupil_ids) is None:
                    self.load()

    async def _save(
        self, group_id: int | None, name: str, ids: tuple[int, ...]
    ) -> PupilGroup | None:
        return await self.ask(
            self.store.run(
                groups.save,
                self.staff,
                self.kiosk.now(),
                group_id=group_id,
                class_id=self.class_id,
                name=name,
                pupil_ids=ids,
            )
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one("#groups").focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_add(self) -> None:
        name = await self.app.push_screen_wait(
            GroupName("A new group", hint="Then tap the pupils who are in it.")
        )
        if name is not None:
            self.save_named(None, name, ())

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_rename(self) -> None:
        group = self._marked()
        if group is None:
            return
        name = await self.app.push_screen_wait(GroupName("A new name", group.name))
        if name is not None and name != group.name:
            self.save_named(group.id, name, group.pupil_ids)

    @work(group="save", exit_on_error=False)
    async def save_named(self, group_id: int | None, name: str, ids: tuple[int, ...]) -> None:
        async with self._saving:
            saved = await self._save(group_id, name, ids)
        if saved is not None:
            self.load(saved.id)
            if group_id is None:
                self.query_one("#names").focus()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_remove(self) -> None:
        group = self._marked()
        if group is None:
            return
        question = f"Remove the group {group.name}? Its pupils and their points stay."
        if await self.app.push_screen_wait(Sure(question, yes="Remove", no="Keep")):
            self.remove_group(group)

    @work(group="save", exit_on_error=False)
    async def remove_group(self, group: PupilGroup) -> None:
        await self.ask(self.store.run(groups.remove, self.staff, group.id, self.kiosk.now()))
        self.load()

    def action_show_large(self) -> None:
        """The groups that belong with the marked one, for the whole room."""
        marked = self._marked()
        if marked is None:
            return
        by_id = {pupil.id: pupil for pupil in self.pupils}
        self.app.push_screen(
            ShowGroups(
                [
                    Named(it.name, tuple(by_id[one] for one in by_id if one in it.pupil_ids))
                    for it in self.groups
                    if it.pupil_ids and set_name(it.name) == set_name(marked.name)
                ]
            )
        )

    def _put(self, group: PupilGroup, changed: PupilGroup) -> None:
        """Show a group's new members at once."""
        place = self.groups.index(group)
        self.groups[place] = changed
        self.query_one("#groups", OptionList).replace_option_prompt_at_index(place, _line(changed))
        self.show_members()

    def _marked(self) -> PupilGroup | None:
        place = self.query_one("#groups", OptionList).highlighted
        return self.groups[place] if place is not None and place < len(self.groups) else None


def set_name(name: str) -> str:
    """`Maths` for Maths 3: groups made together differ by their number. Empty for all others."""
    start, _, number = name.rpartition(" ")
    return start.casefold() if number.isdecimal() else ""


def _line(group: PupilGroup) -> Content:
    name = shorten(group.name, NAME_CELLS)
    gap = " " * (NAME_CELLS + 1 - Content(name).cell_length)
    return Content.assemble((name, "bold"), gap, f"{len(group.pupil_ids):>3}")
