"""Pictures in real terminals: as sharp as their originals, and gone when something lies over them.

The originals have a frame in a colour of its own, by which they are found on the screen.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from db import agreement, connection, media, portfolio
from db.media import Facts
from db.pupils import set_code
from db.roster import pupils as pupils_of
from kiosk import device
from tests.conftest import NOW, Here
from tests.e2e.conftest import need
from tests.e2e.tmux import Tmux
from tests.e2e.wall import Foot, Vt340, Wall, Xterm
from tests.screens.agreeing import CODE, CODE_KEYS

pytestmark = pytest.mark.e2e

BOAT = Path(__file__).parents[2] / "kiosk" / "pictures" / "boat.png"
STAGE = (sys.executable, "-m", "tests.e2e.picture_stage")
FRAME = (255, 0, 255)
GREEN = (0, 255, 0)
FRAME_SHARE = 16  # of the height
ALIKE = 16.0  # of 255, root mean square: 256 colours, another scale
SHARPER = 2.0  # times, than half blocks are
OVER_SECONDS = 2.5


@pytest.fixture(params=[Foot, Vt340], ids=["foot", "vt340"])
def wall(request: pytest.FixtureRequest) -> Iterator[Wall]:
    kind: type[Wall] = request.param
    need(*kind.programs)
    screen = kind()
    try:
        yield screen
    finally:
        screen.close()


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """The boat in its frame, alone in a folder."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    with Image.open(BOAT) as boat:
        picture = boat.convert("RGB")
    wide = picture.height // FRAME_SHARE
    ImageDraw.Draw(picture).rectangle((0, 0, *picture.size), outline=FRAME, width=wide)
    file = folder / "a.png"
    picture.save(file)
    return file


def others(original: Path) -> None:
    """More pictures below it, so that the screen scrolls."""
    with Image.open(BOAT) as boat:
        for name in "bcdefghijklmnopqrs":
            boat.rotate(90, expand=True).save(original.with_name(f"{name}.png"))


def opened(picture: bytes) -> Image.Image:
    with Image.open(BytesIO(picture)) as image:
        return image.convert("RGB")


def found(screen: Image.Image) -> tuple[int, int, int, int]:
    """Where the frame is: left, top, right, bottom."""
    red, green, blue = screen.split()
    frame = ImageChops.multiply(
        ImageChops.multiply(
            red.point(lambda it: it > 215 and 255), blue.point(lambda it: it > 215 and 255)
        ),
        green.point(lambda it: it < 40 and 255),
    )
    box = frame.getbbox()
    assert box is not None, "the picture is not there"
    return box


def off(screen: Image.Image, original: Path) -> float:
    """How far the framed picture on the screen is from its original."""
    box = found(screen)
    shown = screen.crop(box)
    with Image.open(original) as image:
        expected = image.convert("RGB").resize(shown.size, Image.Resampling.LANCZOS)
    return difference(shown, expected)


def off_in_blocks(screen: Image.Image, original: Path, cell: tuple[int, int]) -> float:
    """The same for half blocks in cells of this size."""
    left, top, right, bottom = found(screen)
    size = right - left, bottom - top
    blocks = max(1, size[0] // cell[0]), max(1, size[1] * 2 // cell[1])
    with Image.open(original) as image:
        expected = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    small = expected.resize(blocks, Image.Resampling.BOX)
    return difference(expected, small.resize(size, Image.Resampling.NEAREST))


def difference(one: Image.Image, other: Image.Image) -> float:
    each = ImageStat.Stat(ImageChops.difference(one, other)).rms
    return float(sum(each) / len(each))


def same(one: bytes, other: bytes) -> bool:
    """Pixel by pixel, but for what a scroll bar or a clock may do: one in two thousand."""
    first, second = opened(one), opened(other)
    changed = ImageChops.difference(first, second).convert("L").point(bool)
    return changed.histogram()[1] * 2000 < changed.width * changed.height


def is_sharp(wall: Wall, original: Path) -> None:
    """Waits until it is: half blocks come first."""
    until = time.monotonic() + 20
    while True:
        screen = opened(wall.still())
        far = off(screen, original)
        if far < ALIKE and far * SHARPER < off_in_blocks(screen, original, (9, 18)):
            return
        assert time.monotonic() < until, f"{far:.1f} off"
        time.sleep(0.3)


def test_a_picture_is_as_its_original(
    wall: Wall, original: Path, pictures: Callable[[str], Path]
) -> None:
    wall.start(str(original.parent), "auto", program=STAGE)
    is_sharp(wall, original)
    wall.keep(pictures(type(wall).__name__.casefold()))


def test_nothing_of_it_is_over_a_dialog_or_left_behind(
    wall: Wall, original: Path, pictures: Callable[[str], Path]
) -> None:
    name = type(wall).__name__.casefold()
    others(original)
    wall.start(str(original.parent), "auto", program=STAGE)
    is_sharp(wall, original)
    before = wall.still()

    wall.press("d")
    wall.keep(pictures(f"{name}-dialog"))
    over = opened(wall.still())
    green = ImageChops.difference(over, Image.new("RGB", over.size, GREEN)).convert("L")
    box = green.point(lambda it: it == 0 and 255).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert (right - left, bottom - top) > (300, 120)
    below_the_words = over.crop((left, top + 24, right, bottom))
    assert below_the_words.getcolors() == [(below_the_words.width * below_the_words.height, GREEN)]
    with pytest.raises(AssertionError):  # dimmed, and coarse
        assert off(over, original) < ALIKE
    wall.press("d")
    assert same(wall.still(), before)

    wall.press("s")
    wall.keep(pictures(f"{name}-sentence"))
    time.sleep(OVER_SECONDS)
    assert same(wall.still(), before)


def test_it_scrolls(wall: Wall, original: Path, pictures: Callable[[str], Path]) -> None:
    others(original)
    wall.start(str(original.parent), "auto", program=STAGE)
    is_sharp(wall, original)
    before = wall.still()
    height = opened(before).height
    box = found(opened(before))

    wall.press("down")
    moved = opened(wall.still())
    wall.keep(pictures(f"{type(wall).__name__.casefold()}-down"))
    left, top, right, bottom = found(moved)
    assert (left, right) == (box[0], box[2])
    assert bottom < box[3]
    shown = bottom - top
    with Image.open(original) as image:
        whole = image.convert("RGB").resize((right - left, box[3] - box[1]))
    expected = whole.crop((0, whole.height - shown, whole.width, whole.height))
    assert difference(moved.crop((left, top, right, bottom)), expected) < ALIKE
    # The one below moved as well and left nothing where it was.
    step = box[3] - bottom
    lower = box[3], height - 60
    there = opened(before).crop((0, lower[0] + step, box[2], lower[1]))
    now = moved.crop((0, lower[0], box[2], lower[1] - step))
    assert difference(there, now) < ALIKE

    for _ in range(12):  # xterm keeps only some pictures at a time
        wall.press("down", "up", changes=False)
    wall.press("up")
    assert same(wall.still(), before)


def test_it_fits_after_a_resize(
    wall: Wall, original: Path, pictures: Callable[[str], Path]
) -> None:
    wall.start(str(original.parent), "auto", program=STAGE)
    is_sharp(wall, original)
    before = wall.still()
    wall.resize(800, 460)
    wall.wait_for_change(before)
    is_sharp(wall, original)
    wall.keep(pictures(type(wall).__name__.casefold()))
    wall.resize(1240, 700)
    is_sharp(wall, original)


def test_an_xterm_without_sixel_shows_blocks(
    original: Path, pictures: Callable[[str], Path]
) -> None:
    need(*Xterm.programs)
    xterm = Xterm()
    try:
        xterm.start(str(original.parent), "auto", program=STAGE)
        time.sleep(1)
        screen = opened(xterm.still())
        xterm.keep(pictures("xterm"))
        far = off(screen, original)
        assert ALIKE < far < 3 * off_in_blocks(screen, original, (9, 19))
    finally:
        xterm.close()


def test_tmux_shows_blocks(tmux: Tmux, original: Path, tmp_path: Path) -> None:
    tmux.start(str(original.parent), "auto", home=tmp_path, program=STAGE)
    assert "▀▀▀▀" in tmux.wait_for("▀▀▀▀", "The last line")


def test_in_the_kiosk(
    wall: Wall, here: Here, original: Path, pictures: Callable[[str], Path]
) -> None:
    """The way a pupil goes: tile, picture code, gallery, one thing large; all by keys."""
    name = type(wall).__name__.casefold()
    pupil = pupils_of(here.maple.id)[0]
    set_code(here.leader, pupil.id, CODE, NOW)
    agreement.sign(pupil, 1, NOW, typed_name=pupil.name)
    kept = media.keep(original, original, Facts("photo", "image/png", 640, 480), NOW)
    portfolio.add_media(pupil.id, kept.sha256, "My boat", NOW, key="1", sender=pupil)
    device.change(here.data, class_id=here.maple.id)
    connection.close_database()

    wall.start("run", "--data", str(here.data), "--phone-port", "0")
    wall.press("3")
    wall.press("enter")
    wall.press(*CODE_KEYS)
    is_sharp(wall, original)
    wall.keep(pictures(f"{name}-gallery"))
    small = found(opened(wall.still()))
    wall.press("enter")
    is_sharp(wall, original)
    wall.keep(pictures(f"{name}-large"))
    wall.press("t")
    wall.keep(pictures(f"{name}-sure"))
    wall.press("n")
    is_sharp(wall, original)
    wall.press("escape")
    is_sharp(wall, original)
    assert found(opened(wall.still())) == small
