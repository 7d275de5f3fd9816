"""Pictures: which cells are painted sharply, and what is under them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from textual.app import ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Static

from kiosk import graphics
from kiosk.graphics import Graphics, Kind
from kiosk.pictured import PicturedApp
from kiosk.widgets import kitty, picture, sketch
from kiosk.widgets.picture import Picture
from kiosk.widgets.piece import rectangles, tiles
from kiosk.widgets.sketch import Ask

CELL = (10, 20)
SIXEL = re.compile(r"\x1b\[(\d+);(\d+)H\x1bP[\d;]*q\"1;1;(\d+);(\d+)")


@pytest.fixture(autouse=True)
def cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "cell_pixels", lambda: CELL)
    monkeypatch.setattr(graphics, "cell_pixels", lambda: CELL)


@pytest.fixture
def boat(tmp_path: Path) -> Path:
    file = tmp_path / "boat.png"
    Image.effect_noise((400, 400), 90).convert("RGB").save(file)
    return file


class Stage(PicturedApp):
    """One picture of 40 by 20 cells, and something that may lie over it."""

    CSS = """
    Picture { width: 40; height: 20; }
    #over { layer: above; width: 6; height: 4; offset: 17 8; display: none; }
    Screen { layers: below above; }
    """

    def __init__(self, file: Path, drawn_by: Graphics) -> None:
        super().__init__()
        self.graphics = drawn_by
        self.sent: list[str] = []
        self._file = file

    def compose(self) -> ComposeResult:
        yield Picture(self._file, alt="A boat")
        yield Static("over it", id="over")

    def write_to_terminal(self, sequence: str) -> None:
        self.sent.append(sequence)

    def frame(self) -> tuple[str, str]:
        """All as it would go to the terminal: the text, and what is painted over it."""
        text = self.screen._compositor.render_full_update().render_segments(self.console)
        painted = "".join(it.paint() for it in self.to_paint)
        self.to_paint.clear()
        return text, painted


async def painted(pilot: Pilot[int]) -> list[Region]:
    """The cells that are painted sharply, once all is made."""
    app = pilot.app
    assert isinstance(app, Stage)
    for _ in range(50):
        app.frame()
        await pilot.pause(0.02)
        await app.workers.wait_for_complete()
    _, over = app.frame()
    return [
        Region(int(x) - 1, int(y) - 1, int(width) // CELL[0], int(height) // CELL[1])
        for y, x, width, height in SIXEL.findall(over)
    ]


async def test_a_picture_is_painted_where_it_is(boat: Path) -> None:
    async with Stage(boat, Graphics(Kind.SIXEL)).run_test(size=(80, 30)) as pilot:
        assert await painted(pilot) == [Region(0, 0, 40, 20)]


async def test_what_lies_over_it_is_left_alone(boat: Path) -> None:
    async with Stage(boat, Graphics(Kind.SIXEL)).run_test(size=(80, 30)) as pilot:
        await painted(pilot)
        over = pilot.app.query_one("#over")
        over.display = True
        await pilot.pause()
        parts = await painted(pilot)
        assert sum(it.area for it in parts) == 40 * 20 - over.region.area
        assert not any(it.overlaps(over.region) for it in parts)
        over.display = False
        await pilot.pause()
        assert await painted(pilot) == [Region(0, 0, 40, 20)]


async def test_nothing_is_painted_into_the_last_line(boat: Path) -> None:
    """Some terminals would scroll."""
    async with Stage(boat, Graphics(Kind.SIXEL)).run_test(size=(80, 12)) as pilot:
        assert await painted(pilot) == [Region(0, 0, 40, 11)]


async def test_a_large_one_is_painted_in_parts_that_the_terminal_takes(boat: Path) -> None:
    small = Graphics(Kind.SIXEL, largest=(250, 250))
    async with Stage(boat, small).run_test(size=(80, 30)) as pilot:
        parts = await painted(pilot)
        assert len(parts) == 4
        assert sum(it.area for it in parts) == 40 * 20
        assert all(it.width * CELL[0] <= 250 and it.height * CELL[1] <= 250 for it in parts)


async def test_half_blocks_are_under_it(boat: Path) -> None:
    async with Stage(boat, Graphics(Kind.SIXEL)).run_test(size=(80, 30)) as pilot:
        await painted(pilot)
        assert isinstance(pilot.app, Stage)
        text, _ = pilot.app.frame()
        assert text.count(sketch.UPPER_HALF) == 40 * 20


async def test_without_a_sharp_kind_nothing_is_painted(boat: Path) -> None:
    async with Stage(boat, graphics.BLOCKS).run_test(size=(80, 30)) as pilot:
        assert await painted(pilot) == []


async def test_kitty_gets_a_picture_once_and_signs_for_its_cells(boat: Path) -> None:
    async with Stage(boat, Graphics(Kind.KITTY)).run_test(size=(80, 30)) as pilot:
        await painted(pilot)
        app = pilot.app
        assert isinstance(app, Stage)
        (sent,) = app.sent
        number = re.findall(r"a=p,U=1,i=(\d+),c=40,r=20", sent)[0]
        text, over = app.frame()
        assert over == ""
        assert text.count(kitty.PLACE) == 40 * 20
        assert sketch.UPPER_HALF not in text
        row, column = kitty.SIGNS[3], kitty.SIGNS[7]
        assert text.count(f"{kitty.PLACE}{row}{column}") == 1
        await app.query_one(Picture).remove()
        assert app.sent[1:] == [kitty.forget(int(number))]


async def test_what_cannot_be_read_is_told_in_words(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff broken")
    for file in (broken, tmp_path / "missing.jpg"):
        async with Stage(file, graphics.BLOCKS).run_test(size=(80, 30)) as pilot:
            await painted(pilot)
            assert "A boat" in "\n".join(
                it.text for it in pilot.app.screen._compositor.render_strips()
            )


def test_importing_asks_the_terminal_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert kitty.MOST_CELLS > 200
    assert capfd.readouterr().out == ""


def test_rows_become_few_rectangles() -> None:
    rows = {0: [(0, 4), (4, 10)], 1: [(0, 10)], 2: [(0, 3), (6, 10)], 3: [(6, 10), (0, 3)]}
    assert rectangles(rows, Region(0, 0, 10, 4)) == [
        Region(0, 0, 10, 2),
        Region(0, 2, 3, 2),
        Region(6, 2, 4, 2),
    ]
    assert rectangles(rows, Region(2, 1, 5, 1)) == [Region(2, 1, 5, 1)]


def test_tiles_cover_it_all() -> None:
    parts = tiles(Region(3, 2, 25, 11), (10, 5))
    assert sum(it.area for it in parts) == 25 * 11
    assert Region.from_union(parts) == Region(3, 2, 25, 11)


@pytest.mark.parametrize(
    ("size", "expected"), [((400, 400), (40, 20)), ((800, 100), (40, 2)), ((9, 4000), (1, 20))]
)
def test_proportions_are_kept(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert sketch.fit(size, (40, 20), CELL) == expected


def test_each_colour_is_chosen_after_it_is_defined(boat: Path) -> None:
    """foot and xterm draw on with the colour before, where it is only defined."""
    drawn = sketch.draw(Ask(boat, (10, 5), CELL, True, 256))
    assert drawn is not None
    sixels = drawn.sixels(Region(0, 0, drawn.columns, drawn.rows))
    defined = re.findall(r"#(\d+);2;\d+;\d+;\d+(.{5})", sixels)
    assert defined
    assert all(after.startswith(f"#{number}") for number, after in defined)


def test_what_is_clear_is_drawn_on_paper(tmp_path: Path) -> None:
    file = tmp_path / "clear.png"
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(file)
    drawn = sketch.draw(Ask(file, (4, 2), CELL, False, 0))
    assert drawn is not None
    assert set(drawn.halves[0]) == {sketch.PAPER}
