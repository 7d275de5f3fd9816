"""How this screen draws pictures: chosen by looking at one."""

from __future__ import annotations

from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

import kiosk.pictures
from kiosk.graphics import AUTO, SETTINGS, Kind
from kiosk.screens.place import Place
from kiosk.widgets.picture import Picture

BOAT = Path(kiosk.pictures.__path__[0]) / "boat.png"
QUESTION = (
    "Try each. Keep the one where the boat is sharpest and nothing strange is around it. "
    "Not sure? Keep “By itself”."
)
WORDS = {
    AUTO: ("By itself", "The kiosk asks the screen what it can do."),
    Kind.BLOCKS: ("Blocks", "Coarse, and the same on every screen."),
    Kind.SIXEL: ("Sixel", "Sharp: foot, xterm as a VT340, WezTerm, Konsole."),
    Kind.KITTY: ("Kitty", "Sharp: Kitty from 0.28 on, Ghostty."),
}


class PictureTest(Place):
    """What is pointed at or tapped is tried at once, as often as one likes; then one keeps it,
    or Escape leaves all as it was."""

    CSS_PATH = "picture_test.tcss"
    TITLE_WORDS = "Pictures on this screen"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [Binding("enter", "keep", "Keep it", priority=True)]

    def compose_place(self) -> ComposeResult:
        with Horizontal(id="both"):
            with Vertical(id="beside"):
                yield Static(QUESTION, id="question")
                yield OptionList(*(_option(it) for it in SETTINGS), id="kinds")
                with Horizontal(id="buttons", classes="edged"):
                    yield Button("Keep it (Enter)", id="keep", variant="primary")
            yield Picture(BOAT, alt="A boat", id="boat")

    def on_mount(self) -> None:
        kinds = self.query_one("#kinds", OptionList)
        kinds.highlighted = SETTINGS.index(self.kiosk.device.pictures)
        kinds.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self.kiosk.draw_pictures(SETTINGS[event.option_index])

    def on_button_pressed(self) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        highlighted = self.query_one("#kinds", OptionList).highlighted
        if highlighted is not None:
            self.keep(SETTINGS[highlighted])

    @work(group="save", exclusive=True, exit_on_error=False)
    async def keep(self, setting: str) -> None:
        await self.kiosk.remember(pictures=setting)
        self.say("Pictures on this screen are drawn like that from now on.")
        self.dismiss()

    def on_unmount(self) -> None:
        if self.app.is_running:
            self.kiosk.draw_pictures(self.kiosk.device.pictures)


def _option(setting: str) -> Option:
    name, words = WORDS[setting]
    return Option(Content.assemble((name, "bold"), "\n", (words, "$text-muted")))
