"""The page that sends, in a real browser: choosing, drawing and recording there and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from db import agreement, connection, models, roster, uploads
from db.clock import utc_now
from kiosk.settings import Phones, Settings, Uploads
from kiosk.web import app as web_app
from tests.conftest import Here
from tests.e2e.conftest import need
from tests.e2e.phone import phone, take_photo

pytestmark = pytest.mark.e2e

PRETENDED = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture
def page_of_link(here: Here, tmp_path: Path) -> Iterator[Page]:
    """Aisha's upload link, open on a phone whose camera and microphone are pretended ones."""
    need("chromium")
    aisha = roster.pupils(here.maple.id)[0]
    now = utc_now()
    agreement.sign(aisha, 1, now, typed_name=aisha.forename)
    link = uploads.make(aisha, aisha.id, now, most_files=4)
    settings = Settings(here.data, phones=Phones(1), uploads=Uploads(1 << 20, 4, free_bytes=0))
    app = web_app.build(settings, hosts=lambda: frozenset({"127.0.0.1"}))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    running = threading.Thread(target=server.run)
    running.start()
    try:
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        with phone(tmp_path, options=PRETENDED) as page:
            wrong: list[str] = []
            page.on("console", lambda said: wrong.append(said.text))
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.goto(f"http://127.0.0.1:{port}/u/{link.code}")
            yield page
            assert [it for it in wrong if not it.startswith("Failed to load resource")] == []
    finally:
        server.should_exit = True
        running.join()


def kinds() -> list[tuple[str, str]]:
    """What is in the portfolio, oldest first: kind and caption."""
    item, media = models.PortfolioItem, models.Media
    rows = item.select(item.words, media.kind).join(media).order_by(item.id)
    with connection.reading():
        return [(row.media.kind, row.words) for row in rows]


def test_a_photo_a_drawing_a_sound_and_a_film(page_of_link: Page, tmp_path: Path) -> None:
    page = page_of_link
    page.locator("#files").set_input_files(take_photo(tmp_path / "a.jpg", "#e0208c"))
    page.get_by_role("button", name="Draw a picture").click()
    page.get_by_role("button", name="Red").click()
    paper = page.locator("canvas").bounding_box()
    assert paper is not None
    page.mouse.move(paper["x"] + 30, paper["y"] + 30)
    page.mouse.down()
    page.mouse.move(paper["x"] + 120, paper["y"] + 90, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Use this drawing").click()
    for kind in ("sound", "film"):
        page.get_by_role("button", name=f"Record a {kind}").click()
        page.wait_for_timeout(1500)
        page.get_by_role("button", name="Stop").click()
    captions = page.get_by_label("A caption, if you like")
    expect(captions).to_have_count(4)
    for number, words in enumerate(("Photo", "Drawn", "Heard", "Seen")):
        captions.nth(number).fill(words)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("All saved: 4")).to_be_visible(timeout=60_000)
    assert kinds() == [
        ("photo", "Photo"),
        ("photo", "Drawn"),
        ("audio", "Heard"),
        ("video", "Seen"),
    ]


def test_what_cannot_be_taken_is_said_and_the_rest_is_saved(
    page_of_link: Page, tmp_path: Path
) -> None:
    page = page_of_link
    (tmp_path / "large.jpg").write_bytes(b"\xff\xd8\xff" + bytes(2 << 20))
    (tmp_path / "letter.txt").write_text("Dear school, this is no picture at all.")
    photo = take_photo(tmp_path / "a.jpg", "#e0208c")
    page.locator("#files").set_input_files([tmp_path / "large.jpg", tmp_path / "letter.txt", photo])
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("1 saved, 2 not")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("too large. Please send at most 1 MB.")).to_be_visible()
    expect(page.get_by_text("This kind of file cannot be taken")).to_be_visible()
    assert kinds() == [("photo", "")]


def test_a_lost_connection_is_tried_again_and_is_one_item(
    page_of_link: Page, tmp_path: Path
) -> None:
    page = page_of_link
    lost: list[bool] = []

    def lose_the_first_answer(route: object) -> None:
        if not lost:
            lost.append(True)
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/u/*", lose_the_first_answer)
    page.locator("#files").set_input_files(take_photo(tmp_path / "a.jpg", "#e0208c"))
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Trying again")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("All saved: 1")).to_be_visible(timeout=60_000)
    assert kinds() == [("photo", "")]
