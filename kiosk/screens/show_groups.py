"""Groups for the whole room to read."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from kiosk.screens.place import Place
from kiosk.widgets.group_wall import GroupWall, Named


class ShowGroups(Place):
    CSS = "ShowGroups #wall { margin: 1 2 0 2; }"
    TITLE_WORDS = "Groups"

    def __init__(self, groups: Sequence[Named]) -> None:
        super().__init__()
        self._groups = tuple(groups)

    def compose_place(self) -> ComposeResult:
        yield GroupWall(id="wall")

    def on_mount(self) -> None:
        self.query_one(GroupWall).show(self._groups)
