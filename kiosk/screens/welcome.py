"""The first screen of an empty device: set up our school, or look around."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Vertical
from textual.widgets import Static

from kiosk import screens
from kiosk.screens.place import Place
from kiosk.widgets.big_place import BigPlace


class Welcome(Place):
    CSS_PATH = "welcome.tcss"
    TITLE_WORDS = "Welcome"
    BINDINGS = [
        Binding("1,s", "set_up", "Set up our school", key_display="1"),
        Binding("2,l", "look_around", "Look around", key_display="2"),
        Binding("escape", "back", show=False),
        Binding("up,left", "app.focus_previous", show=False),
        Binding("down,right", "app.focus_next", show=False),
    ]

    def compose_place(self) -> ComposeResult:
        with Vertical(id="hello"):
            yield Static("Welcome to the classroom kiosk", id="title")
            yield Static("The school's records stay on this device. What would you like to do?")
        with Grid(id="choices"):
            yield BigPlace(
                "set-up", "🏫", "Set up our school", "1", "Have your class list file ready"
            )
            yield BigPlace(
                "look-around", "👀", "Look around", "2", "A made-up school; nothing is kept"
            )

    def on_mount(self) -> None:
        self.query_one("#set-up").focus()

    def on_big_place_chosen(self, event: BigPlace.Chosen) -> None:
        if event.place == "set-up":
            self.action_set_up()
        else:
            self.action_look_around()

    def action_set_up(self) -> None:
        self.app.push_screen(screens.SetUp())

    @work(group="look", exclusive=True, exit_on_error=False)
    async def action_look_around(self) -> None:
        self.say("Making a school for you …")
        await self.kiosk.look_around()

    async def action_back(self) -> None:
        """There is nowhere further back."""
