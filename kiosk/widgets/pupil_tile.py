"""One pupil's tile: avatar, name, today's points, all points."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from textual import events

from db.records import Mark, PupilTile
from kiosk.messages import PupilChosen
from kiosk.text import plain, shorten
from kiosk.widgets.drawing import Drawn, Line, cells


class Face(Enum):
    """How a tile looks: the theme's colours of its ground and of the words on it."""

    PLAIN = ("$panel", "$foreground")
    CHOSEN = ("$primary", "$background")
    GIVEN = ("$success", "$background")
    FAILED = ("$error", "$background")
    LATE = ("$warning", "$background")


class Tile(Drawn):
    """Drawn in one piece. It shows what it is told and posts `PupilChosen` when tapped.

    The last column and half of the last line are the gap to the next tile. Faces are drawn, not
    styled by CSS classes: a tap changes nothing but what this tile draws.
    """

    DEFAULT_CSS = "Tile { background: $background; }"

    def __init__(self, tile: PupilTile) -> None:
        super().__init__()
        self.shown = tile
        self.here = False
        self.face = Face.PLAIN
        self._chosen = False
        self._news = ""
        self._news_of = ""
        self._words = plain(tile.pupil.name)

    @property
    def pupil_id(self) -> int:
        return self.shown.pupil.id

    @property
    def chosen(self) -> bool:
        return self._chosen

    def show(self, tile: PupilTile) -> None:
        if tile != self.shown:
            self.shown = tile
            self._words = plain(tile.pupil.name)
            self.refresh()

    def choose(self, chosen: bool) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.refresh()

    def point(self, here: bool) -> None:
        """Whether the cursor of the keys is on this tile."""
        if here != self.here:
            self.here = here
            self.refresh()

    def add(self, points: int) -> None:
        """Count these points in, at once."""
        now = self.shown
        self.shown = replace(now, today=now.today + points, total=now.total + points)
        self.refresh()

    def tell(self, news: str, of: str, face: Face) -> None:
        """Show `news` for a moment, until `settle(of)`; newer news takes its place."""
        self._news, self._news_of, self.face = news, of, face
        self.refresh()

    def settle(self, of: str) -> None:
        """The moment of that news is over."""
        if of == self._news_of:
            self._news = self._news_of = ""
            self.face = Face.PLAIN
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        self.post_message(PupilChosen(self.pupil_id))

    @property
    def _face(self) -> Face:
        return Face.CHOSEN if self._chosen and self.face is Face.PLAIN else self.face

    def picture(self) -> list[Line]:
        width, height = self.size
        ground, words = self._face.value
        on, off = f" on {ground}", " on $background"
        bar = f"{'$accent' if self._face is Face.PLAIN else '$foreground'}{on}"
        picture = []
        for line in self._lines(max(1, width - 3), max(1, height - 1)):
            row = [("▌", bar) if self.here else (" ", words + on)]
            row += [
                (text, (style if "$" in style else f"{words} {style}") + on) for text, style in line
            ]
            row.append((" " * max(0, width - 2 - cells(line)), words + on))
            picture.append([*row, (" ", ground + off)])
        # The last line is half tile and half gap.
        picture.append([("▀" * (width - 1), ground + off), (" ", ground + off)])
        return picture

    def _lines(self, room: int, body: int) -> list[Line]:
        if body < 4:
            lines = [self._name_line(room), self.last_line(room)][:body]
            return lines + [[]] * (body - len(lines))
        name = (shorten(self._words, room), "bold underline" if self.here else "bold")
        lines = [[(self.shown.pupil.avatar, "")], [name], self.last_line(room, centred=True)]
        if body >= 6:
            lines.insert(1, [])
        above = (body - len(lines)) // 2
        lines = [[]] * above + [[(" " * ((room - cells(it)) // 2), ""), *it] for it in lines]
        return lines + [[]] * (body - len(lines))

    def _name_line(self, room: int) -> Line:
        tick = "✔" if self._chosen else ""
        name = shorten(self._words, room - 3 - 2 * len(tick))
        style = "bold underline" if self.here else "bold"
        line: Line = [(f"{self.shown.pupil.avatar} ", ""), (name, style)]
        return [*line, (" " * (room - cells(line) - len(tick)) + tick, "")]

    def last_line(self, room: int, *, centred: bool = False) -> Line:
        """What stands under the name, in `room` cells: points here, other things elsewhere."""
        if self._news:
            return [(shorten(self._news, room), "bold")]
        tile = self.shown
        mark = "" if tile.mark is Mark.PRESENT else tile.mark.value
        today = mark or (f"{tile.today:,} today" if tile.today else "")
        style = {"absent": "$foreground 70% italic", "late": "$warning bold"}.get(
            mark, "$success bold"
        )
        if self._face is not Face.PLAIN:
            style = "bold"
        total = f"{tile.total:,}"
        if centred:
            if not mark and tile.today and len(today) + len(total) + 10 <= room:
                total += " in all"
            tick = " ✔" if self._chosen else ""
            return [(today, style), (f"{' · ' if today else ''}{total}{tick}", "")]
        if len(today) + len(total) + 1 > room:
            today = mark[:6] or f"+{tile.today:,}"
        return [(today, style), (" " * max(1, room - len(today) - len(total)) + total, "")]
