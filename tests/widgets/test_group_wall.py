"""Groups on the wall: everybody is there, and nothing sticks out."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from db.records import Pupil
from kiosk.widgets.group_wall import GroupWall, Named
from tests.conftest import FORENAMES


class Wall(App[None]):
    def compose(self) -> ComposeResult:
        yield GroupWall()


def groups(pupils: int, number: int) -> list[Named]:
    everybody = [Pupil(it, (FORENAMES * 2)[it], "", "", "🐶") for it in range(pupils)]
    return [Named(f"Group {it + 1}", tuple(everybody[it::number])) for it in range(number)]


@pytest.mark.parametrize("size", [(80, 16), (76, 10), (190, 44), (40, 8), (10, 3)])
async def test_nothing_sticks_out(size: tuple[int, int]) -> None:
    app = Wall()
    async with app.run_test(size=size):
        wall = app.query_one(GroupWall)
        for number in (0, 1, 3, 6, 10, 17, 30):
            for pupils in (0, 1, 12, 30):
                wall.show(groups(pupils, number))
                lines = wall.render().split("\n")
                assert len(lines) <= size[1]
                assert max(line.cell_length for line in lines) <= size[0]


@pytest.mark.parametrize("size", [(76, 16), (190, 44)])
@pytest.mark.parametrize("number", [2, 5, 6, 8, 10, 15])
async def test_everybody_is_there_at_every_size_of_group(
    size: tuple[int, int], number: int
) -> None:
    app = Wall()
    async with app.run_test(size=size):
        wall = app.query_one(GroupWall)
        wall.show(groups(30, number))
        words = wall.render().plain
        for forename in FORENAMES:
            assert forename in words
        for it in range(number):
            assert f"Group {it + 1}" in words


async def test_few_pupils_on_a_large_wall_have_large_names() -> None:
    app = Wall()
    async with app.run_test(size=(190, 50)):
        wall = app.query_one(GroupWall)
        wall.show(groups(8, 4))
        words = wall.render().plain
        assert "█" not in words  # full blocks are coloured spaces
        assert "▀" in words
        assert "Aisha" not in words
