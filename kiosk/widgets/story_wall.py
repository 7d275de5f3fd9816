"""A story to scroll through: however long it is, only the cards in sight exist."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region
from textual.layout import Layout
from textual.message import Message
from textual.widget import Widget

from kiosk.widgets.edge import edge
from kiosk.widgets.placed import Placed
from kiosk.widgets.post_card import PostCard, PostShown, rows_of
from kiosk.widgets.story_scroll import StoryScroll

GAP = 1  # rows between two cards
WHEEL = 3  # rows for each step of the wheel
AHEAD = 8  # so few posts before the end of what is known, more are asked for
LOWEST, TALLEST = 5, 18  # rows of the tallest card on a small and on a large screen


class StoryWall(Widget, can_focus=True):
    """Shows a stretch of a story, and asks for another one before its end is reached.

    Posts `Chosen` for a tap or Enter on a card, `Needed` when one comes near an end of what is
    known, and `Jumped` for Home and End where those lead further than that.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    StoryWall { height: 1fr; width: 1fr; background: $background; overflow: hidden; }
    """
    BINDINGS = [
        Binding("enter", "choose", "Read"),
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("pageup", "turn(-1)", "Newer", key_display="PgUp"),
        Binding("pagedown,space", "turn(1)", "Older", key_display="PgDn"),
        Binding("home", "jump(False)", show=False),
        Binding("end", "jump(True)", show=False),
    ]

    class Chosen(Message):
        def __init__(self, id: int) -> None:
            super().__init__()
            self.id = id

    class Needed(Message):
        """More posts around what is in sight."""

    class Jumped(Message):
        """To the first post, or to the last."""

        def __init__(self, to_last: bool) -> None:
            super().__init__()
            self.to_last = to_last

    class Moved(Message):
        """Other posts are in sight than before."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._placed = Placed()
        self._scroll = StoryScroll(self._height)
        self._posts: tuple[PostShown, ...] = ()
        self._heights: dict[tuple[PostShown, int, int], int] = {}
        self._before = self._everything = 0
        self._here = 0  # the id of the post the keys are on
        self._held_at: int | None = None  # the row where a finger is
        self._is_dragged = False
        self.place = 0, 0  # the first and the last post in sight, of all, counted from one

    @property
    def layout(self) -> Layout:
        return self._placed

    @property
    def here(self) -> int:
        """The id of the post that the keys are on; 0 where there is none."""
        return self._here

    @property
    def first(self) -> int:
        """The id of the first post in sight, or 0 where one is at the very beginning."""
        at_top = self._before == 0 and self._scroll.is_at_top
        return 0 if at_top or not self._posts else self._posts[self._scroll.first].id

    @property
    def everything(self) -> int:
        return self._everything

    @property
    def is_drawn(self) -> bool:
        """Whether every picture in sight is there, in its final sharpness."""
        return all(card.is_drawn for card in self._cards if card.display)

    def show(self, posts: Sequence[PostShown], before: int, everything: int) -> None:
        """Show this stretch, with so many posts above it, of so many in all.

        What was first in sight stays where it is; at the very beginning one stays there, and sees
        what is new.
        """
        stays = [] if self.first == 0 else [it.id for it in self._posts[self._scroll.first :]]
        above = self._scroll.above
        self._posts, self._before, self._everything = tuple(posts), before, everything
        self._scroll.things = len(posts)
        known = set(posts)
        self._heights = {key: it for key, it in self._heights.items() if key[0] in known}
        numbers = {it.id: number for number, it in enumerate(posts)}
        found = next((it for it in stays if it in numbers), None)
        if found is None:
            self._scroll.go(self._scroll.first if stays else 0)
        else:
            self._scroll.go(numbers[found], above if found == stays[0] else 0)
        if self._here not in numbers and posts:
            self._here = posts[self._scroll.first].id
        self._draw()

    def go(self, *, to_last: bool) -> None:
        """To the first or the last post of the stretch."""
        if self._posts:
            number = len(self._posts) - 1 if to_last else 0
            self._here = self._posts[number].id
            self._scroll.go(number)
            self._draw()

    def action_step(self, by: int) -> None:
        """The keys go to the next card, from where one looks."""
        numbers = [number for number, _ in self._scroll.in_sight()]
        if not numbers:
            return
        now = self._number_of(self._here)
        if now in numbers:
            number = max(0, min(len(self._posts) - 1, now + by))
        else:
            whole = self._scroll.whole() or numbers
            number = whole[0] if by > 0 else whole[-1]
        self._here = self._posts[number].id
        self._scroll.reveal(number)
        self._draw()

    def action_turn(self, pages: int) -> None:
        """A screen further: the card that was cut off comes whole. At the end, to the last card."""
        numbers = [number for number, _ in self._scroll.in_sight()]
        if not numbers:
            return
        was = self._scroll.first, self._scroll.above
        if pages > 0:
            whole = self._scroll.whole() or numbers[:1]
            self._scroll.go(min(whole[-1] + 1, len(self._posts) - 1))
        else:
            self._scroll.move(-self.size.height)
            whole = self._scroll.whole() or [self._scroll.first]
            self._scroll.go(whole[0])
        whole = self._scroll.whole() or [self._scroll.first]
        is_stuck = was == (self._scroll.first, self._scroll.above)
        self._here = self._posts[whole[-1 if is_stuck and pages > 0 else 0]].id
        self._draw()

    def action_jump(self, to_last: bool) -> None:
        known = self._ends if to_last else self._before == 0
        if known:
            self.go(to_last=to_last)
        else:
            self.post_message(self.Jumped(to_last))

    def action_choose(self) -> None:
        if self._number_of(self._here) is not None:
            self.post_message(self.Chosen(self._here))

    def on_resize(self) -> None:
        self._scroll.room = self.size.height
        self._scroll.go(self._scroll.first, self._scroll.above)
        self._draw()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._draw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._move(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._move(-WHEEL)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._held_at, self._is_dragged = int(event.screen_y), False

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A finger that slides takes the story along."""
        if not event.button:
            self._held_at = None  # it was lifted elsewhere
        if self._held_at is None:
            return
        row = int(event.screen_y)
        if row != self._held_at:
            self._is_dragged = True
            self._move(self._held_at - row)
            self._held_at = row

    def on_mouse_up(self) -> None:
        self._held_at = None

    def on_post_card_tapped(self, event: PostCard.Tapped) -> None:
        event.stop()
        if not self._is_dragged:
            self._here = event.id
            self._draw()
            self.action_choose()

    def render(self) -> Content:
        """What is behind the cards: at the right edge, how far down one is."""
        return edge(self.size, *self.place, self._everything)

    @property
    def _ends(self) -> bool:
        return self._before + len(self._posts) >= self._everything

    @property
    def _cards(self) -> list[PostCard]:
        return list(self.query_children(PostCard))

    @property
    def _width(self) -> int:
        return max(1, self.size.width - 2)

    @property
    def _most(self) -> int:
        """Rows of the tallest card: two of them fit."""
        return max(LOWEST, min(TALLEST, self.size.height // 2 - GAP))

    def _height(self, number: int) -> int:
        key = self._posts[number], self._width, self._most
        rows = self._heights.get(key)
        if rows is None:
            rows = self._heights[key] = rows_of(*key) + GAP
        return rows

    def _number_of(self, id: int) -> int | None:
        return next((number for number, it in enumerate(self._posts) if it.id == id), None)

    def _move(self, rows: int) -> None:
        self._scroll.move(rows)
        self._draw()

    def _draw(self) -> None:
        """Bring the cards in line with where one is. A card whose post stays in sight keeps it,
        so that its pictures are not drawn anew."""
        if not self.size:
            return
        sight = list(self._scroll.in_sight())
        wanted = {self._posts[number].id: (number, row) for number, row in sight}
        free, kept = [], {}
        for card in self._cards:
            id = card.shown.id if card.shown is not None and card.display else 0
            if id in wanted and id not in kept:
                kept[id] = card
            else:
                free.append(card)
        new = [PostCard() for _ in range(len(wanted) - len(kept) - len(free))]
        if new:
            self.mount(*new)
        free += new
        regions = self._placed.regions = {}
        for id, (number, row) in wanted.items():
            card = kept.get(id) or free.pop()
            card.display = True
            card.show(self._posts[number], self._width, self._most)
            card.point(self.has_focus and id == self._here)
            regions[card] = Region(0, row, self._width, self._height(number) - GAP)
        for card in free:
            card.display = False
        self.place = (
            (self._before + sight[0][0] + 1, self._before + sight[-1][0] + 1) if sight else (0, 0)
        )
        self.refresh(layout=True)
        self.post_message(self.Moved())
        self._look_ahead(sight)

    def _look_ahead(self, sight: Sequence[tuple[int, int]]) -> None:
        if not sight:
            return
        up = sight[0][0] < AHEAD and self._before > 0
        down = sight[-1][0] >= len(self._posts) - AHEAD and not self._ends
        if up or down:
            self.post_message(self.Needed())
