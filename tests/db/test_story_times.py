"""Publishing at a time: by the school's clock, once, also when the clocks change (R5, R9)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import models, photo_permission, story, story_drafts, story_feed, story_photos
from db.check import check
from db.clock import moment_of
from db.connection import reading, writing
from db.family_records import PhotoUse
from db.policy import Refused
from db.story_records import PostState
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import allow, file, news, published, teacher

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
ONE_SCHOOL = settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.times().map(lambda it: it.replace(fold=0)))
def test_the_wall_shows_what_was_chosen(day: date, wall: time) -> None:
    at = moment_of(day, wall)
    shown = at.astimezone(LONDON)
    assert at.tzinfo is UTC
    if (shown.date(), shown.time().replace(fold=0)) != (day, wall):
        # One hour each spring is on no clock; what was chosen in it comes an hour later.
        assert (day.month, wall.hour, shown.date()) == (3, 1, day)
        assert shown.replace(tzinfo=None) == datetime.combine(day, wall) + timedelta(hours=1)
    else:
        assert shown.fold == 0  # of two, the first


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        (date(2026, 12, 1), time(8, 0), "2026-12-01 08:00"),
        (date(2027, 3, 28), time(0, 59), "2027-03-28 00:59"),
        (date(2027, 3, 28), time(1, 30), "2027-03-28 01:30"),  # is 02:30 by then
        (date(2027, 3, 28), time(2, 0), "2027-03-28 01:00"),
        (date(2027, 3, 29), time(8, 0), "2027-03-29 07:00"),
        (date(2027, 10, 31), time(1, 30), "2027-10-31 00:30"),
        (date(2027, 10, 31), time(2, 0), "2027-10-31 02:00"),
    ],
)
def test_scheduled_across_the_changes_of_the_clocks(
    here: Here, day: date, wall: time, utc: str
) -> None:
    begun = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=30)
    post = story_drafts.save(here.leader, news(here), begun)
    assert story.schedule(here.leader, post, day, wall, begun) is PostState.SCHEDULED
    at = datetime.fromisoformat(f"{utc}+00:00")
    assert story_drafts.draft(here.leader, post).publish_at == at
    assert story.publish_due(at - timedelta(seconds=1)).published == ()
    assert story.publish_due(at).published == (post,)
    assert story_feed.post(post).published_at == at


def test_a_kiosk_that_was_off_publishes_each_once_in_order(here: Here) -> None:
    late = story_drafts.save(here.leader, news(here, "nine"), NOW)
    early = story_drafts.save(here.leader, news(here, "eight"), NOW)
    later = story_drafts.save(here.leader, news(here, "Friday"), NOW)
    for post, day, hour in ((late, 25, 9), (early, 25, 8), (later, 27, 8)):
        story.schedule(here.leader, post, date(2026, 11, day), time(hour), NOW)
    back = datetime(2026, 11, 26, 7, 45, tzinfo=UTC)
    assert story.publish_due(back).published == (early, late)
    assert story.publish_due(back).published == ()
    posts = story_feed.page(here.maple.id).posts
    assert [it.words for it in posts] == ["nine", "eight"]
    assert posts[1].published_at == back
    assert check() == []


def test_two_programs_that_ask_at_once_publish_each_once(here: Here) -> None:
    for _ in range(8):
        post = story_drafts.save(here.leader, news(here), NOW)
        story.schedule(here.leader, post, TODAY, time(12), NOW)
    at = NOW + timedelta(hours=2)
    with ThreadPoolExecutor(4) as threads:
        found = [it.published for it in threads.map(lambda _: story.publish_due(at), range(4))]
    assert sorted(len(it) for it in found) == [0, 0, 0, 8]
    with reading():
        published_once = models.AuditEntry.action == "published a post"
        assert models.AuditEntry.select().where(published_once).count() == 8


@ONE_SCHOOL
@given(st.data())
def test_whenever_it_is_asked_each_is_published_once_and_never_early(
    here: Here, data: st.DataObject
) -> None:
    with writing():
        models.PostPlace.delete().execute()
        models.Post.delete().execute()
    # Around the night in which the clocks go back.
    begun = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    chosen = data.draw(st.lists(st.integers(0, 390), min_size=1, max_size=5))
    due: dict[int, datetime] = {}
    for minutes in chosen:  # from 23:30 to 06:00 on the wall
        day = date(2026, 10, 24 if minutes < 30 else 25)
        wall = time((23 + (30 + minutes) // 60) % 24, (30 + minutes) % 60)
        post = story_drafts.save(here.leader, news(here), begun)
        story.schedule(here.leader, post, day, wall, begun)
        due[post] = moment_of(day, wall)
    asked = [begun + it * MINUTE for it in data.draw(st.lists(st.integers(0, 540), max_size=6))]
    seen: set[int] = set()
    for now in [*sorted(asked), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)]:
        found = story.publish_due(now).published
        assert not seen & set(found)
        seen |= set(found)
        assert seen == {post for post, at in due.items() if at <= now}
        assert list(found) == sorted(found, key=lambda it: (due[it], it))
    assert story_feed.count(here.maple.id) == len(due)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_only_times_to_come_within_a_year(here: Here, days: int) -> None:
    post = story_drafts.save(here.leader, news(here), NOW)
    with pytest.raises(Refused, match="still to come"):
        story.schedule(here.leader, post, TODAY + timedelta(days=days), time(10, 30), NOW)


def test_a_scheduled_post_that_is_touched_is_a_draft_again(here: Here) -> None:
    post = story_drafts.save(here.leader, news(here), NOW)
    story.schedule(here.leader, post, TODAY, time(12), NOW)
    story_drafts.save(here.leader, news(here, "Other"), NOW, post_id=post)
    assert story.publish_due(NOW + timedelta(days=1)).published == ()
    assert story_drafts.draft(here.leader, post).state is PostState.DRAFT


def test_r7_permission_withdrawn_before_its_time_stops_a_post_and_says_why(here: Here) -> None:
    ash = teacher(here.maple.id)
    ava = here.pupil_ids[0]
    allow(here, ava)
    post = story_drafts.save(ash, news(here), NOW)
    photo = story_photos.attach(ash, post, file(), "k", NOW)
    story_photos.answer(ash, photo, [ava], NOW)
    story.schedule(ash, post, TODAY, time(12), NOW)
    photo_permission.record(here.leader, ava, PhotoUse.CLASS_STORY, False, NOW)
    assert story.publish_due(NOW + timedelta(hours=2)) == story.Due((), (post,))
    assert story.publish_due(NOW + timedelta(hours=2)) == story.Due((), ())
    (draft,) = story_drafts.drafts(ash)
    assert draft.state is PostState.DRAFT
    assert "Aisha Surname00" in draft.note


def test_a_class_that_has_gone_stops_a_post(here: Here) -> None:
    post = story_drafts.save(here.leader, news(here), NOW)
    story.schedule(here.leader, post, TODAY, time(12), NOW)
    with writing():
        models.SchoolClass.update(left_on=TODAY).execute()
    assert story.publish_due(NOW + timedelta(hours=2)).stopped == (post,)


def test_r24_a_post_that_waited_keeps_its_time(here: Here) -> None:
    ash = teacher(here.maple.id)
    for approved_at, state in (
        (NOW + MINUTE, PostState.SCHEDULED),
        (NOW + timedelta(days=1), PostState.PUBLISHED),
    ):
        post = story_drafts.save(ash, news(here, "stupid"), NOW)
        assert story.schedule(ash, post, TODAY, time(12), NOW, anyway=True).value == "waiting"
        assert post not in story.publish_due(NOW + timedelta(days=1)).published
        assert story.approve(here.leader, post, approved_at) is state
    assert published(ash, news(here))
