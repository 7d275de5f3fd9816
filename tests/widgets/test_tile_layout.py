"""How many columns of tiles there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Size

from kiosk.widgets.skill_palette import strip_plan
from kiosk.widgets.tile_layout import LOWEST, NARROWEST, fit


@pytest.mark.parametrize(
    ("room", "columns"), [(Size(80, 19), 5), (Size(86, 37), 5), (Size(156, 57), 5)]
)
def test_thirty_stand_in_five_columns(room: Size, columns: int) -> None:
    found = fit(30, room)
    assert found.columns == columns
    assert found.whole


def test_thirty_six_still_fit_the_smallest_screen() -> None:
    assert fit(36, Size(80, 19)).whole
    assert not fit(37, Size(80, 19)).whole


@given(st.integers(0, 120), st.integers(20, 240), st.integers(4, 80))
def test_tiles_never_stand_outside_and_are_never_too_small(
    count: int, width: int, height: int
) -> None:
    found = fit(count, Size(width, height))
    assert found.columns * found.width <= width
    assert found.width >= min(NARROWEST, width - 1)
    assert found.height >= LOWEST
    if found.whole:
        assert -(-count // found.columns) * found.height <= height


@given(st.integers(0, 60), st.integers(10, 200))
def test_a_strip_shows_all_skills_or_a_way_to_them(skills: int, width: int) -> None:
    columns, shown = strip_plan(skills, width)
    assert shown == skills or shown == columns * 3 - 1
    assert columns == 1 or width // columns >= 19
