"""Pages of a story: order, cursors, filters, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import models, story, story_feed, story_photos
from db.connection import database, reading, writing
from db.policy import NotFound
from db.story_records import Cursor, Page, PostKind, Writing, read_cursor
from tests.conftest import NOW, Here
from tests.db.stories import allow, file, other_class, parent, published

MINUTE = timedelta(minutes=1)


def all_of(turn: Callable[[Cursor | None], Page]) -> list[int]:
    found: list[int] = []
    after: Cursor | None = None
    while True:
        page = turn(after)
        found += [it.id for it in page.posts]
        if page.after is None:
            return found
        after = read_cursor(str(page.after))
        assert after == page.after


def many(class_ids: tuple[int, ...], number: int, staff_id: int) -> list[int]:
    """Posts straight into the tables, a few with the very same moment; oldest first."""
    ids = []
    with writing():
        for place in range(number):
            at = NOW + (place // 3) * MINUTE
            kind = list(PostKind)[place % 6].value
            row = models.Post.create(
                kind=kind,
                words=f"Post {place}",
                staff=staff_id,
                state="published",
                made_at=at,
                saved_at=at,
                published_at=at,
            )
            for class_id in class_ids or (None,):
                models.PostPlace.create(post=row, school_class=class_id, shown_at=at)
            ids.append(row.id)
    return ids


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.booleans(),
            st.booleans(),
            st.sampled_from(["maple", "oak", "both", "school"]),
        ),
        max_size=12,
    ),
    st.integers(1, 5),
)
def test_pages_of_any_size_hold_each_post_once_in_order(
    here: Here, made: list[tuple[int, bool, bool, str]], size: int
) -> None:
    with writing():
        models.PostPlace.delete().execute()
        models.Post.delete().execute()
        oak = models.SchoolClass.get_or_none(name="Oak") or models.SchoolClass.create(name="Oak")
    maple = here.maple.id
    stories = {"maple": [maple], "oak": [oak.id], "both": [maple, oak.id], "school": [None]}
    model: dict[int, tuple[int, dict[int | None, bool]]] = {}
    with writing():
        for minutes, first_pinned, then_pinned, name in made:
            at = NOW + minutes * MINUTE
            row = models.Post.create(
                kind="news",
                words="x",
                staff=here.leader.id,
                state="published",
                made_at=at,
                saved_at=at,
                published_at=at,
            )
            pins = dict(zip(stories[name], (first_pinned, then_pinned), strict=False))
            for class_id, pinned in pins.items():
                models.PostPlace.create(post=row, school_class=class_id, shown_at=at, pinned=pinned)
            model[row.id] = (minutes, pins)

    def order(*wanted: int | None) -> list[int]:
        keys = [
            (any(pins.get(it, False) for it in wanted), minutes, post_id)
            for post_id, (minutes, pins) in model.items()
            if pins.keys() & set(wanted)
        ]
        return [post_id for _, _, post_id in sorted(keys, reverse=True)]

    for story_of in (maple, oak.id, None):
        found = all_of(lambda at, it=story_of: story_feed.page(it, after=at, size=size))  # type: ignore[misc]
        assert found == order(story_of)
        assert story_feed.count(story_of) == len(found)
    both = all_of(lambda at: story_feed.page_of((maple, oak.id), after=at, size=size))
    assert both == order(maple, oak.id)


def test_a_post_that_comes_meanwhile_moves_nothing(here: Here) -> None:
    ids = many((here.maple.id,), 10, here.leader.id)
    first = story_feed.page(here.maple.id, size=4)
    published(here.leader, Writing(PostKind.NEWS, "new", class_ids=(here.maple.id,)), NOW)
    story.take_down(here.leader, ids[6], "", NOW)
    second = story_feed.page(here.maple.id, size=100, after=first.after)
    assert [it.id for it in first.posts] == ids[:5:-1]
    assert [it.id for it in second.posts][:3] == [ids[5], ids[4], ids[3]]


def test_one_kind_only(here: Here) -> None:
    ids = many((), 13, here.leader.id)
    page = story_feed.page(None, kind=PostKind.NEWS, size=2)
    assert [it.id for it in page.posts] == [ids[12], ids[6]]
    last = story_feed.page(None, kind=PostKind.NEWS, size=2, after=page.after)
    assert ([it.id for it in last.posts], last.after) == ([ids[0]], None)
    assert story_feed.count(None, kind=PostKind.NEWS) == 3


def test_the_newest_is_not_the_pinned_one(here: Here) -> None:
    assert story_feed.newest(here.maple.id) is None
    ids = many((here.maple.id,), 4, here.leader.id)
    story.pin(here.leader, ids[0], here.maple.id, True, NOW)
    newest = story_feed.newest(here.maple.id)
    assert newest
    assert newest.id == ids[-1]


def test_the_number_of_queries_is_that_of_a_page_of_one(here: Here) -> None:
    oak = other_class()
    sam = parent(here.pupil_ids[0])
    classes = (here.maple.id, oak)

    def queries(size: int) -> int:
        with reading():
            before = len(asked)
            story_feed.marked(story_feed.page_of(classes, size=size).posts, sam)
            return len(asked) - before

    many(classes, 40, here.leader.id)
    for number in range(9):
        allow(here, here.pupil_ids[number])
        photo = Writing(PostKind.NEWS, "photo", class_ids=(here.maple.id,))
        post = published(here.leader, photo, NOW + timedelta(hours=1, minutes=number))
        for _ in range(3):
            at = story_photos.attach(here.leader, post, file(), f"{post} {_}", NOW)
            story_photos.answer(here.leader, at, here.pupil_ids[: number + 1], NOW)
    asked: list[str] = []
    execute = database.obj.execute_sql

    def counted(sql: str, *rest: object, **more: object) -> object:
        asked.append(sql)
        return execute(sql, *rest, **more)

    database.obj.execute_sql = counted
    try:
        one, forty = queries(1), queries(40)
    finally:
        del database.obj.execute_sql
    assert one == forty <= 8


@pytest.mark.parametrize("words", ["", "1-2", "a-b-c", "1-2-3-4", "1--3", "1-²-3", "9" * 99])
def test_what_is_no_cursor_is_none(words: str) -> None:
    assert read_cursor(words) is None


def test_a_post_that_is_not_there(here: Here) -> None:
    with pytest.raises(NotFound):
        story_feed.post(4711)
