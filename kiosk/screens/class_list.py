"""Ask for a class list until there is one that can be read, or the person goes back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from db import classlists
from db.classlists.problems import BadRows, ColumnsUnknown, WhichSchool
from db.policy import Problem
from kiosk.screens.bad_rows import BadRowsFound
from kiosk.screens.class_list_file import ClassListFile, Later
from kiosk.screens.one_of import OneOf
from kiosk.screens.place import InKiosk
from kiosk.screens.which_column import WhichColumn
from kiosk.screens.working import Working

if TYPE_CHECKING:
    from db.classlists import Changes, ClassList


class AsksForClassList(InKiosk):
    """For screens that take a class list in. Call its methods in a worker."""

    async def ask_for_class_list(self, *, may_wait: bool) -> ClassList | Later | None:
        """A class list that was read, `LATER` where that may be said, or None to go back."""
        while True:
            chosen = await self._kiosk_app.push_screen_wait(ClassListFile(may_wait=may_wait))
            if chosen is None or isinstance(chosen, Later):
                return chosen
            class_list = await self._read(chosen)
            if class_list is not None:
                return class_list

    async def look_at(self, class_list: ClassList) -> Changes | None:
        """What the list would change; None when that cannot be, or nobody waited for it."""
        working: Working[Changes] = Working(
            "Looking at what will change", lambda: classlists.preview(class_list)
        )
        outcome = await self._kiosk_app.push_screen_wait(working)
        if isinstance(outcome, Problem):
            await self.tell(outcome)
            return None
        return outcome

    async def tell(self, problem: Problem) -> None:
        """Rows that cannot be taken are shown one by one, anything else is a sentence."""
        if isinstance(problem, BadRows):
            await self._kiosk_app.push_screen_wait(BadRowsFound(problem))
        else:
            self.say(problem)

    async def _read(self, path: Path) -> ClassList | None:
        """Read the file, asking what only a person knows; None for another file, please."""
        columns: Mapping[str, str] | None = None
        school: str | None = None
        headings: tuple[str, ...] = ()
        while True:
            read = partial(_read_file, path, columns, school)
            working: Working[ClassList] = Working(f"Reading {path.name}", read)
            outcome = await self._kiosk_app.push_screen_wait(working)
            if isinstance(outcome, ColumnsUnknown):
                columns = await self._kiosk_app.push_screen_wait(WhichColumn(outcome))
                headings = tuple(outcome.headings)
                if columns is None:
                    return None
            elif isinstance(outcome, WhichSchool):
                choices = [(it.id, it.name) for it in outcome.schools]
                school = await self._kiosk_app.push_screen_wait(
                    OneOf("Several schools are in this file. Which is yours?", choices)
                )
                if school is None:
                    return None
            elif isinstance(outcome, Problem):
                await self.tell(outcome)
                return None
            else:
                if outcome is not None and columns is not None:
                    await self.ask(
                        self.store.run(
                            classlists.remember_columns, headings, columns, self.kiosk.now()
                        )
                    )
                return outcome

    @property
    def _kiosk_app(self) -> App[Any]:
        return cast("App[Any]", self.app)  # type: ignore[attr-defined] # a mixin of screens


def _read_file(path: Path, columns: Mapping[str, str] | None, school: str | None) -> ClassList:
    """Runs in a thread: what reads files is not even loaded before."""
    return classlists.read(path, columns=columns, school=school)
