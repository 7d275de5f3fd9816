"""A post from the teacher's keys to a parent's thumb and back: a terminal on the wall, a tablet
that sends the photo, the phones of two families.

tmux runs between the terminal and the kiosk, so that what the screen says can be read as words.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from db import connection, invitations, joining, models, phones
from db.connection import reading
from kiosk import device
from tests.conftest import NOW, Here, add_pupils
from tests.db.stories import allow, other_class, teacher
from tests.e2e.conftest import need
from tests.e2e.phone import another, phone, take_photo
from tests.e2e.test_phones import nothing_of_the_place, read_code, send_photo, wait_for_colour
from tests.e2e.tmux import Tmux
from tests.e2e.wall import NAMED, Foot, Wall, Xterm
from tests.web.conftest import parent_of

pytestmark = pytest.mark.e2e

TEACHERS_PIN = "135791"
PINK = "#e0208c"
WORDS = "We grew beans on the sill"
RUDE = "What a stupid bean, said nobody"
PATIENCE = 20.0
LOOK = 1.0  # seconds: an answer that comes sooner is not taken for one
SOON = 5.0  # seconds; on a machine with nothing else to do it is far below one


@pytest.fixture
def wall(terminal: type[Wall]) -> Iterator[Wall]:
    need(*terminal.programs, "chromium", "tmux")
    screen = terminal()
    try:
        yield screen
    finally:
        screen.close()


@dataclass
class Class:
    """The kiosk in front of Maple: `wall` has the keys, `tmux` the words on the screen."""

    here: Here
    wall: Wall
    tmux: Tmux
    port: int
    sam: str  # the cookie of Aisha's parent's phone
    kim: str  # of a parent whose child is in Oak

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def press(self, *keys: str, shows: str = "") -> None:
        """Keys and words one after the other, then wait until these words are there."""
        for key in keys:
            if key in NAMED or re.fullmatch(r"Right|Left|F\d+", key):
                self.wall.type_key(key)
            else:
                self.wall.type(key)
        if shows:
            self.tmux.wait_for(shows, seconds=PATIENCE)

    @contextmanager
    def records(self) -> Iterator[None]:
        connection.open_database(self.here.data / connection.FILE_NAME)
        try:
            with reading():
                yield
        finally:
            connection.close_database()

    def state(self) -> str:
        """What the one post is now."""
        with self.records():
            return models.Post.get().state


@pytest.fixture
def maple(
    wall: Wall, tmux: Tmux, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Class:
    """Mr Ash teaches Maple; all of it but Ava may be in photos. Both parents are connected."""
    with closing(socket.socket()) as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
    device.change(here.data, class_id=here.maple.id)
    teacher(here.maple.id)
    for pupil_id in here.pupil_ids:
        allow(here, pupil_id, allowed=pupil_id != here.pupil_ids[3])
    (zed,) = add_pupils(other_class(), ["Zed"])
    sam, kim = parent_of(here, here.pupil_ids[0]), parent_of_other(here, zed)
    connection.close_database()
    monkeypatch.setenv("KIOSK_PUBLIC_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("KIOSK_FREE_MB", "0")
    tmux.start("run", "--data", str(here.data), "--phone-port", str(port), home=tmp_path)
    tmux.wait_for("Well done, everybody")
    wall.start(program=tmux.attach)
    return Class(here, wall, tmux, port, sam, kim)


def parent_of_other(here: Here, pupil_id: int) -> str:
    """The cookie of a phone whose parent joined for a pupil of another class."""
    code = invitations.invite(here.leader, pupil_id, NOW).code
    token = joining.join(code, "Kim Lee", "mum", "", NOW)
    visitor = phones.visitor(token)
    assert visitor
    invitations.confirm(here.leader, visitor.guardian_id, pupil_id, NOW)
    return token


def sign_in(page: Page, origin: str, token: str) -> None:
    page.context.add_cookies([{"name": "phone", "value": token, "url": origin}])


def write(maple: Class) -> None:
    """By keys, from home to a draft with its photos in front."""
    maple.press("2", shows="Nothing is in the class story yet")
    maple.press("F2", shows="Staff sign-in")
    maple.press("a", TEACHERS_PIN, "enter", shows="Write (W)")
    maple.press("w", shows="Publish (F10)")
    maple.press(WORDS, "F8", shows="Nothing is here yet")


TO_AVA, TO_AISHA = ("Right",) * 3, ("Left",) * 3


def tag(maple: Class, *keys: str) -> None:
    """Of the photo that the cursor is on. The first name is Aisha's, and Ava's the fourth."""
    maple.press("enter", shows="▸🐶 Aisha")
    time.sleep(LOOK)
    maple.press(*keys)


def none_of_it(page: Page, maple: Class, post: int, file: int, zed: int) -> None:
    """A parent of another class sees no word and no picture of the post, whatever they open."""
    sign_in(page, maple.origin, maple.kim)
    aisha = maple.here.pupil_ids[0]
    page.goto(f"{maple.origin}/child/{zed}/class-story")
    expect(page.get_by_role("heading", name="class story")).to_be_visible()
    assert WORDS not in page.content()
    nowhere = opened(page, f"{maple.origin}/child/{zed}/post/4711")
    assert nowhere[0] == 404
    for path in (
        f"/child/{zed}/post/{post}",
        f"/child/{aisha}/post/{post}",
        f"/child/{aisha}/class-story",
        f"/post-file/{file}",
        f"/post-file/{file}/small",
    ):
        assert opened(page, f"{maple.origin}{path}") == nowhere, path


def opened(page: Page, address: str) -> tuple[int, bytes]:
    answer = page.goto(address)
    assert answer is not None
    return answer.status, answer.body()


@pytest.mark.parametrize(
    ("terminal", "scripts"), [(Foot, True), (Xterm, False)], ids=["foot-scripts", "xterm-plain"]
)
def test_a_post_with_a_photo_from_keys_to_thumbs_and_back(
    maple: Class,
    scripts: bool,
    tmp_path: Path,
    pictures: Callable[[str], Path],
) -> None:
    name = f"{type(maple.wall).__name__.casefold()}-{'scripts' if scripts else 'plain'}"
    write(maple)
    maple.press("a", shows="In no photo, please")
    address = read_code(maple.wall, "s", maple.port)
    with phone(tmp_path, scripts=scripts) as tablet:
        browser = tablet.context.browser
        assert browser is not None
        tablet.goto(address)
        send_photo(tablet, take_photo(tmp_path / "IMG_0001.jpg", PINK), "Our beans")
        maple.press("escape", shows="Who is in it?")

        tag(maple, *TO_AVA, "space")
        maple.tmux.wait_for("No permission, so nobody can see it: Ava")
        maple.press("F10", shows="No permission: Ava")
        maple.press("escape", shows="Publish (F10)")
        maple.press("F10", shows="There is no permission to show photos")
        maple.wall.keep(pictures(f"{name}-refused"))
        maple.press("F10")
        maple.tmux.wait_for("There is no permission to show photos", "Ava")
        assert maple.state() == "draft"

        maple.press("F8", shows="No permission: Ava")
        tag(maple, *TO_AVA, "space", *TO_AISHA, "space")
        maple.tmux.wait_for("In it: Aisha")
        maple.press("F10", shows="✔ Aisha")
        maple.press("escape")
        maple.tmux.wait_until_gone("✔ Aisha")
        maple.tmux.wait_until_gone("There is no permission")
        maple.press("F10", shows="1–1 of 1 post")
        assert maple.state() == "published"
        wait_for_colour(maple.wall, PINK)
        maple.wall.keep(pictures(f"{name}-published"))

        sam = another(browser, scripts=scripts)
        sign_in(sam, maple.origin, maple.sam)
        sam.goto(f"{maple.origin}/")
        sam.get_by_role("link", name="Class story").click()
        expect(sam.get_by_text(WORDS)).to_be_visible()
        photo = sam.locator(".photos img")
        photo.scroll_into_view_if_needed()
        expect(photo).to_have_js_property("complete", value=True)
        assert photo.evaluate("it => it.naturalWidth") > 0
        sam.screenshot(path=pictures(f"{name}-phone-story"))
        sam.get_by_role("button", name="Like").click()
        expect(sam.get_by_role("button", name="Like · 1")).to_be_visible()
        liked = time.monotonic()
        maple.tmux.wait_for("♥ 1 like")
        assert time.monotonic() - liked < SOON

        sam.get_by_role("link", name="Comment").click()
        sam.get_by_label("Your comment").fill(RUDE)
        sam.get_by_role("button", name="Send", exact=True).click()
        expect(sam.get_by_text("Please look at this again: “stupid”")).to_be_visible()
        sam.screenshot(path=pictures(f"{name}-phone-look-again"))
        sam.get_by_role("button", name="Send it anyway").click()
        expect(sam.get_by_text("Only you see this yet")).to_be_visible()
        assert "1 comment" not in maple.tmux.screen

        maple.press("escape", shows="Well done, everybody")
        maple.press("t", shows="To look at")
        maple.press("l", shows=RUDE)
        maple.wall.keep(pictures(f"{name}-to-look-at"))
        maple.press("s")
        maple.tmux.wait_until_gone(RUDE)
        maple.press("escape")
        maple.press("escape", shows="Well done, everybody")
        maple.press("2", shows="1 comment")
        maple.wall.keep(pictures(f"{name}-counts"))
        sam.reload()
        expect(sam.get_by_text(RUDE)).to_be_visible()
        expect(sam.get_by_text("Only you see this yet")).to_have_count(0)

        with maple.records():
            post = models.Post.get()
            file = models.PostFile.get().id
            zed = models.Pupil.get(models.Pupil.forename == "Zed").id
            assert (post.likes, post.comments, post.reads) == (1, 1, 1)
        none_of_it(another(browser, scripts=scripts), maple, post.id, file, zed)
    nothing_of_the_place(maple.here)
