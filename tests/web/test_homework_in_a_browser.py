"""Homework, points, the school and the calendar in Chromium, on a small phone.

With KIOSK_PICTURES naming a folder, a picture of each page is kept there to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import Page, sync_playwright

from db import family_rules, homework, links, points, school, skills, story_photos
from db.clock import utc_now
from db.family_rules import Rules
from db.links import Link
from db.story_records import PostKind, Writing
from kiosk.web.deadlines import Patience
from tests.conftest import Here
from tests.db.stories import published
from tests.e2e.phone import CHROMIUM
from tests.portfolios import drawing
from tests.web.conftest import parent_of
from tests.web.lines import Serve
from tests.web.test_in_a_browser import LOOK, Looks, pytestmark  # noqa: F401 - skipped where it is
from tests.web.test_points import needs_work


@contextmanager
def phone(origin: str, token: str, **how: object) -> Iterator[Page]:
    """A small phone that is signed in; nothing that its pages do may be against their policy."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(
            viewport={"width": 360, "height": 740},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="en-GB",
            **how,  # type: ignore[arg-type]
        )
        context.add_cookies([{"name": "phone", "value": token, "url": origin}])
        said: list[str] = []
        context.on("console", lambda message: said.append(message.text))
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page
        browser.close()
    refused = "the server responded with a status of 4"  # as a form that is shown again
    assert [it for it in said if refused not in it] == []


def task(here: Here, title: str, days: int, words: str = "") -> int:
    """Due in `days` from today; given a week before that at the latest."""
    now = utc_now()
    written = Writing(
        PostKind.HOMEWORK,
        words,
        title,
        class_ids=(here.maple.id,),
        due_on=now.date() + timedelta(days=days),
    )
    return published(here.leader, written, now - timedelta(days=7))


def test_every_page_is_readable_and_touchable(here: Here, served: Serve) -> None:
    aisha, now = here.pupil_ids[0], utc_now()
    token = parent_of(here, aisha)
    boat = task(here, "Build a boat", 2, "It **floats**.\n\n- Use what you have\n- Take a photo")
    file = story_photos.attach(here.leader, boat, drawing(here.data), "k", now, caption="A boat")
    story_photos.answer(here.leader, file, [], now)
    task(here, "Spellings", 1, "1. because\n2. could\n\nhttps://example.org/a/long/way/to/spell")
    task(here, "Read to somebody", -3)
    homework.mark_done(here.leader, aisha, task(here, "Number bonds", 1), now)
    links.choose(here.leader, [Link("Our behaviour policy", "riverside.example")], now)
    school.set_office_phone(here.leader, "020 7946 0123", now)
    bad = needs_work(here)
    family_rules.choose(here.leader, Rules(needs_work_at_home=True), now)
    known = skills.skills()
    for days in range(10):
        skill_id = bad if days == 4 else known[days % 3].id
        at = now - timedelta(days=days)
        points.award(here.leader, str(days), here.maple.id, [aisha], skill_id, at)
    origin = f"http://127.0.0.1:{served(patience=Patience())}"
    with phone(origin, token) as page:
        in_light, in_dark = Looks(page, "light", scripts=True), Looks(page, "dark", scripts=False)

        def look(what: str) -> None:
            in_light(what)
            page.emulate_media(color_scheme="dark")
            in_dark(what)
            assert page.evaluate(LOOK) == [], (what, "dark")
            page.emulate_media(color_scheme="light")

        page.goto(f"{origin}/child/{aisha}/homework")
        page.locator("summary").first.click()
        look("homework")
        page.get_by_role("link", name="work from the portfolio: Spellings").click()
        page.get_by_role("heading", name="Work for Spellings").wait_for()
        look("work-none")
        page.goto(f"{origin}/child/{aisha}/points")
        page.get_by_text("Day by day").click()
        look("points")
        page.get_by_role("link", name="Our school").click()
        page.get_by_role("heading", name="Our school").wait_for()
        look("our-school")
        page.goto(f"{origin}/calendar")
        look("calendar")
        page.get_by_role("button", name="Make my private address").click()
        page.get_by_role("heading", name="Your calendar address").wait_for()
        look("calendar-address")
        page.get_by_role("button", name="Copy").click()
        page.get_by_text("Copied.").wait_for()
        page.get_by_role("link", name="Done").click()
        page.get_by_role("heading", name="School in your calendar").wait_for()
        look("calendar-has-one")


def test_tonights_homework_is_two_taps_away_and_done_without_scripts(
    here: Here, served: Serve
) -> None:
    aisha = here.pupil_ids[0]
    token = parent_of(here, aisha)
    post = task(here, "Spellings", 1)
    origin = f"http://127.0.0.1:{served(patience=Patience())}"
    with phone(origin, token, java_script_enabled=False) as page:
        page.goto(origin)
        page.get_by_role("link", name="Homework").click()
        page.get_by_text("Due tomorrow").wait_for()
        page.get_by_role("button", name="Done: Spellings").click()
        page.get_by_text("All homework is done").wait_for()
        assert page.url == f"{origin}/child/{aisha}/homework#task-{post}"
        page.locator("summary").click()
        page.get_by_role("button", name="Not done yet").click()
        page.get_by_role("link", name="with work from the portfolio").click()
        page.get_by_role("link", name="Add to the portfolio").click()
        page.locator("summary").first.click()
        page.get_by_label("Or write something").fill("My ten words")
        page.get_by_role("button", name="Add these words").click()
        page.get_by_role("link", name="Homework").click()
        page.get_by_role("link", name="with work from the portfolio").click()
        page.get_by_label("My ten words").check()
        page.get_by_role("button", name="Done, with this work").click()
        page.get_by_role("link", name="work from the portfolio", exact=True).wait_for()
        page.get_by_role("link", name="All dates in my own calendar").click()
        page.get_by_role("button", name="Make my private address").click()
        address = page.get_by_label("Or copy the address").input_value()
        assert not page.get_by_role("button", name="Copy").is_visible()
    assert homework.tasks(here.leader, aisha, utc_now())[0].done is not None
    assert address.endswith(".ics")
