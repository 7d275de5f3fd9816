"""Pictures alone on a screen that scrolls, for real terminals: `python -m … FOLDER SETTING`.

Keys: d opens a dialog over them and closes it, s says a sentence, up and down scroll.
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from kiosk.pictured import PicturedApp
from kiosk.terminal import PatientDriver
from kiosk.widgets.picture import Picture

SENTENCE_SECONDS = 1.5


class Dialog(ModalScreen[None]):
    CSS = """
    Dialog { align: center middle; background: $background 70%; }
    Dialog Vertical { width: 40; height: 9; background: #00ff00; }
    """
    BINDINGS = [("d", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("A dialog")


class PictureStage(PicturedApp):
    CSS = """
    #all { height: 1fr; background: #000080; }
    #all Picture { height: 17; width: 100%; margin: 1 2; background: #000080; }
    #foot { height: 1; dock: bottom; background: #800080; }
    """
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        ("d", "dialog", "Dialog"),
        ("s", "say", "Say"),
        ("down", "scroll(3)", "Down"),
        ("up", "scroll(-3)", "Up"),
    ]

    def __init__(self, folder: Path, setting: str) -> None:
        super().__init__(driver_class=PatientDriver)
        self._files, self._setting = sorted(folder.glob("*.*")), setting

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="all"):
            for file in self._files:
                yield Picture(file, alt=file.stem)
        yield Static("The last line", id="foot")

    def on_mount(self) -> None:
        self.call_after_refresh(lambda: self.draw_pictures(self._setting))

    def action_dialog(self) -> None:
        self.push_screen(Dialog())

    def action_say(self) -> None:
        self.notify("A sentence over it", timeout=SENTENCE_SECONDS, markup=False)

    def action_scroll(self, lines: int) -> None:
        self.query_one("#all").scroll_relative(y=lines, animate=False)


if __name__ == "__main__":
    PictureStage(Path(sys.argv[1]), sys.argv[2]).run()
