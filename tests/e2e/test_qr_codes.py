"""A code on the real screen, read back from a picture of it as a phone's camera would."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from db import connection, invitations
from db.family_records import Connection
from kiosk import device
from tests.conftest import NOW, PIN, Here
from tests.e2e.conftest import need
from tests.e2e.wall import Foot, Wall, Xterm

pytestmark = pytest.mark.e2e

ADDRESS = "http://192.168.1.20:8080"
PARTS = (1, 2, 3)  # of the picture: a camera at three metres sees no more


@pytest.fixture(params=[Foot, Xterm], ids=["foot", "xterm"])
def wall(request: pytest.FixtureRequest) -> Iterator[Wall]:
    kind: type[Wall] = request.param
    need(*kind.programs)
    screen = kind()
    try:
        yield screen
    finally:
        screen.close()


def said(picture: bytes, part: int) -> list[str]:
    """What codes say in the picture, in a `part`-th of its size."""
    with Image.open(BytesIO(picture)) as opened:
        grey = opened.convert("L")
    small = grey.resize((grey.width // part, grey.height // part), Image.Resampling.BOX)
    return [it.text for it in zxingcpp.read_barcodes(small)]


@pytest.mark.parametrize("theme", ["kiosk-light", "kiosk-dark"])
def test_a_code_for_a_parent_is_read_also_in_a_third_of_its_size(
    wall: Wall, here: Here, theme: str, pictures: Callable[[str], Path]
) -> None:
    device.change(here.data, class_id=here.maple.id, theme=theme)
    connection.close_database()
    wall.environ["KIOSK_PUBLIC_URL"] = ADDRESS
    wall.start("run", "--data", str(here.data), "--phone-port", "0")
    wall.press("5")
    wall.press(PIN, "enter")
    wall.press("i")
    until = time.monotonic() + 15
    while not (first := said(wall.picture(), 1)):
        assert time.monotonic() < until, "no code on the screen"
        time.sleep(0.3)
    picture = wall.still()
    wall.keep(pictures(f"{type(wall).__name__.casefold()}-{theme}"))
    for part in PARTS:
        assert said(picture, part) == first, part
    assert re.fullmatch(re.escape(f"{ADDRESS}/J/".upper()) + "[A-Z2-7]{26}", first[0])
    connection.open_database(here.data / connection.FILE_NAME)
    board = invitations.board(here.leader, here.maple.id, NOW)
    assert board[0].connection is Connection.INVITED
