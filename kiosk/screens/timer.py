"""Timer: a countdown for the whole room. It runs on when the teacher does something else."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Button

from kiosk.countdown import TIME_IS_UP
from kiosk.screens.own_time import OwnTime
from kiosk.screens.place import Place
from kiosk.widgets.big_words import BigWords
from kiosk.widgets.time_bar import TimeBar

MINUTES = (1, 2, 3, 5, 10)


class Timer(Place):
    CSS_PATH = "timer.tcss"
    TITLE_WORDS = "Timer"
    BINDINGS = [
        Binding("space", "start_or_pause", "Start/pause"),
        Binding("1", "minutes(1)", "Minutes", key_display="1 2 3 5 0"),
        Binding("2", "minutes(2)", show=False),
        Binding("3", "minutes(3)", show=False),
        Binding("5", "minutes(5)", show=False),
        Binding("0", "minutes(10)", show=False),
        Binding("o", "own_time", "Other"),
        Binding("plus", "longer", "1 min", key_display="+"),
        Binding("r", "reset", show=False),
        Binding("x", "clear", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def compose_place(self) -> ComposeResult:
        yield BigWords(id="digits")
        yield TimeBar(id="bar")
        with Horizontal(id="lengths"):
            for minutes in MINUTES:
                yield Button(f"{minutes} min", id=f"minutes-{minutes}")
            yield Button("Other", id="own-time")
        with Horizontal(id="doing"):
            yield Button("Start", id="start", variant="primary")
            yield Button("+1 min", id="longer")
            yield Button("Start again", id="reset")
            yield Button("Off", id="clear")

    def on_mount(self) -> None:
        self.query_one("#start").focus()
        self.set_interval(0.2, self.show_time)
        self.show_time()

    def show_time(self) -> None:
        """Digits, bar and buttons as the countdown stands now."""
        countdown = self.kiosk.countdown
        if countdown.alarming and not self.has_class("up"):
            self.refresh_banner()
        flashing = countdown.alarming and int(countdown.since_end * 2) % 2 == 0
        self.set_class(flashing, "flash")
        self.set_class(countdown.finished, "up")
        digits = countdown.digits()
        words = TIME_IS_UP if countdown.finished else digits
        like = "" if countdown.finished else "".join("8" if it.isdigit() else it for it in digits)
        self.query_one("#digits", BigWords).show(words, like=like)
        part = countdown.left / countdown.length if countdown.is_set else 0.0
        self.query_one(TimeBar).show(part)
        start = self.query_one("#start", Button)
        start.label = "Pause" if countdown.running else "Go on" if countdown.left else "Start"
        for name in ("start", "longer", "reset", "clear"):
            self.query_one(f"#{name}", Button).disabled = not countdown.is_set and name != "start"

    def on_button_pressed(self, event: Button.Pressed) -> None:
        name = event.button.id or ""
        if name.startswith("minutes-"):
            self.action_minutes(int(name.removeprefix("minutes-")))
        elif name == "own-time":
            self.action_own_time()
        elif name == "start":
            self.action_start_or_pause()
        elif name == "longer":
            self.action_longer()
        elif name == "reset":
            self.action_reset()
        else:
            self.action_clear()

    def action_minutes(self, minutes: int) -> None:
        self.kiosk.countdown.start(minutes * 60.0)
        self.changed()

    def action_start_or_pause(self) -> None:
        countdown = self.kiosk.countdown
        if countdown.running:
            countdown.pause()
        elif countdown.left > 0:
            countdown.resume()
        elif countdown.is_set:
            countdown.start(countdown.length)
        else:
            self.action_own_time()
            return
        self.changed()

    def action_longer(self) -> None:
        if self.kiosk.countdown.is_set:
            self.kiosk.countdown.add(60.0)
            self.changed()

    def action_reset(self) -> None:
        self.kiosk.countdown.reset()
        self.changed()

    def action_clear(self) -> None:
        self.kiosk.countdown.clear()
        self.changed()

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_own_time(self) -> None:
        seconds = await self.app.push_screen_wait(OwnTime())
        if seconds:
            self.kiosk.countdown.start(seconds)
            self.changed()

    def changed(self) -> None:
        self.show_time()
        self.refresh_banner()
