"""The class as tiles: a cursor for arrows and letters, a set of chosen pupils."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import ScrollableContainer
from textual.layout import Layout
from textual.message import Message

from db.records import Mark, PupilTile
from kiosk.messages import PupilChosen
from kiosk.text import folded
from kiosk.widgets.pupil_tile import Face, Tile
from kiosk.widgets.tile_layout import TileLayout


class PupilGrid(ScrollableContainer, can_focus=True, inherit_bindings=False):
    """Shows pupils in the order they are given (R4). One stop for the Tab key.

    Posts `PupilChosen` for a tap or Enter and leaves it to the screen what that means, and
    `Searched` when what has been typed of a name changes.
    """

    BLANK = True  # nothing of its own to draw: one line stands for all
    DEFAULT_CSS = """
    PupilGrid { height: 1fr; width: 1fr; overflow: hidden auto; scrollbar-size-vertical: 1; }
    """

    BINDINGS = [
        Binding("left", "step(-1, 0)", show=False),
        Binding("right", "step(1, 0)", show=False),
        Binding("up", "step(0, -1)", show=False),
        Binding("down", "step(0, 1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("enter,space", "choose", show=False),
    ]

    class Searched(Message):
        """`typed` is the start of a name so far, `found` the pupil it leads to."""

        def __init__(self, typed: str, found: int | None) -> None:
            super().__init__()
            self.typed, self.found = typed, found

    def __init__(
        self,
        tiles: Iterable[PupilTile] = (),
        *,
        id: str | None = None,
        tile_type: type[Tile] = Tile,
    ) -> None:
        super().__init__(id=id)
        self._tile_type = tile_type
        self._tile_layout = TileLayout()
        self._tiles: dict[int, Tile] = {}
        self._order: list[int] = []
        self._cursor = 0
        self.typed = ""
        self._make(tiles)

    def compose(self) -> ComposeResult:
        yield from self._tiles.values()

    @property
    def layout(self) -> Layout:
        return self._tile_layout

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of the chosen pupils, in the order they are shown."""
        return tuple(pupil_id for pupil_id in self._order if self._tiles[pupil_id].chosen)

    @property
    def found(self) -> int | None:
        """The pupil whom the typed letters lead to."""
        return self._order[self._cursor] if self.typed and self._order else None

    @property
    def present(self) -> tuple[int, ...]:
        """The ids of those who are here: late ones too, absent ones not."""
        shown = (self._tiles[pupil_id].shown for pupil_id in self._order)
        return tuple(it.pupil.id for it in shown if it.mark is not Mark.ABSENT)

    def __len__(self) -> int:
        return len(self._order)

    def __bool__(self) -> bool:
        return True

    def name_of(self, pupil_id: int) -> str:
        """What the class calls this pupil; empty for one who is not shown."""
        tile = self._tiles.get(pupil_id)
        return tile.shown.pupil.name if tile else ""

    async def show(self, tiles: Sequence[PupilTile]) -> None:
        """Show these. Tiles of the same pupils stay, and only what changed is drawn."""
        order = [tile.pupil.id for tile in tiles]
        if order == self._order:
            for tile in tiles:
                self._tiles[tile.pupil.id].show(tile)
            return
        chosen = set(self.chosen)
        await self.remove_children()
        self._make(tiles)
        self.choose(chosen.intersection(order))
        self._point()
        await self.mount_all(self._tiles.values())

    def _make(self, tiles: Iterable[PupilTile]) -> None:
        self._tiles = {tile.pupil.id: self._tile_type(tile) for tile in tiles}
        self._order = list(self._tiles)
        self._cursor = 0
        self.typed = ""

    def change(self, tile: PupilTile) -> None:
        """Show one tile anew."""
        self._tiles[tile.pupil.id].show(tile)

    def tile_of(self, pupil_id: int) -> PupilTile:
        return self._tiles[pupil_id].shown

    def choose(self, pupil_ids: Collection[int]) -> None:
        """Make exactly these the chosen ones."""
        for pupil_id, tile in self._tiles.items():
            tile.choose(pupil_id in pupil_ids)

    def toggle(self, pupil_id: int) -> None:
        tile = self._tiles[pupil_id]
        tile.choose(not tile.chosen)

    def add(self, pupil_ids: Iterable[int], points: int) -> None:
        """Count points in (or out, below 0) on these tiles at once."""
        for tile in self._of(pupil_ids):
            tile.add(points)

    def tell(self, pupil_ids: Iterable[int], news: str, of: str, face: Face) -> None:
        """Show `news` on these tiles until `settle` with the same `of`."""
        for tile in self._of(pupil_ids):
            tile.tell(news, of, face)

    def settle(self, of: str) -> None:
        for tile in self._tiles.values():
            tile.settle(of)

    def search(self, letter: str) -> bool:
        """Add a letter to what is typed, if some name starts with it all; go to the first."""
        return self._search(self.typed + letter)

    def forget_typed(self) -> None:
        if self.typed:
            self._search("")

    def _of(self, pupil_ids: Iterable[int]) -> Iterable[Tile]:
        return (self._tiles[it] for it in pupil_ids if it in self._tiles)

    def _search(self, typed: str) -> bool:
        start = folded(typed) + (" " if typed.endswith(" ") else "")
        names = [folded(self._tiles[it].shown.pupil.name) for it in self._order]
        hits = [number for number, name in enumerate(names) if name.startswith(start)]
        if typed and not hits:
            return False
        self.typed = typed
        if typed:
            self._go(hits[0], typing=True)
        self.post_message(self.Searched(typed, self.found))
        return True

    def on_key(self, event: events.Key) -> None:
        """Letters are the start of a name. Choosing is here and not left to the bindings, which
        would come after keys that were typed fast behind it."""
        if event.key == "backspace" and self.typed:
            self._search(self.typed[:-1])
        elif event.key == "enter":
            self.action_choose()
        elif event.key == "space":
            if not self.search(" "):  # no name goes on with it
                self.action_choose()
        elif not (event.character and event.is_printable) or event.character.isdigit():
            return
        elif not self.search(event.character):
            if not event.character.isalpha():
                return
            self.post_message(self.Searched(self.typed + event.character, None))
        event.stop()
        event.prevent_default()

    def on_pupil_chosen(self, event: PupilChosen) -> None:
        self._go(self._order.index(event.pupil_id))

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._point()

    def action_choose(self) -> None:
        """Choose the tile one is at; what is typed next begins a new name. The word goes straight
        up, not behind the keys that wait here."""
        if self._order and self.parent is not None:
            self.forget_typed()
            self.parent.post_message(PupilChosen(self._order[self._cursor]))

    def action_step(self, across: int, down: int) -> None:
        """One tile further; over an edge to the other side, along the row or the column."""
        count, columns = len(self._order), self._tile_layout.fit.columns
        if not count:
            return
        if across:
            self._go((self._cursor + across) % count)
            return
        rows = -(-count // columns)
        row, column = divmod(self._cursor, columns)
        row = (row + down) % rows
        if row * columns + column >= count:  # the last row is short
            row = 0 if down > 0 else rows - 2
        self._go(max(0, row) * columns + column)

    def action_first(self) -> None:
        self._go(0)

    def action_last(self) -> None:
        self._go(len(self._order) - 1)

    def action_page_up(self) -> None:
        self._page(-1)

    def action_page_down(self) -> None:
        self._page(1)

    def _page(self, pages: int) -> None:
        fit = self._tile_layout.fit
        rows = max(1, self.size.height // fit.height)
        self._go(min(max(0, self._cursor + pages * rows * fit.columns), len(self._order) - 1))

    def _go(self, number: int, *, typing: bool = False) -> None:
        if not typing:
            self.forget_typed()
        if not self._order:
            return
        self._tiles[self._order[self._cursor]].point(False)
        self._cursor = number
        self._point()
        if not self._tile_layout.fit.whole:
            self.scroll_to_widget(self._tiles[self._order[number]], animate=False)

    def _point(self) -> None:
        if self._order:
            self._tiles[self._order[self._cursor]].point(self.has_focus)
