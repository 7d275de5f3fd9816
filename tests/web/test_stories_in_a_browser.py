"""A child's page, stories and comments in Chromium, on a small phone.

With KIOSK_PICTURES naming a folder, a picture of each page is kept there to be looked at.
"""

from __future__ import annotations

from datetime import timedelta

from db import (
    comments,
    conduct,
    phones,
    portfolio,
    portfolio_review,
    story,
    story_drafts,
    story_feed,
    story_photos,
)
from db.clock import utc_now
from db.story_records import PostKind, Writing
from kiosk.web.deadlines import Patience
from tests.conftest import Here
from tests.db.stories import published
from tests.portfolios import drawing, parent
from tests.web.conftest import parent_of
from tests.web.lines import Serve
from tests.web.test_homework_in_a_browser import phone, task
from tests.web.test_in_a_browser import LOOK, Looks, pytestmark  # noqa: F401 - skipped where it is

LONG = "\n\n".join(
    f"On day {it} we walked to the mill and found **three** leaves." for it in range(20)
)


def write(
    here: Here, kind: PostKind, title: str, words: str, *files: str, school: bool = False
) -> int:
    """A post with these kinds of files, written within the last hour."""
    now = utc_now()
    class_ids = () if school else (here.maple.id,)
    post = story_drafts.save(here.leader, Writing(kind, words, title, class_ids=class_ids), now)
    for number, of_kind in enumerate(files):
        name = drawing(here.data, f"#{number}050{number}0", of_kind)
        made = story_photos.attach(
            here.leader, post, name, f"{post} {number}", now, f"File {number}"
        )
        story_photos.answer(here.leader, made, [], now)
    story.publish(here.leader, post, now)
    return post


def full_school(here: Here, pupil_id: int, token: str) -> int:
    """Something of everything that the pages can show; gives a post with comments under it."""
    now = utc_now()
    sam = phones.visitor(token)
    kim = parent(here, here.pupil_ids[1], "Kim Brown")
    assert sam
    task(here, "Spellings", 1)
    task(here, "Number bonds", -3)
    write(here, PostKind.UPDATE, "A week by the river", LONG, "photo", "photo", "photo")
    write(here, PostKind.CELEBRATION, "", "We won the reading cup! 🎉")
    write(here, PostKind.NEWS, "Winter songs", "To practise in the car.", "audio", "video")
    write(here, PostKind.NEWSLETTER, "Newsletter 5", "All of November.", "pdf", school=True)
    day = now.date() + timedelta(days=5)
    trip = Writing(PostKind.REMINDER, "x", "Trip", class_ids=(here.maple.id,), happens_on=day)
    story.pin(here.leader, published(here.leader, trip, now), here.maple.id, True, now)
    post = write(here, PostKind.NEWS, "Our beans", "See https://example.org/a/long/way/to/beans")
    comments.comment(kim.guardian_id, post, "Ours is on the kitchen table.", "1", now)
    comments.answer(here.leader, post, "Lovely!", "2", now)
    mine = comments.comment(sam.guardian_id, post, "A crap window", "3", now, anyway=True)
    comments.hide(here.leader, mine.id, "Please say it kindly.", now)
    comments.comment(sam.guardian_id, post, "A crap bean", "4", now, anyway=True)
    conduct.report_by_parent(sam.guardian_id, post, "It names a child", now)
    made = portfolio.add_words(pupil_id, "My boat", now, key="1", sender=sam)
    portfolio_review.send_back(here.leader, made.id, "Which of the boats is it?", now)
    return post


def test_every_page_is_readable_and_touchable(here: Here, served: Serve) -> None:
    aisha = here.pupil_ids[0]
    token = parent_of(here, aisha)
    post = full_school(here, aisha, token)
    origin = f"http://127.0.0.1:{served(patience=Patience())}"
    with phone(origin, token) as page:
        in_light, in_dark = Looks(page, "light", scripts=True), Looks(page, "dark", scripts=False)

        def look(what: str) -> None:
            in_light(what)
            page.emulate_media(color_scheme="dark")
            in_dark(what)
            assert page.evaluate(LOOK) == [], (what, "dark")
            page.emulate_media(color_scheme="light")

        page.goto(origin)
        look("child")
        page.get_by_role("link", name="Class story").click()
        page.get_by_role("heading", name="class story").wait_for()
        page.get_by_text("Show only").click()
        look("class-story")
        page.get_by_role("link", name="School story").click()
        page.get_by_role("heading", name="School story").wait_for()
        look("school-story")
        page.goto(f"{origin}/child/{aisha}/post/{post}")
        page.get_by_text("Report", exact=True).first.click()
        look("post")
        page.goto(f"{origin}/my-reports")
        look("my-reports")


def test_without_scripts_one_tap_likes_and_nothing_typed_is_lost(here: Here, served: Serve) -> None:
    aisha = here.pupil_ids[0]
    token = parent_of(here, aisha)
    post = write(here, PostKind.NEWS, "Our beans", LONG)
    origin = f"http://127.0.0.1:{served(patience=Patience())}"
    with phone(origin, token, java_script_enabled=False) as page:
        page.goto(f"{origin}/child/{aisha}/class-story?kind=news")
        page.get_by_role("button", name="Like").click()
        page.get_by_role("button", name="Like · 1").wait_for()
        assert page.url == f"{origin}/child/{aisha}/class-story?kind=news#like-{post}"
        assert page.get_by_role("button", name="Like · 1").get_attribute("aria-pressed") == "true"
        page.get_by_role("link", name="Our beans").first.click()
        assert not page.get_by_text("I have read this").count()
        page.get_by_label("Your comment").fill("What a stupid bean")
        page.get_by_role("button", name="Send").click()
        page.get_by_role("alert").wait_for()
        assert page.get_by_label("Your comment").input_value() == "What a stupid bean"
        page.get_by_label("Your comment").fill("What a bean")
        page.get_by_role("button", name="Send", exact=True).click()
        page.get_by_role("heading", name="1 comment").wait_for()
        page.get_by_text("Report", exact=True).first.click()
        page.get_by_label("What is wrong with this post?").fill("It names a child")
        page.get_by_role("button", name="Send to the school").click()
        page.get_by_text("The school is looking at it.").wait_for()
        other = write(here, PostKind.NEWS, "Our peas", "They grow.")
        page.goto(f"{origin}/child/{aisha}/post/{other}")
        page.get_by_role("button", name="I have read this").click()
        page.get_by_role("button", name="I have read this").wait_for(state="detached")
    assert [story_feed.post(it).reads for it in (post, other)] == [1, 1]


def test_with_scripts_a_like_stays_in_its_place_and_what_was_seen_is_told(
    here: Here, served: Serve
) -> None:
    aisha = here.pupil_ids[0]
    token = parent_of(here, aisha)
    posts = [write(here, PostKind.NEWS, f"Day {it}", "Short.") for it in range(8)]
    origin = f"http://127.0.0.1:{served(patience=Patience())}"
    with phone(origin, token) as page:
        with page.expect_request("**/seen") as told:
            page.goto(f"{origin}/child/{aisha}/class-story")
        assert told.value.response()
        body = told.value.post_data or ""
        assert f"{posts[-1]}" in body
        assert story_feed.post(posts[-1]).reads == 1
        assert story_feed.post(posts[0]).reads == 0
        last = page.get_by_role("button", name="Like").last
        with page.expect_request("**/seen"):
            last.scroll_into_view_if_needed()
        place = page.evaluate("scrollY")
        last.click()
        page.get_by_role("button", name="Like · 1").wait_for()
        assert page.url == f"{origin}/child/{aisha}/class-story"
        assert page.evaluate("scrollY") == place
        last.click()
        page.get_by_role("button", name="Like · 1").wait_for(state="detached")
        with page.expect_request("**/seen"):
            page.goto(f"{origin}/child/{aisha}/post/{posts[2]}")
        page.get_by_text("I have read this").wait_for(state="detached")
        page.goto(f"{origin}/child/{aisha}/class-story")
        story.take_down(here.leader, posts[-1], "", utc_now())
        page.get_by_role("button", name="Like").first.click()
        page.get_by_role("heading", name="This page is not here").wait_for()
    assert story_feed.post(posts[0]).likes == 0
