"""A stretch of a story around a place in it."""

from __future__ import annotations

import pytest
from playhouse.test_utils import count_queries

from db import story
from db.story_records import PostKind
from db.story_stretch import END, Stretch, around, cursor
from tests.conftest import NOW, Here
from tests.db.test_story_feed import many


def ids_of(stretch: Stretch) -> list[int]:
    return [it.id for it in stretch.posts]


@pytest.mark.parametrize("pinned", [(), (0,), (0, 7)])
def test_every_stretch_is_cut_out_of_the_whole(here: Here, pinned: tuple[int, ...]) -> None:
    made = many((here.maple.id,), 12, here.leader.id)
    for number in pinned:
        story.pin(here.leader, made[number], here.maple.id, True, NOW)
    whole = around(here.maple.id)
    assert (len(whole.posts), whole.begins, whole.ends) == (12, True, True)
    for number, post in enumerate(whole.posts):
        part = around(here.maple.id, cursor(post), above=3, below=2)
        first = max(0, number - 3)
        assert ids_of(part) == ids_of(whole)[first : number + 2]
        assert (part.before, part.everything) == (first, 12)
        assert (part.begins, part.ends) == (first == 0, number >= 10)
    assert ids_of(around(here.maple.id, END, above=4)) == ids_of(whole)[-4:]


def test_the_place_of_a_post_that_is_gone_is_still_a_place(here: Here) -> None:
    made = many((), 6, here.leader.id)
    posts = around(None).posts
    story.take_down(here.leader, posts[2].id, "", NOW)
    part = around(None, cursor(posts[2]), above=1, below=1)
    assert ids_of(part) == [posts[1].id, posts[3].id]
    assert part.everything == len(made) - 1


def test_one_kind_only(here: Here) -> None:
    many((), 18, here.leader.id)
    news = around(None, kind=PostKind.NEWS)
    assert {it.kind for it in news.posts} == {PostKind.NEWS}
    last = around(None, END, kind=PostKind.NEWS, above=2)
    assert (ids_of(last), last.before, last.everything) == (ids_of(news)[1:], 1, 3)


def test_no_story_yet(here: Here) -> None:
    for at in (None, END):
        empty = around(here.maple.id, at)
        assert (empty.posts, empty.begins, empty.ends) == ((), True, True)


def test_it_costs_the_same_however_much_there_is(here: Here) -> None:
    many((here.maple.id,), 60, here.leader.id)
    at = cursor(around(here.maple.id).posts[30])
    with count_queries() as few:
        around(here.maple.id, at, above=1, below=1)
    with count_queries() as many_more:
        assert len(around(here.maple.id, at, above=20, below=40).posts) == 50
    assert 0 < many_more.count <= few.count
