"""The class goal as a progress bar, with what it is for."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from db.records import Goal
from kiosk.text import shorten


class GoalBar(Widget):
    """Two lines: the goal in words, and a bar as wide as there is room."""

    DEFAULT_CSS = """
    GoalBar { height: 2; width: 100%; max-width: 100; text-align: center; color: $foreground; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._goal: Goal | None = None

    def show(self, goal: Goal | None) -> None:
        self._goal = goal
        self.refresh()

    def render(self) -> Content:
        goal = self._goal
        if goal is None:
            return Content("No class goal yet. A teacher can set one under Staff.")
        words = "Goal reached!" if goal.reached else f"{goal.have:,} of {goal.want:,} points"
        width = max(10, self.size.width - 4)
        full = min(width, round(width * goal.have / goal.want))
        name = shorten(goal.name, max(5, self.size.width - len(words) - 6))
        return Content.assemble(
            "🎯 ",
            (name, "bold"),
            f"  {words}\n",
            (" " * full, "on $success"),
            (" " * (width - full), "on $panel"),
        )
