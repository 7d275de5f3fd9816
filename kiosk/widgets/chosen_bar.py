"""One line under the tiles: whom the next skill goes to, what was typed, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kiosk.text import plain, shorten

INVITATION = "Tap pupils, or type a name. Then tap a skill, or press its key."


class ChosenBar(Widget):
    """Posts `Tapped` when tapped; the screen tries again what failed, if something did."""

    DEFAULT_CSS = """
    ChosenBar {
        height: 1;
        padding: 0 1;
        color: $foreground;
        &.-wrong { background: $error; color: $background; text-style: bold; }
    }
    """

    class Tapped(Message):
        pass

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._names: tuple[str, ...] = ()
        self._typed = self._found = self._note = self._news = self._wrong = ""

    def show_chosen(self, names: Sequence[str], note: str) -> None:
        self._names, self._note = tuple(names), plain(note)
        if names:
            self._news = ""
        self.refresh()

    def show_typed(self, typed: str, found: str) -> None:
        self._typed, self._found = plain(typed), plain(found)
        self.refresh()

    def show_news(self, news: str) -> None:
        """What was just done; until pupils are chosen again."""
        self._news = plain(news)
        self.refresh()

    def show_wrong(self, wrong: str) -> None:
        """What could not be saved; until it is called off with an empty text."""
        self._wrong = plain(wrong)
        self.set_class(bool(wrong), "-wrong")
        self.refresh()

    def on_click(self) -> None:
        self.post_message(self.Tapped())

    def render(self) -> Content:
        room = self.size.width
        if self._wrong:
            return Content(shorten(f"⚠ {self._wrong}", room))
        parts: list[Content] = []
        if self._typed:
            found = f" → {self._found}" if self._found else " → nobody's name starts like this"
            parts.append(Content.assemble("🔎 ", (self._typed, "bold"), found))
        if self._names:
            number = len(self._names)
            many = f"{number} chosen: " if number > 1 else "Chosen: "
            parts.append(Content.assemble((many, "bold"), ", ".join(map(plain, self._names))))
        if self._note:
            note = Content.assemble("📝 ", (shorten(self._note, 30), "italic"))
            parts.insert(0, note)
        if not parts:
            parts.append(Content(self._news or INVITATION))
        line = Content("   ").join(parts)
        return line if line.cell_length <= room else line.truncate(room, ellipsis=True)
