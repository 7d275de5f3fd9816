"""Large letters: they fit, they hold still, and what cannot be drawn is left to the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.content import Content

from kiosk.widgets.lettering import LEAST_ROWS, large


@settings(deadline=None, max_examples=150)
@given(
    words=st.text(alphabet=st.characters(codec="utf-8"), max_size=16),
    width=st.integers(0, 150),
    height=st.integers(0, 40),
)
def test_whatever_is_drawn_fits(words: str, width: int, height: int) -> None:
    drawn = large(words, width, height)
    if drawn is not None:
        assert height >= LEAST_ROWS
        assert 1 <= len(drawn) <= height
        widths = {Content(line).cell_length for line in drawn}
        assert len(widths) == 1
        assert widths.pop() <= width


@settings(deadline=None, max_examples=60)
@given(
    words=st.lists(st.text(alphabet="abgjyÅTÉ -", min_size=1, max_size=9), min_size=1, max_size=5),
    width=st.integers(10, 150),
    height=st.integers(4, 30),
)
def test_words_like_each_other_are_equally_large(words: list[str], width: int, height: int) -> None:
    like = tuple(words)
    drawn = [large(it, width, height, like) for it in words if it.strip()]
    shapes = {(len(it), len(it[0])) for it in drawn if it}
    assert len(shapes) <= 1
    for rows, across in shapes:
        assert rows <= height
        assert across <= width


@pytest.mark.parametrize("name", ["Zoë", "Łukasz", "Nguyễn", "Şeyma", "O'Brien", "Жанна", "Ελένη"])
def test_names_of_many_languages_are_drawn(name: str) -> None:
    assert large(name, 76, 12) is not None


@pytest.mark.parametrize("name", ["李", "محمد", "🐶", "", "   ", "a\x1b[31m"])
def test_what_the_font_lacks_is_left_to_the_terminal(name: str) -> None:
    assert large(name, 76, 12) is None


def test_it_is_as_large_as_there_is_room_for() -> None:
    for width, height in ((76, 10), (190, 40)):
        drawn = large("Aisha", width, height)
        assert drawn is not None
        assert len(drawn) > 0.9 * height or len(drawn[0]) > 0.9 * width


def test_a_clock_does_not_jump_about() -> None:
    shapes = set()
    colons = set()
    for digits in ("4:59", "1:11", "0:00", "8:41"):
        drawn = large(digits, 70, 12, ("8:88",))
        assert drawn is not None
        shapes.add((len(drawn), len(drawn[0])))
        colons.add(tuple(line[18:26] for line in drawn))
    assert len(shapes) == 1
    assert len(colons) == 1


def test_two_lines_where_that_is_much_larger() -> None:
    one = large("Mary", 60, 20)
    both = large("Maryannette Okonkwo", 100, 24)
    assert one is not None
    assert both is not None
    assert len(both) > 12
