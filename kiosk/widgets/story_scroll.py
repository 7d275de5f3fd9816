"""Where one is among things of different heights, of which only those in sight are measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator


class StoryScroll:
    """A window of `room` rows on things that stand below each other.

    It knows the first thing in sight and how many of its rows are above the window; `height(n)`
    is asked only for things in sight or passed on the way. Nothing is shown above the first or
    below the last, unless all of them leave room.
    """

    def __init__(self, height: Callable[[int], int]) -> None:
        self._height = height
        self.things = 0
        self.room = 0
        self.first = 0
        self.above = 0

    @property
    def is_at_top(self) -> bool:
        return self.first == 0 and self.above == 0

    def in_sight(self) -> Iterator[tuple[int, int]]:
        """Each thing in sight and its first row in the window, which may be above it."""
        number, row = self.first, -self.above
        while number < self.things and row < self.room:
            yield number, row
            row += self._height(number)
            number += 1

    def whole(self) -> list[int]:
        """Those that are in sight from their first row to their last."""
        return [
            number
            for number, row in self.in_sight()
            if row >= 0 and row + self._height(number) <= self.room
        ]

    def go(self, number: int, above: int = 0) -> None:
        """Put this thing first, with so many rows of it above the window."""
        self.first, self.above = max(0, min(number, self.things - 1)), above
        self._settle()

    def move(self, rows: int) -> None:
        """So many rows down, or up."""
        self.above += rows
        self._settle()

    def reveal(self, number: int) -> None:
        """Move as little as it takes to have the whole of this thing in sight; what is taller than
        the window stands at its top."""
        for other, row in self.in_sight():
            if other == number:
                over = row + self._height(number) - self.room
                if row < 0 or over > row:
                    self.move(row)
                elif over > 0:
                    self.move(over)
                return
        if number < self.first:
            self.go(number)
        else:
            self.go(number, min(0, self._height(number) - self.room))

    def _settle(self) -> None:
        self._cross()
        left = self.room + self.above  # rows to fill, from the top of the first thing on
        for number in range(self.first, self.things):
            left -= self._height(number)
            if left <= 0:
                return
        self.above -= left
        self._cross()

    def _cross(self) -> None:
        """Let `above` be within the first thing again."""
        while self.above < 0 and self.first > 0:
            self.first -= 1
            self.above += self._height(self.first)
        self.above = max(0, self.above)
        while self.first < self.things - 1 and self.above >= self._height(self.first):
            self.above -= self._height(self.first)
            self.first += 1
