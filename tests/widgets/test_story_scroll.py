"""Where one is among things of different heights."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.widgets.story_scroll import StoryScroll

MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(-60, 60)),
        st.tuples(st.just("reveal"), st.integers(0, 11)),
        st.tuples(st.just("go"), st.integers(0, 11)),
    )
)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(1, 30), MOVES)
def test_as_one_tall_sheet_behind_a_window(
    heights: list[int], room: int, moves: list[tuple[str, int]]
) -> None:
    scroll = StoryScroll(heights.__getitem__)
    scroll.things, scroll.room = len(heights), room
    tops = [sum(heights[:number]) for number in range(len(heights))]
    lowest = max(0, sum(heights) - room)
    top = 0
    for what, given_number in moves:
        if what == "move":
            scroll.move(given_number)
            top += given_number
        else:
            number = min(given_number, len(heights) - 1)
            getattr(scroll, what)(number)
            bottom = tops[number] + heights[number]
            if what == "go" or tops[number] < top or heights[number] > room:
                top = tops[number]
            elif bottom > top + room:
                top = bottom - room
        top = max(0, min(top, lowest))
        assert tops[scroll.first] + scroll.above == top
        assert list(scroll.in_sight()) == [
            (number, tops[number] - top)
            for number in range(len(heights))
            if tops[number] < top + room and tops[number] + heights[number] > top
        ]
        assert scroll.is_at_top == (top == 0)
