"""On the wall: a real graphical terminal, keys, and pictures to look at in `pictures/`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from textual.theme import Theme

from db import connection, roster
from kiosk import device
from kiosk.styles.themes import THEMES
from tests.conftest import PIN, TODAY, Here
from tests.e2e.conftest import need
from tests.e2e.wall import Foot, Wall, Xterm

pytestmark = pytest.mark.e2e


@pytest.fixture(params=[Foot, Xterm], ids=["foot", "xterm"])
def wall(request: pytest.FixtureRequest) -> Iterator[Wall]:
    kind: type[Wall] = request.param
    need(*kind.programs)
    screen = kind()
    try:
        yield screen
    finally:
        screen.close()


def main_colour(picture: bytes) -> str:
    """The colour of most of the picture, as a theme writes it."""
    small = opened(picture).resize((320, 180), Image.Resampling.NEAREST)
    red, green, blue = max(small.getcolors(320 * 180) or [])[1]
    return f"#{red:02x}{green:02x}{blue:02x}"


def wait_for_theme(wall: Wall, theme: Theme) -> None:
    """Until most of the picture is in the theme's own colours."""
    until = time.monotonic() + 30
    while main_colour(wall.still()) not in (theme.background, theme.surface):
        assert time.monotonic() < until, theme.name
        time.sleep(0.5)


def alike(one: bytes, other: bytes) -> bool:
    """The same but for the clock: at most one pixel in fifty is another."""
    changed = ImageChops.difference(opened(one), opened(other)).convert("L").point(bool)
    return changed.histogram()[1] * 50 < changed.width * changed.height


def opened(picture: bytes) -> Image.Image:
    with Image.open(BytesIO(picture)) as image:
        return image.convert("RGB")


def total_of_ava(here: Here) -> int:
    connection.open_database(here.data / connection.FILE_NAME)
    try:
        return next(it.total for it in roster.tiles(here.maple.id, TODAY) if it.pupil.name == "Ava")
    finally:
        connection.close_database()


def test_a_point_by_keys_in_front_of_the_class(
    wall: Wall, here: Here, pictures: Callable[[str], Path], request: pytest.FixtureRequest
) -> None:
    name = type(wall).__name__.casefold()
    device.change(here.data, class_id=here.maple.id)
    connection.close_database()
    wall.start("run", "--data", str(here.data))
    wall.keep(pictures(f"{name}-home"))

    wall.press("1")
    wall.keep(pictures(f"{name}-sign-in"))
    wall.press(PIN, "enter")
    wall.keep(pictures(f"{name}-points"))
    wall.press("a", "v", "space")
    wall.press("1")
    until = time.monotonic() + 10
    while total_of_ava(here) != 1:
        assert time.monotonic() < until, "no point was given"
        time.sleep(0.2)
    wall.keep(pictures(f"{name}-point-given"))
    wall.press("ctrl+l")

    home = wall.still()
    for way_out in ("ctrl+q", "ctrl+c", "ctrl+d", "ctrl+p", "alt+F4", "ctrl+shift+n", "F11"):
        wall.press(way_out, changes=False)
    assert wall.is_there
    assert alike(wall.still(), home)


def test_each_theme(wall: Wall, here: Here, pictures: Callable[[str], Path]) -> None:
    name = type(wall).__name__.casefold()
    connection.close_database()
    wall.start("run", "--data", str(here.data))
    wall.press("t")
    wall.press(PIN, "enter")
    for number, theme in enumerate(THEMES):
        wait_for_theme(wall, theme)
        wall.keep(pictures(f"{name}-{theme.name}"))
        if number < len(THEMES) - 1:
            wall.press("t")
