"""Twelve big pictures for a code of three: by touch or by keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from db.records import Picture

KEYS = "1234567890-="


class PictureKey(Widget):
    """One picture with its name and key."""

    DEFAULT_CSS = """
    PictureKey {
        width: 1fr;
        height: 5;
        background: $surface;
        color: $foreground;
        border: round $primary 60%;
        content-align: center middle;
        text-align: center;
        &:hover { border: round $accent; }
    }
    """

    class Tapped(Message):
        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, place: int, picture: Picture) -> None:
        super().__init__(id=f"picture-{place}")
        self._place, self._picture = place, picture

    def render(self) -> Content:
        key = Content.styled(f" {KEYS[self._place]} ", "reverse")
        return Content.assemble(f"{self._picture.icon}\n", (self._picture.name, "bold"), "\n", key)

    def on_click(self) -> None:
        self.post_message(self.Tapped(self._place))


class PicturePad(Vertical, can_focus=True):
    """Collects `length` pictures and posts `Entered` with their places, then forgets them.

    With `shows=True`, for staff who set a code, the pictures chosen so far are shown. Otherwise
    only how many there are: the whole class may be looking.
    """

    DEFAULT_CSS = """
    PicturePad {
        width: 100%;
        height: auto;
        #so-far { width: 100%; height: 1; text-align: center; text-style: bold; margin-bottom: 1; }
        Grid { grid-size: 4 3; grid-gutter: 0 1; grid-rows: 5; height: 15; width: 100%; }
        &:focus #so-far { color: $accent; }
    }
    """

    class Entered(Message):
        def __init__(self, code: tuple[int, ...]) -> None:
            super().__init__()
            self.code = code

    def __init__(
        self,
        pictures: Sequence[Picture],
        *,
        length: int = 3,
        shows: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._pictures, self._length, self._shows = tuple(pictures), length, shows
        self._code: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static(self._so_far(), id="so-far")
        with Grid():
            for place, picture in enumerate(self._pictures):
                yield PictureKey(place, picture)

    def on_key(self, event: events.Key) -> None:
        place = KEYS.find(event.character) if event.character else -1
        if 0 <= place < len(self._pictures):
            self._add(place)
        elif event.key in ("backspace", "delete"):
            self.take_back()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_picture_key_tapped(self, event: PictureKey.Tapped) -> None:
        event.stop()
        self.focus()
        self._add(event.place)

    def clear(self) -> None:
        self._become(())

    def take_back(self) -> None:
        """The last picture was a slip."""
        self._become(self._code[:-1])

    def _add(self, place: int) -> None:
        self._become((*self._code, place))
        if len(self._code) == self._length:
            self.post_message(self.Entered(self._code))
            self._code = ()

    def _become(self, code: tuple[int, ...]) -> None:
        self._code = code
        self.query_one("#so-far", Static).update(self._so_far())

    def _so_far(self) -> Content:
        chosen = [self._pictures[place].icon if self._shows else "●" for place in self._code]
        return Content("  ".join(chosen + ["○"] * (self._length - len(chosen))))
