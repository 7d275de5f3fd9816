"""How the cards of a gallery are placed."""

from __future__ import annotations

import pytest
from textual.geometry import Size

from kiosk.widgets.gallery import MOST, Shape, shape, shape_for


@pytest.mark.parametrize(
    ("size", "expected"),
    [((78, 17), (3, 2)), ((118, 33), (4, 3)), ((190, 50), (4, 3)), ((20, 5), (1, 1))],
)
def test_a_page_holds_what_can_be_seen(size: tuple[int, int], expected: Shape) -> None:
    assert shape(Size(*size)) == expected
    assert shape(Size(*size)).columns * shape(Size(*size)).rows <= MOST


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, (1, 1)), (2, (2, 1)), (3, (3, 1)), (4, (2, 2)), (6, (3, 2)), (12, (4, 3))],
)
def test_few_things_are_shown_larger(count: int, expected: Shape) -> None:
    assert shape_for(count, Size(140, 33)) == expected


@pytest.mark.parametrize("count", range(1, MOST + 1))
@pytest.mark.parametrize("size", [(78, 17), (118, 33), (190, 50)])
def test_every_card_has_a_place(count: int, size: tuple[int, int]) -> None:
    page = shape(Size(*size))
    count = min(count, page.columns * page.rows)
    columns, rows = shape_for(count, Size(*size))
    assert columns * rows >= count
