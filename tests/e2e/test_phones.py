"""The kiosk on a wall and a phone in front of it: the code is read from a picture of the screen,
the phone does what it says, and what it sends is on the screen."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from db import agreement, connection, models, pupils, roster
from kiosk import device
from tests.conftest import NOW, PIN, Here
from tests.e2e.conftest import need
from tests.e2e.phone import MAKER, code_on, phone, take_photo
from tests.e2e.wall import Foot, Wall, Xterm

pytestmark = pytest.mark.e2e

PATIENCE = 40.0  # seconds
PICTURES = (0, 1, 2)  # Aisha's code
PINK = "#e0208c"  # of the photo: nothing of the kiosk has it
ENOUGH_PIXELS = 400


@pytest.fixture
def port() -> int:
    with closing(socket.socket()) as made:
        made.bind(("127.0.0.1", 0))
        found: int = made.getsockname()[1]
        return found


@pytest.fixture
def wall(terminal: type[Wall]) -> Iterator[Wall]:
    kind = terminal
    need(*kind.programs, "chromium")
    screen = kind()
    try:
        yield screen
    finally:
        screen.close()


@pytest.fixture
def kiosk(wall: Wall, here: Here, port: int) -> Wall:
    """In front of Maple, with Aisha who has signed and knows her pictures; phones are answered."""
    device.change(here.data, class_id=here.maple.id)
    aisha = roster.pupils(here.maple.id)[0]
    pupils.set_code(here.leader, aisha.id, PICTURES, NOW)
    agreement.sign(aisha, 1, NOW, typed_name=aisha.forename)
    connection.close_database()
    wall.environ |= {"KIOSK_PUBLIC_URL": f"http://127.0.0.1:{port}", "KIOSK_FREE_MB": "0"}
    wall.start("run", "--data", str(here.data), "--phone-port", str(port))
    return wall


def read_code(kiosk: Wall, place: str, port: int) -> str:
    """The address in the code on the screen, once there is one."""
    until = time.monotonic() + PATIENCE
    while not (said := code_on(kiosk.picture())):
        assert time.monotonic() < until, "no code on the screen could be read"
        time.sleep(0.3)
    parts = urlsplit(said)
    assert (parts.scheme, parts.netloc.lower()) == ("http", f"127.0.0.1:{port}")
    assert re.fullmatch(rf"/{place}/[a-z0-9-]+", parts.path.lower())
    return said


def wait_for_no_code(kiosk: Wall) -> None:
    """Until the code has gone from the screen: it was used."""
    until = time.monotonic() + PATIENCE
    while code_on(kiosk.picture()):
        assert time.monotonic() < until, "the screen still shows a code that was used"
        time.sleep(0.2)


def keep(kiosk: Wall, file: Path) -> None:
    """As it is now: a screen that counts down never stands still on a busy machine."""
    file.write_bytes(kiosk.picture())


def wait_for_colour(kiosk: Wall, colour: str) -> None:
    """Until there is enough of the colour on the screen, or nearly of it: JPEG and Sixel shade."""
    until = time.monotonic() + PATIENCE
    while count(kiosk.picture(), colour) < ENOUGH_PIXELS:
        assert time.monotonic() < until, "the picture never came"
        time.sleep(0.1)


def count(picture: bytes, colour: str) -> int:
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    with Image.open(BytesIO(picture)) as image:
        colours = image.convert("RGB").getcolors(1 << 24) or []
    return sum(
        many
        for many, found in colours
        if max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 40  # type: ignore[arg-type]
    )


def items(here: Here) -> list[models.PortfolioItem]:
    connection.open_database(here.data / connection.FILE_NAME)
    try:
        return list(models.PortfolioItem.select().order_by(models.PortfolioItem.id))
    finally:
        connection.close_database()


def nothing_of_the_place(here: Here) -> None:
    """R28: neither place nor camera in any stored file, by the bytes that were sent."""
    for file in (here.data / "media").rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert MAKER.encode() not in held
            assert b"Exif" not in held
            assert b"GPS" not in held


def join(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="Join Riverside Primary")).to_be_visible()
    assert "Aisha" not in page.content()
    page.get_by_label("Your name").fill("Sam Surname00")
    page.get_by_label("Mum").check()
    page.get_by_role("button", name="Join").click()
    assert "Aisha" not in page.content()


def send_photo(page: Page, photo: Path, caption: str) -> None:
    """Choose the photo as from the phone's library, and wait until the page says it is saved."""
    page.locator("input[type=file]").first.set_input_files(photo)
    page.get_by_label("caption", exact=False).first.fill(caption)
    page.get_by_role("button", name=re.compile("^Send")).first.click()
    expect(page.get_by_text(re.compile("saved", re.IGNORECASE)).first).to_be_visible(timeout=40_000)


def to_own_portfolio(kiosk: Wall) -> None:
    """From home: Aisha's tile, her three pictures."""
    kiosk.press("3")
    kiosk.press("enter")
    for key in "123":
        kiosk.press(key, changes=False)
    kiosk.still()


@pytest.mark.parametrize(
    ("terminal", "scripts"), [(Xterm, True), (Foot, False)], ids=["xterm-scripts", "foot-plain"]
)
def test_a_parent_joins_and_what_they_send_is_on_the_screen(
    kiosk: Wall,
    here: Here,
    port: int,
    scripts: bool,
    tmp_path: Path,
    pictures: Callable[[str], Path],
) -> None:
    name = f"{type(kiosk).__name__.casefold()}-{'scripts' if scripts else 'plain'}"
    kiosk.press("5")
    kiosk.press(PIN, "enter")
    kiosk.type("i")
    address = read_code(kiosk, "j", port)
    keep(kiosk, pictures(f"{name}-code"))
    with phone(tmp_path, scripts=scripts) as page:
        join(page, address)
        expect(page.get_by_role("heading", name="Waiting for the school")).to_be_visible()
        wait_for_no_code(kiosk)
        kiosk.type("l")
        kiosk.still()
        kiosk.keep(pictures(f"{name}-confirm"))
        kiosk.press("c")
        page.goto(f"http://127.0.0.1:{port}/")
        expect(page.get_by_role("heading", name="Aisha")).to_be_visible()
        page.screenshot(path=pictures(f"{name}-phone-family"))

        kiosk.press("ctrl+l")  # the kiosk is the class's again
        to_own_portfolio(kiosk)
        assert count(kiosk.picture(), PINK) < ENOUGH_PIXELS
        page.get_by_role("link", name="Portfolio").click()
        page.get_by_text("Add something").click()
        send_photo(page, take_photo(tmp_path / "IMG_0001.jpg", PINK), "Made at home")
        sent = time.monotonic()
        wait_for_colour(kiosk, PINK)
        assert time.monotonic() - sent < 10
        page.screenshot(path=pictures(f"{name}-phone-portfolio"))
        kiosk.keep(pictures(f"{name}-portfolio"))
    (item,) = items(here)
    assert (item.words, item.state, item.guardian_id is not None) == (
        "Made at home",
        "waiting",
        True,
    )
    nothing_of_the_place(here)


@pytest.mark.parametrize(
    ("terminal", "scripts"), [(Foot, True), (Xterm, False)], ids=["foot-scripts", "xterm-plain"]
)
def test_a_pupil_adds_a_photo_by_the_code_on_the_screen(
    kiosk: Wall,
    here: Here,
    port: int,
    scripts: bool,
    tmp_path: Path,
    pictures: Callable[[str], Path],
) -> None:
    name = f"{type(kiosk).__name__.casefold()}-{'scripts' if scripts else 'plain'}"
    to_own_portfolio(kiosk)
    kiosk.type("a")
    address = read_code(kiosk, "u", port)
    with phone(tmp_path, scripts=scripts) as page:
        page.goto(address)
        page.screenshot(path=pictures(f"{name}-phone-link"))
        send_photo(page, take_photo(tmp_path / "IMG_0002.jpg", PINK), "My clay dragon")
        keep(kiosk, pictures(f"{name}-arrived"))
        page.screenshot(path=pictures(f"{name}-phone-saved"))
    kiosk.type_key("escape")
    wait_for_colour(kiosk, PINK)
    kiosk.keep(pictures(f"{name}-portfolio"))
    (item,) = items(here)
    assert (item.words, item.state, item.guardian_id) == ("My clay dragon", "waiting", None)
    nothing_of_the_place(here)
