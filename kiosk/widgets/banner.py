"""The line on top: where one is, the countdown, who is signed in, the clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from textual.content import Content
from textual.widget import Widget

from kiosk.text import shorten


class Banner(Widget):
    """Drawn in one line; everything in it is told by `show()`."""

    DEFAULT_CSS = """
    Banner {
        dock: top;
        height: 1;
        padding: 0 1;
        background: $primary;
        color: $background;
        text-style: bold;
        &.alarm { background: $error; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[object, ...] = ()
        self._place = self._who = self._countdown = self._clock = ""
        self._demo = False

    def show(
        self,
        *,
        place: str,
        demo: bool,
        countdown: str,
        alarm: bool = False,
        who: str,
        moment: datetime,
        time_zone: str | None,
    ) -> None:
        """Draw again only when something that shows has changed. With `alarm` it flashes."""
        self.set_class(alarm and not self.has_class("alarm"), "alarm")
        local = moment.astimezone(ZoneInfo(time_zone) if time_zone else None)
        clock = f"{local:%H:%M}"
        shown = (place, demo, countdown, who, clock)
        if shown != self._shown:
            self._shown = shown
            self._place, self._demo, self._countdown, self._who, self._clock = shown
            self.refresh()

    def render(self) -> Content:
        right = "  ".join(
            part
            for part in (
                self._countdown,
                shorten(self._who, 24) if self._who else "",
                self._clock,
            )
            if part
        )
        demo = " DEMO SCHOOL " if self._demo else ""
        right_cells = Content(right).cell_length
        room = max(0, self.size.width - right_cells - len(demo) - 2)
        left = shorten(self._place, room)
        gap = max(1, self.size.width - Content(left).cell_length - len(demo) - right_cells - 1)
        return Content.assemble(left, " ", (demo, "reverse"), " " * gap, right)
