"""Stories on a phone: read, like, be counted, and see nothing of another class (R6, R7, R9)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from httpx import Response
from playhouse.test_utils import count_queries

from db import (
    comments,
    family_rules,
    media,
    photo_permission,
    story,
    story_drafts,
    story_feed,
    story_photos,
    story_reading,
)
from db.check import check
from db.family_records import PhotoUse
from db.media import Facts
from db.story_records import PostKind, Writing
from kiosk.web.pace import MOST
from kiosk.web.stories import PER_PAGE
from tests.conftest import NOW, TODAY, Here, add_pupils
from tests.db.stories import allow, news, other_class, published
from tests.names import HOSTILE, is_harmless
from tests.web.conftest import Clock
from tests.web.families import Household, enrol, household, stranger
from tests.web.harmless import harmless
from tests.web.test_every_page import everything

MINUTE = timedelta(minutes=1)
BODY = bytes(range(256)) * 4


@pytest.fixture
def sam(here: Here, clock: Clock) -> Household:
    return household(here, clock, here.pupil_ids[0])


def attach(here: Here, post_id: int, facts: Facts, *inside: int, caption: str = "") -> int:
    """A file of the store in a post, with these pupils in it."""
    clean, still = here.data / "clean", here.data / "still"
    clean.write_bytes(BODY + facts.kind.encode())
    still.write_bytes(b"small " + facts.kind.encode())
    name = media.keep(clean, None if facts.kind == "audio" else still, facts, NOW).sha256
    made = story_photos.attach(here.leader, post_id, name, f"{facts.kind}{post_id}", NOW, caption)
    story_photos.answer(here.leader, made, inside, NOW)
    return made


def photo(here: Here, post_id: int, *inside: int, caption: str = "") -> int:
    return attach(here, post_id, Facts("photo", "image/jpeg", 800, 600), *inside, caption=caption)


def titles(answer: Response) -> list[str]:
    return re.findall(r"<h2><a[^>]*><bdi>(.*?)</bdi>", answer.text)


def test_r6_newest_first_pinned_on_top_and_of_one_kind(here: Here, sam: Household) -> None:
    for number, kind in enumerate((PostKind.NEWS, PostKind.UPDATE, PostKind.NEWS)):
        written = Writing(kind, "x", f"Post {number}", class_ids=(here.maple.id,))
        made = published(here.leader, written, NOW + number * MINUTE)
        if number == 0:
            story.pin(here.leader, made, here.maple.id, True, NOW)
    published(here.leader, Writing(PostKind.UPDATE, "y", "School"), NOW)
    read = sam.phone.get
    assert titles(read(f"{sam.at}/class-story")) == ["Post 0", "Post 2", "Post 1"]
    assert "📌 Pinned" in read(f"{sam.at}/class-story").text
    assert titles(read(f"{sam.at}/class-story?kind=update")) == ["Post 1"]
    assert "There is nothing here." in read(f"{sam.at}/class-story?kind=homework").text
    assert titles(read(f"{sam.at}/class-story?kind=%3Cb%3E&after=1-2")) == titles(
        read(f"{sam.at}/class-story")
    )
    assert titles(read(f"{sam.at}/school-story")) == ["School"]


def test_r6_older_posts_come_each_once(here: Here, sam: Household) -> None:
    for number in range(2 * PER_PAGE + 3):
        written = Writing(PostKind.NEWS, "x", f"Post {number}", class_ids=(here.maple.id,))
        published(here.leader, written, NOW + number * MINUTE)
    found, address = [], f"{sam.at}/class-story?kind=news"
    while address:
        answer = sam.phone.get(address)
        found += titles(answer)
        older = re.search(r'href="([^"]*)">Older<', answer.text)
        address = older[1].replace("&amp;", "&") if older else ""
    assert found == [f"Post {number}" for number in reversed(range(2 * PER_PAGE + 3))]


def test_r6_a_parent_of_another_class_sees_and_does_nothing(
    here: Here, sam: Household, clock: Clock
) -> None:
    kim = stranger(here, clock)
    post = published(here.leader, news(here, "Only for Maple"))
    picture = photo(here, post)
    said = comments.comment(sam.guardian_id, post, "Only for Maple too", "k", NOW)
    assert "Only for Maple" in sam.phone.get(f"{sam.at}/class-story").text
    assert "Only for Maple" not in kim.phone.get(f"{kim.at}/class-story").text
    nothing = kim.phone.get("/nothing").content
    for at in (kim.at, sam.at):
        for path in (f"{at}/post/{post}", f"/post-file/{picture}", f"/post-file/{picture}/small"):
            answer = kim.phone.get(path)
            assert (answer.status_code, answer.content) == (404, nothing), path
        for act, fields in (
            ("like", {"on": "1"}),
            ("comment", {"words": "Hi", "key": "1"}),
            ("report", {"reason": "Bad"}),
            ("report", {"reason": "Bad", "comment": str(said.id)}),
            ("report", {"reason": "", "comment": "x"}),
        ):
            answer = kim.phone.post(f"{at}/post/{post}/{act}", data=fields)
            assert (answer.status_code, answer.content) == (404, nothing), act
        kim.phone.post(f"{at}/seen", data={"posts": f"{post},4711,x,"})
        kim.phone.post(f"{at}/post/{post}/seen")
    shown = story_feed.post(post)
    assert (shown.likes, shown.comments, shown.reads) == (0, 1, 1)


def test_r7_a_photo_is_served_while_it_may_be_shown(here: Here, sam: Household) -> None:
    aisha = here.pupil_ids[0]
    allow(here, aisha)
    post = published(here.leader, news(here))
    picture = photo(here, post, aisha, caption="Aisha’s beans")
    page = sam.phone.get(f"{sam.at}/class-story").text
    assert f'src="/post-file/{picture}/small" alt="Aisha’s beans"' in page
    whole = sam.phone.get(f"/post-file/{picture}")
    assert (whole.status_code, whole.content) == (200, BODY + b"photo")
    assert "sandbox" in whole.headers["content-security-policy"]
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["cache-control"] == "private, no-cache"
    assert sam.phone.get(f"/post-file/{picture}/small").content == b"small photo"
    kept = {"If-None-Match": whole.headers["etag"]}
    assert sam.phone.get(f"/post-file/{picture}", headers=kept).status_code == 304
    part = sam.phone.get(f"/post-file/{picture}", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, BODY[:4])
    photo_permission.record(here.leader, aisha, PhotoUse.CLASS_STORY, False, NOW)
    for path in (f"/post-file/{picture}", f"/post-file/{picture}/small"):
        answer = sam.phone.get(path, headers=kept)
        assert (answer.status_code, answer.content) == (404, sam.phone.get("/x").content)
    assert "/post-file/" not in sam.phone.get(f"{sam.at}/class-story").text


def test_r9_a_newsletter_shows_its_first_page_and_is_opened(here: Here, sam: Household) -> None:
    written = Writing(PostKind.NEWSLETTER, "November", "Newsletter 5")
    letter = story_drafts.save(here.leader, written, NOW)
    paper = attach(here, letter, Facts("pdf", "application/pdf", 595, 842, pages=4))
    story.publish(here.leader, letter, NOW)
    page = sam.phone.get(f"{sam.at}/school-story").text
    assert "Read the newsletter" in page
    assert "PDF, 4 pages" in page
    assert f'src="/post-file/{paper}/small"' in page
    answer = sam.phone.get(f"/post-file/{paper}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_films_and_sounds_have_controls(here: Here, sam: Household) -> None:
    post = published(here.leader, news(here))
    sound = attach(here, post, Facts("audio", "audio/mp4", seconds=9), caption="Our song")
    film = attach(here, post, Facts("video", "video/mp4", 640, 480, seconds=9))
    page = sam.phone.get(f"{sam.at}/class-story").text
    assert re.search(rf'<audio controls aria-label="Our song"[^>]* src="/post-file/{sound}"', page)
    assert re.search(rf'<video controls aria-label="A film"[^>]* src="/post-file/{film}"', page)


def test_r6_a_like_is_one_tap_and_leads_back_to_where_it_was(here: Here, sam: Household) -> None:
    post = published(here.leader, news(here), NOW + MINUTE)
    page = sam.phone.get(f"{sam.at}/class-story?kind=news").text
    action = re.search(r'class="like"[^>]*action="([^"]*)"', page)
    assert action
    address = action[1].replace("&amp;", "&")
    for _ in range(2):
        answer = sam.phone.post(address, data={"on": "1"})
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            f"{sam.at}/class-story?kind=news#like-{post}",
        )
    page = sam.phone.get(f"{sam.at}/class-story?kind=news").text
    assert 'name="on" value="0" aria-pressed="true"' in page
    assert 'Like<span class="count"> · 1</span>' in page
    shown = story_reading.post(sam.guardian_id, post)
    assert (shown.likes, shown.liked, shown.is_new, shown.reads) == (1, True, False, 1)
    sam.phone.post(address, data={"on": "0"})
    assert story_feed.post(post).likes == 0
    assert check() == []


@pytest.mark.parametrize(
    "query", ["", "?from=//evil.example", "?from=post", "?from=class-story%0d%0aX:y&kind=news"]
)
def test_a_like_leads_nowhere_else(here: Here, sam: Household, query: str) -> None:
    post = published(here.leader, news(here))
    answer = sam.phone.post(f"{sam.at}/post/{post}/like{query}", data={"on": "1"})
    assert answer.headers["location"] == f"{sam.at}/post/{post}#like-{post}"


def test_the_script_of_a_like_is_told_the_count(here: Here, sam: Household) -> None:
    post = published(here.leader, news(here))
    answer = sam.phone.post(
        f"{sam.at}/post/{post}/like", data={"on": "1"}, headers={"Accept": "application/json"}
    )
    assert answer.json() == {"likes": 1, "liked": True}


def test_r6_what_was_on_the_screen_counts_as_read_once(here: Here, sam: Household) -> None:
    posts = [published(here.leader, news(here), NOW + MINUTE) for _ in range(3)]
    page = sam.phone.get(f"{sam.at}/class-story").text
    assert page.count("data-post=") == page.count(">New<") == 3
    assert f'data-seen="{sam.at}/seen"' in page
    assert [story_feed.post(it).reads for it in posts] == [0, 0, 0]
    for _ in range(2):
        told = sam.phone.post(f"{sam.at}/seen", data={"posts": f"{posts[0]},{posts[1]},999,x,-1"})
        assert (told.status_code, told.content) == (204, b"")
    assert [story_feed.post(it).reads for it in posts] == [1, 1, 0]
    assert sam.phone.get(f"{sam.at}/class-story").text.count(">New<") == 1
    assert "I have read this" in sam.phone.get(f"{sam.at}/post/{posts[2]}").text
    answer = sam.phone.post(f"{sam.at}/post/{posts[2]}/seen", data={"seen": "1"})
    assert answer.headers["location"] == f"{sam.at}/post/{posts[2]}"
    assert "I have read this" not in sam.phone.get(f"{sam.at}/post/{posts[2]}").text
    assert story_feed.post(posts[2]).reads == 1


def test_r6_a_childs_page_does_nothing_in_the_stories_of_another(here: Here, clock: Clock) -> None:
    oak = other_class()
    (zed,) = add_pupils(oak, ["Zed"])
    both = household(here, clock, here.pupil_ids[0], zed)
    post = published(here.leader, Writing(PostKind.NEWS, "x", class_ids=(oak,)), NOW + MINUTE)
    form = {"on": "1", "words": "Hi", "reason": "x", "posts": str(post)}
    before = everything(here)
    nothing = both.phone.get("/nothing").content
    for act in ("like", "comment", "report"):
        answer = both.phone.post(f"{both.at}/post/{post}/{act}", data=form)
        assert (answer.status_code, answer.content) == (404, nothing), act
    for place in (f"{both.at}/seen", f"{both.at}/post/{post}/seen"):
        both.phone.post(place, data=form)
    assert everything(here) == before
    assert both.phone.post(f"/child/{zed}/post/{post}/like", data=form).status_code == 303


def test_a_long_post_is_cut_and_does_not_count_before_it_is_opened(
    here: Here, sam: Household
) -> None:
    long = "\n\n".join(f"Day {number}: we walked along the river." for number in range(40))
    post = published(here.leader, news(here, long), NOW + MINUTE)
    page = sam.phone.get(f"{sam.at}/class-story").text
    assert "Day 5:" in page
    assert "Day 39:" not in page
    assert "Read on" in page
    assert "data-post=" not in page
    whole = sam.phone.get(f"{sam.at}/post/{post}").text
    assert "Day 39:" in whole
    assert "data-post=" in whole


def test_the_date_of_a_post_leads_to_homework_and_calendar(here: Here, sam: Household) -> None:
    due = TODAY + timedelta(days=1)
    written = Writing(PostKind.HOMEWORK, "x", "Sums", class_ids=(here.maple.id,), due_on=due)
    post = published(here.leader, written)
    page = sam.phone.get(f"{sam.at}/class-story").text
    assert "due tomorrow" in page
    assert f"{sam.at}/homework#task-{post}" in page
    assert sam.phone.get(f"{sam.at}/post/{post}/date.ics").status_code == 200


def test_words_have_only_the_signs_of_ours(here: Here, sam: Household) -> None:
    words = (
        "**Bold** and *soft* <b>raw</b> [a](javascript:alert(1)) [site](https://example.org/x)\n\n"
        "- one\n- two\n\n![x](https://example.org/spy.png) <script>alert(1)</script>"
    )
    post = published(here.leader, news(here, words))
    for page in (f"{sam.at}/class-story", f"{sam.at}/post/{post}"):
        text = sam.phone.get(page).text
        assert "<strong>Bold</strong> and <em>soft</em> &lt;b&gt;raw" in text
        assert '<a href="https://example.org/x" rel="noopener noreferrer">site</a>' in text
        assert "<script>alert" not in text
        assert 'href="javascript' not in text
        assert "<img" not in text


def test_who_taps_like_a_machine_waits_a_moment(here: Here, sam: Household, clock: Clock) -> None:
    post = published(here.leader, news(here))
    places = [f"{sam.at}/post/{post}/{act}" for act in ("like", "comment", "report", "seen")]
    places += ["/calendar", "/calendar/end", "/another-phone"]
    places += [f"{sam.at}/portfolio", f"{sam.at}/portfolio/1/take-back"]
    for number in range(MOST):
        assert sam.phone.post(places[0], data={"on": str(number % 2)}).status_code == 303
    for place in places:
        answer = sam.phone.post(place, data={"on": "1", "words": "Hi", "reason": "x"})
        assert (answer.status_code, "in a minute" in answer.text) == (429, True), place
    clock.now += MINUTE
    assert sam.phone.post(places[0], data={"on": "1"}).status_code == 303


def test_hostile_words_of_staff_are_harmless(here: Here, sam: Household) -> None:
    places = ["/"]
    for number, hostile in enumerate(HOSTILE):
        words = f"a{hostile}"
        written = Writing(PostKind.NEWS, words, words[:80], class_ids=(here.maple.id,))
        post = published(here.leader, written, NOW + number * MINUTE)
        photo(here, post, caption=words[:200])
        places.append(f"{sam.at}/post/{post}")
    after = None
    for _ in range(0, len(HOSTILE), PER_PAGE):
        places.append(f"{sam.at}/class-story?after={after or ''}")
        after = story_reading.class_page(
            sam.guardian_id, sam.child_id, after=after, size=PER_PAGE
        ).after
    for place in places:
        page = sam.phone.get(place).text
        harmless(page)
        assert is_harmless(page), place


def test_a_story_costs_the_same_however_long_it_is(here: Here, sam: Household) -> None:
    family_rules.choose(here.leader, family_rules.Rules(), NOW)

    def cost(place: str) -> int:
        with count_queries() as counted:
            assert sam.phone.get(place).status_code == 200
        return int(counted.count)

    post = published(here.leader, news(here))
    allow(here, here.pupil_ids[0])
    photo(here, post, here.pupil_ids[0])
    comments.comment(sam.guardian_id, post, "Hi", "k", NOW)
    places = (f"{sam.at}/class-story", f"{sam.at}/post/{post}")
    club = other_class("Choir")
    enrol(sam.child_id, club)  # one and two classes are asked for in different ways
    before = [cost(it) for it in places]
    enrol(sam.child_id, other_class("Chess"))
    for number in range(5):
        more = published(here.leader, Writing(PostKind.NEWS, "x", class_ids=(club,)))
        photo(here, more, here.pupil_ids[0])
        comments.comment(sam.guardian_id, post, "Hi", f"k{number}", NOW)
        comments.answer(here.leader, post, "Hi", f"k{number}", NOW)
    assert [cost(it) for it in places] == before
    assert max(before) <= 16
