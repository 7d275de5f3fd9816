"""One pupil's tile: avatar, name, today's points, all points."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from textual import events
from textual.content import Content
from textual.widget import Widget

from db.records import Mark, PupilTile
from kiosk.messages import PupilChosen
from kiosk.text import plain, shorten


class Face(Enum):
    """How the tile looks, and the theme's colour it has then."""

    PLAIN = "$panel"
    CHOSEN = "$primary"
    GIVEN = "$success"
    FAILED = "$error"
    LATE = "$warning"


class Tile(Widget):
    """Drawn in one piece. It shows what it is told and posts `PupilChosen` when tapped."""

    DEFAULT_CSS = """
    Tile {
        background: $panel;
        color: $foreground;
        &.-chosen { background: $primary; color: $background; text-style: bold; }
        &.-given { background: $success; color: $background; text-style: bold; }
        &.-failed { background: $error; color: $background; text-style: bold; }
        &.-late { background: $warning; color: $background; text-style: bold; }
    }
    """

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
            self._dress()

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
        self._dress()

    def settle(self, of: str) -> None:
        """The moment of that news is over."""
        if of == self._news_of:
            self._news = self._news_of = ""
            self.face = Face.PLAIN
            self._dress()

    def on_click(self, event: events.Click) -> None:
        self.post_message(PupilChosen(self.pupil_id))

    def _dress(self) -> None:
        face = self._face
        dressed = (Face.CHOSEN, Face.GIVEN, Face.FAILED, Face.LATE)
        self.update_classes({f"-{it.name.lower()}": it is face for it in dressed}, animate=False)
        self.refresh()

    @property
    def _face(self) -> Face:
        return Face.CHOSEN if self._chosen and self.face is Face.PLAIN else self.face

    def render(self) -> Content:
        width, height = self.size
        room = max(1, width - 2)
        body = max(1, height - 1)
        if body < 4:
            lines = [self._name_line(room), self._points_line(room)][:body]
            lines += [Content("")] * (body - len(lines))
        else:
            lines = [Content(self.shown.pupil.avatar), Content(shorten(self._words, room))]
            lines[1] = lines[1].stylize("bold")
            if body >= 6:
                lines.insert(1, Content(""))
            lines.append(self._points_line(room, centred=True))
            above = (body - len(lines)) // 2
            lines = [Content("")] * above + [line.center(room) for line in lines]
            lines += [Content("")] * (body - len(lines))
        bar = self._bar()
        rows = [Content.assemble(bar, line) for line in lines]
        # The last line is half tile and half gap.
        rows.append(Content.styled("▀" * width, f"{self._face.value} on $background"))
        return Content("\n").join(rows)

    def _bar(self) -> Content:
        if not self.here:
            return Content(" ")
        return Content.styled("▌", "$accent" if self._face is Face.PLAIN else "$foreground")

    def _name_line(self, room: int) -> Content:
        tick = " ✔" if self._chosen else ""
        name = shorten(self._words, room - 3 - len(tick))
        style = "bold underline" if self.here else "bold"
        text = Content.assemble(f"{self.shown.pupil.avatar} ", (name, style))
        return Content.assemble(text.pad_right(max(0, room - text.cell_length - len(tick))), tick)

    def _points_line(self, room: int, *, centred: bool = False) -> Content:
        if self._news:
            return Content(shorten(self._news, room))
        tile = self.shown
        mark = "" if tile.mark is Mark.PRESENT else tile.mark.value
        today = mark or (f"{tile.today:,} today" if tile.today else "")
        style = {"absent": "$foreground 70% italic", "late": "$warning bold"}.get(
            mark, "$success bold"
        )
        if self._face is not Face.PLAIN:
            style = ""
        total = f"{tile.total:,}"
        if centred:
            if not mark and tile.today and len(today) + len(total) + 10 <= room:
                total += " in all"
            gap = " · " if today else ""
            return Content.assemble((today, style), gap, total, *([" ✔"] if self._chosen else []))
        if len(today) + len(total) + 1 > room:
            today = mark[:6] or f"+{tile.today:,}"
        gap = " " * max(1, room - len(today) - len(total))
        return Content.assemble((today, style), gap, total)
