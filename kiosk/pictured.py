"""An app whose screens show pictures: sharp where the terminal can, and shown with their text."""

from __future__ import annotations

from typing import Any, Protocol

from textual.app import App
from textual.widget import Widget

from kiosk.graphics import AUTO, BLOCKS, QUESTION, Graphics, Kind, is_whole, understood
from kiosk.terminal import TerminalAnswered

KEEP, BACK = "\x1b7", "\x1b8"


class Painted(Protocol):
    """A picture some of whose cells were written in this frame."""

    def paint(self) -> str:
        """What to write over those cells; an empty string for nothing."""


class PicturedApp(App[int], inherit_bindings=False):
    """Knows `graphics`, which pictures are drawn by, and paints them.

    Sixel pictures lie over cells and any text written there wipes them away. So whatever cells of
    a picture a frame writes are painted again at the end of the same frame, and only those: what
    lies over the picture, a dialog or a sentence, stays as it is.
    """

    def __init__(self, **what: Any) -> None:
        super().__init__(**what)
        self.graphics = BLOCKS
        self.to_paint: dict[Painted, None] = {}
        self._pictures_setting = AUTO
        self._answers = ""

    def draw_pictures(self, setting: str) -> None:
        """Draw them in this way from now on: auto, or the name of a kind.

        The terminal is asked while everything goes on, and answers when it likes; until then, and
        where it never does, pictures are drawn by half blocks.
        """
        if self.is_headless or self._driver is None:
            return
        self._pictures_setting, self._answers = setting, ""
        if setting not in (AUTO, Kind.SIXEL):
            self._draw_as(understood("", setting))
            return
        if setting == Kind.SIXEL:
            self._draw_as(understood("", setting))
        self._driver.write(QUESTION)
        self._driver.flush()

    def on_terminal_answered(self, event: TerminalAnswered) -> None:
        self._answers += event.words
        if is_whole(self._answers):
            self._draw_as(understood(self._answers, self._pictures_setting))

    def write_to_terminal(self, sequence: str) -> None:
        """For what is neither text nor at a place: pictures that a terminal keeps by number."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    def _draw_as(self, graphics: Graphics) -> None:
        if graphics == self.graphics:
            return
        self.graphics = graphics
        for screen in self.screen_stack:
            for widget in screen.query("Picture").results(Widget):
                widget.refresh()

    def _end_update(self) -> None:
        """Textual calls this when a frame has been written, before it is shown."""
        if self.to_paint and self._driver is not None:
            pictures, self.to_paint = self.to_paint, {}
            painted = "".join(picture.paint() for picture in pictures)
            if painted:
                self._driver.write(f"{KEEP}{painted}{BACK}")
        super()._end_update()
