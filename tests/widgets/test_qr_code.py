"""QR codes, read back from the cells that are drawn."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image
from textual.app import App, ComposeResult
from textual.strip import Strip

from kiosk.qr import QUIET, link, squares
from kiosk.widgets.qr_code import TOO_SMALL, QrCode, scale_for

CODE = "abcdefghijklmnopqrstuvwx23"
LINK = link("http://192.168.1.20:8080", "j", CODE)
LONG = link("https://kiosk.riverside-primary.sch.uk", "j", CODE)
WIDE, HIGH = 10, 20  # points of a cell


class Shows(App[None]):
    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def compose(self) -> ComposeResult:
        yield QrCode(self.words)


def picture(lines: list[Strip]) -> Image.Image:
    """What a terminal makes of the lines: backgrounds, and upper and lower half blocks."""
    drawn = Image.new("L", (lines[0].cell_length * WIDE, len(lines) * HIGH), 90)
    for row, line in enumerate(lines):
        place = 0
        for text, style, _ in line:
            colours = [
                0 if colour is None or colour.triplet is None else colour.triplet.red
                for colour in (style and style.color, style and style.bgcolor)
            ]
            for char in text:
                box = (place * WIDE, row * HIGH, (place + 1) * WIDE, (row + 1) * HIGH)
                drawn.paste(colours[1], box)
                if char != " ":
                    top = row * HIGH + (0 if char == "▀" else HIGH // 2)
                    drawn.paste(colours[0], (box[0], top, box[2], top + HIGH // 2))
                place += 1
    return drawn


def test_capitals_make_the_code_of_a_classroom_small() -> None:
    assert LINK == "HTTP://192.168.1.20:8080/J/ABCDEFGHIJKLMNOPQRSTUVWX23"
    assert len(squares(LINK)) == 29 + 2 * QUIET
    assert len(squares(LINK.lower())) == 33 + 2 * QUIET
    assert all(not it for line in squares(LINK)[:QUIET] for it in line)


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(192, 50, 2.5), (80, 22, 1), (37, 19, 1), (36, 40, 0), (80, 18, 0)],
)
def test_it_is_as_large_as_there_is_room_for(width: int, height: int, scale: float) -> None:
    assert scale_for(37, width, height) == scale


@pytest.mark.parametrize("words", [LINK, LONG])
@pytest.mark.parametrize("size", [(80, 22), (100, 37), (120, 46), (192, 50), (240, 80)])
async def test_it_is_read_back(words: str, size: tuple[int, int]) -> None:
    app = Shows(words)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        code = app.query_one(QrCode)
        lines = [code.render_line(y) for y in range(code.size.height)]
        assert {line.cell_length for line in lines} == {size[0]}
        image = picture(lines)
    for part in (1, 2, 3):
        small = image.resize((image.width // part, image.height // part), Image.Resampling.BOX)
        assert [it.text for it in zxingcpp.read_barcodes(small)] == [words], part


async def test_without_room_it_says_so() -> None:
    app = Shows(LINK)
    async with app.run_test(size=(30, 12)) as pilot:
        await pilot.pause()
        code = app.query_one(QrCode)
        assert code.rows == 0
        words = " ".join(code.render_line(y).text.strip() for y in range(code.size.height))
        assert words.strip() == TOO_SMALL
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert code.rows == 19


async def test_nothing_is_an_empty_place() -> None:
    app = Shows("")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        code = app.query_one(QrCode)
        assert not any(code.render_line(y).text.strip() for y in range(24))
        code.show(LINK)
        assert code.rows == 19
