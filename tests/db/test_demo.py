"""The made-up school: convincing, the same for the same day, and true to the rules."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from db import (
    comments,
    conduct,
    connection,
    demo,
    demo_portfolio,
    demo_story_pictures,
    hidden_photos,
    homework,
    invitations,
    links,
    media,
    models,
    people,
    photo_permission,
    points,
    roster,
    school,
    story_drafts,
    story_feed,
    story_fit,
    word_list,
)
from db.check import check
from db.connection import reading
from db.family_records import Connection
from db.records import Staff
from db.story_records import CLASS_KINDS, SCHOOL_KINDS
from db.story_rows import place_ids
from tests.conftest import NOW


def contents() -> list[tuple[object, ...]]:
    return list(models.Award.select().order_by(models.Award.id).tuples())


def test_three_classes_of_thirty_with_a_term_of_awards(records: Path) -> None:
    demo.fill(NOW)
    found = school.current()
    assert found is not None
    assert found.is_demo
    homes = [it for it in roster.classes() if it.is_home]
    assert [(it.name, it.pupils) for it in homes] == [("Maple", 30), ("Oak", 30), ("Willow", 30)]
    assert all(it.goal and 0 < it.goal.have < it.goal.want for it in homes)
    a = models.Award
    weeks = 11
    a_week = a.select().where(a.undone_at.is_null()).count() / 90 / weeks
    assert 3 <= a_week <= 5
    assert check() == []


def test_everybody_of_the_staff_signs_in_with_the_pin(records: Path) -> None:
    demo.fill(NOW)
    for staff in people.staff_list():
        assert people.sign_in(staff.id, demo.PIN, NOW) == staff


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 24, 0, 0, 30, tzinfo=UTC),
        datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 15, 0, tzinfo=UTC),
        datetime(2026, 11, 22, 23, 59, tzinfo=UTC),
        datetime(2026, 8, 1, 12, 0, tzinfo=UTC),
    ],
)
def test_there_are_awards_of_today_and_none_of_later(records: Path, now: datetime) -> None:
    demo.fill(now)
    today = demo.school_day(now)
    for found in roster.classes():
        if found.is_home:
            assert points.feed(found.id, today)
    assert max(row.given_at for row in models.Award.select()) <= now
    assert max(row.day for row in models.Award.select()) == today
    assert check() == []


def test_it_is_the_same_school_for_the_same_day(records: Path, tmp_path: Path) -> None:
    demo.fill(NOW)
    first = contents()
    connection.close_database()
    connection.open_database(tmp_path / "again.sqlite3")
    demo.fill(NOW)
    assert contents() == first


def test_it_is_there_at_once(records: Path) -> None:
    begun = time.perf_counter()
    demo.fill(NOW + timedelta(days=1))
    assert time.perf_counter() - begun < 5


def test_r22_there_is_a_family_in_each_state(records: Path) -> None:
    demo.fill(NOW)
    leader = people.staff_list()[0]
    for found in roster.classes():
        if found.is_home:
            states = Counter(it.connection for it in invitations.board(leader, found.id, NOW))
            assert set(states) == set(Connection)
            assert states[Connection.CONNECTED] > 15
    link = models.Guardianship
    children = Counter(row.guardian_id for row in link.select())
    assert max(children.values()) == 2  # a parent of two
    answers = photo_permission.of_class(leader, roster.classes()[0].id)
    assert {len(it.allowed) for it in answers} >= {0, 1, 2, 3}


def test_r16_the_first_class_has_portfolios_in_each_state(records: Path) -> None:
    demo.fill(NOW)
    demo_portfolio.fill(NOW)
    states = {row.state for row in models.PortfolioItem.select()}
    assert states == {"waiting", "approved", "sent back"}
    rows = list(models.PortfolioItem.select())
    assert {row.media.kind for row in rows if row.media} == {"photo", "pdf"}
    assert any(row.guardian for row in rows)
    assert any(not row.media for row in rows)
    assert all(row.posted_at <= NOW for row in rows)
    signed = {row.pupil_id for row in models.Signature.select()}
    assert all(row.guardian or row.pupil_id in signed for row in rows)  # R20
    assert check() + media.check(every_byte=True) == []
    for row in models.Media.select():
        with Image.open(media.path(row.poster_sha256)) as poster:
            assert max(poster.size) == 480
        if row.kind == "photo":
            with Image.open(media.path(row.sha256)) as picture:
                assert picture.size == (row.width, row.height)
                assert not picture.getexif()


MOMENTS = [datetime(2026, 11, 24, 0, 0, 30, tzinfo=UTC), datetime(2026, 11, 22, 23, 59, tzinfo=UTC)]


def somebody(name: str) -> Staff:
    return next(it for it in people.staff_list() if it.name == name)


@pytest.mark.parametrize("now", MOMENTS)
def test_r5_r9_a_term_of_stories_that_are_true_to_the_rules(records: Path, now: datetime) -> None:
    demo.fill(now)
    for found in roster.classes():
        if found.is_home:
            posts = story_feed.page(found.id, size=100).posts
            assert len(posts) >= 24
            assert {it.kind for it in posts} == set(CLASS_KINDS)
            assert sum(it.pinned for it in posts) == 1
            assert sum(it.edited_at is not None for it in posts) >= 1
            assert all(it.reads for it in posts)
            assert max(it.published_at for it in posts) <= now
            today = demo.school_day(now)
            assert any(it.due_on and 0 <= (it.due_on - today).days < 7 for it in posts)
            assert any(it.happens_on and it.happens_on > today for it in posts)
    assert len(story_feed.page(None, size=100).posts) == 9
    p = models.Post
    with reading():
        for row in p.select().where(p.state == "published"):
            story_fit.need_whole(row, place_ids(row.id))
            assert not row.due_on or row.due_on >= row.published_at.date()
            assert not word_list.tripped(row.title, row.words)
            assert "{" not in row.title + row.words
    assert {row.state for row in p.select()} == {"published", "draft", "scheduled", "waiting"}
    assert all(row.publish_at > now for row in p.select().where(p.state == "scheduled"))
    c = models.PostComment
    assert all(not word_list.tripped(it.words) for it in c.select().where(c.state == "shown"))
    assert check() == []


def test_r24_r25_something_is_to_be_looked_at(records: Path) -> None:
    demo.fill(NOW)
    leader, teacher = somebody(demo.LEADER), somebody("Miss Osei")
    (waits,) = comments.waiting(teacher)
    assert word_list.tripped(waits.comment.words)
    (report,) = conduct.open_reports(leader)
    assert report.comment_id is not None
    (post,) = story_drafts.waiting(leader)
    assert word_list.tripped(post.writing.title, post.writing.words)
    assert links.links()
    assert story_drafts.drafts(teacher)


def test_r7_r8_photos_newsletters_and_an_answer(records: Path) -> None:
    demo.fill(NOW)
    demo_portfolio.fill(NOW)
    demo_story_pictures.fill(NOW, demo.term(NOW))
    teacher = somebody("Miss Osei")
    maple = roster.classes()[0]
    files = [it for post in story_feed.page(maple.id, size=100).posts for it in post.files]
    assert len(files) >= 5
    assert all(it.caption for it in files)
    (hidden,) = hidden_photos.hidden(teacher)
    assert hidden.without
    draft = next(it for it in story_drafts.drafts(teacher) if it.files)
    assert not draft.files[0].answered
    school_story = story_feed.page(None, size=100).posts
    assert {it.kind for it in school_story} == set(SCHOOL_KINDS)
    assert [it.files[0].pages for it in school_story if it.files] == [2, 2]
    cells = [it for row in homework.grid(teacher, maple.id, NOW).rows for it in row.cells]
    assert any(it and it.item_id for it in cells)
    assert None in cells
    assert check() + media.check(every_byte=True) == []
