"""What parents see and do, and what another class's parent does not (R6, R9, R23)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import (
    comments,
    conduct,
    family_rules,
    models,
    photo_permission,
    story,
    story_feed,
    story_photos,
    story_reading,
    withdrawal,
)
from db.check import check
from db.connection import database, writing
from db.family_records import PhotoUse
from db.policy import NotAllowed, NotFound
from db.story_records import PostKind, Writing
from tests.conftest import NOW, TODAY, Here, add_pupils
from tests.db.stories import allow, file, news, other_class, parent, published, teacher

MINUTE = timedelta(minutes=1)


def test_r6_a_parent_reads_the_classes_of_their_child_and_the_school(here: Here) -> None:
    oak = other_class()
    ava = here.pupil_ids[0]
    sam = parent(ava)
    maple_post = published(here.leader, news(here, "maple"))
    published(here.leader, Writing(PostKind.NEWS, "oak", class_ids=(oak,)))
    published(here.leader, Writing(PostKind.NEWS, "school"))
    words = [it.words for it in story_reading.class_page(sam, ava).posts]
    assert words == ["maple"]
    assert [it.words for it in story_reading.school_page(sam).posts] == ["school"]
    assert story_reading.post(sam, maple_post).words == "maple"
    with writing():
        models.Enrolment.create(pupil=ava, school_class=oak, is_home=False)
    words = [it.words for it in story_reading.class_page(sam, ava).posts]
    assert words == ["oak", "maple"]


Act = Callable[[int, int, int], object]
ACTS: dict[str, Act] = {
    "reads": lambda who, post, photo: story_reading.post(who, post),
    "likes": lambda who, post, photo: story_reading.like(who, post, True, NOW),
    "comments": lambda who, post, photo: comments.comment(who, post, "Hi", "k", NOW),
    "reads comments": lambda who, post, photo: comments.comments(who, post),
    "sees a photo": lambda who, post, photo: story_reading.file(who, photo),
    "reports": lambda who, post, photo: conduct.report_by_parent(who, post, "Bad", NOW),
}


@pytest.mark.parametrize("act", ACTS)
def test_r6_another_class_and_what_is_not_shown_is_not_there(here: Here, act: str) -> None:
    oak = other_class()
    (zed,) = add_pupils(oak, ["Zed"])
    stranger, mine = parent(zed, name="Kim"), parent(here.pupil_ids[0])
    post = published(here.leader, news(here))
    photo = story_photos.attach(here.leader, post, file(), "k", NOW)
    story_photos.answer(here.leader, photo, [], NOW)
    with pytest.raises(NotFound):
        ACTS[act](stranger, post, photo)
    assert ACTS[act](mine, post, photo) is not None
    story.take_down(here.leader, post, "", NOW)
    with pytest.raises(NotFound):
        ACTS[act](mine, post, photo)
    story.put_back(here.leader, post, NOW)
    withdrawal.withdraw(here.leader, mine, "moved away", NOW)
    with pytest.raises(NotFound):
        ACTS[act](mine, post, photo)


def test_r21_who_is_not_confirmed_reads_nothing(here: Here) -> None:
    ava = here.pupil_ids[0]
    sam = parent(ava)
    post = published(here.leader, Writing(PostKind.NEWS, "school"))
    with writing():
        models.Guardianship.update(state="waiting").execute()
    for look in (
        lambda: story_reading.post(sam, post),
        lambda: story_reading.school_page(sam),
        lambda: story_reading.class_page(sam, ava),
        lambda: story_reading.mark_read(sam, [post], NOW),
        lambda: story_reading.new(sam, ava),
    ):
        with pytest.raises(NotFound):
            look()
    with writing():
        models.Guardianship.update(state="confirmed").execute()
        models.Pupil.update(left_on=TODAY).where(models.Pupil.id == ava).execute()
    with pytest.raises(NotFound):
        story_reading.school_page(sam)


def test_r6_only_ones_own_child(here: Here) -> None:
    sam = parent(here.pupil_ids[0])
    with pytest.raises(NotFound):
        story_reading.class_page(sam, here.pupil_ids[1])


def test_one_like_of_a_parent_counts_once(here: Here) -> None:
    sam, kim = parent(here.pupil_ids[0]), parent(here.pupil_ids[1], name="Kim")
    post = published(here.leader, news(here))
    for on, likes in ((True, 1), (True, 1), (False, 0), (False, 0), (True, 1)):
        assert story_reading.like(sam, post, on, NOW) == likes
    assert story_reading.like(kim, post, True, NOW) == 2
    assert story_reading.post(sam, post).liked
    assert not story_feed.post(post).liked
    assert check() == []


def test_who_has_opened_a_post_and_who_has_not_yet(here: Here) -> None:
    ash = teacher(here.maple.id)
    ava, ben, cy = here.pupil_ids[:3]
    sam, kim = parent(ava, ben), parent(cy, name="Kim")
    parent(cy, name="Al")
    (zed,) = add_pupils(other_class(), ["Zed"])
    parent(zed, name="Zoe")
    post = published(ash, news(here), NOW + MINUTE)
    assert story_reading.new(sam, ava) == story_reading.New(1, 0)
    assert story_reading.class_page(sam, ava).posts[0].is_new
    assert story_reading.mark_read(sam, [post, post, 4711], NOW) == 1
    assert story_reading.mark_read(sam, [post], NOW) == 0
    assert story_reading.new(sam, ava) == story_reading.New(0, 0)
    assert not story_reading.post(sam, post).is_new
    seen = story_reading.seen(ash, post)
    assert (seen.seen, seen.everybody) == (1, 3)
    assert [(it.name, [kid.forename for kid in it.children]) for it in seen.not_yet] == [
        ("Al", ["Arjun"]),
        ("Kim", ["Arjun"]),
    ]
    withdrawal.withdraw(here.leader, kim, "moved", NOW)
    assert story_reading.seen(ash, post).everybody == 2
    everybody = published(here.leader, Writing(PostKind.NEWS, "school"))
    assert story_reading.seen(here.leader, everybody).everybody == 3
    with pytest.raises(NotAllowed):
        story_reading.seen(ash, everybody)
    with pytest.raises(NotAllowed):
        story_reading.seen(None, post)
    assert check() == []


def test_what_was_there_before_a_parent_joined_is_not_new(here: Here) -> None:
    ava = here.pupil_ids[0]
    published(here.leader, news(here), NOW - MINUTE)
    sam = parent(ava)
    assert story_reading.new(sam, ava).of_class == 0
    assert not story_reading.class_page(sam, ava).posts[0].is_new


def test_r7_a_photo_is_gone_from_the_phone_as_soon_as_permission_is(here: Here) -> None:
    ava = here.pupil_ids[0]
    sam = parent(here.pupil_ids[1])
    allow(here, ava)
    post = published(here.leader, news(here))
    photo = story_photos.attach(here.leader, post, file(), "k", NOW)
    with pytest.raises(NotFound):
        story_reading.file(sam, photo)
    story_photos.answer(here.leader, photo, [ava], NOW)
    assert story_reading.file(sam, photo).id == photo
    photo_permission.record(here.leader, ava, PhotoUse.CLASS_STORY, False, NOW)
    with pytest.raises(NotFound):
        story_reading.file(sam, photo)


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.integers(0, 1),
            st.sampled_from(["like", "unlike", "read", "comment", "hide", "report", "keep"]),
        ),
        max_size=14,
    )
)
def test_totals_are_those_of_the_rows_whatever_happens(
    here: Here, acts: list[tuple[int, int, str]]
) -> None:
    sams = [parent(here.pupil_ids[number]) for number in range(3)]
    posts = [published(here.leader, news(here)) for _ in range(2)]
    family_rules.choose(here.leader, family_rules.Rules(reports_hide=True), NOW)
    for number, (who, which, what) in enumerate(acts):
        sam, post = sams[who], posts[which]
        shown = comments.conversation(here.leader, post).comments
        try:
            if what in ("like", "unlike"):
                story_reading.like(sam, post, what == "like", NOW)
            elif what == "read":
                story_reading.mark_read(sam, [post], NOW)
            elif what == "comment":
                comments.comment(sam, post, "Hi", f"{sam} {post} {number}", NOW)
            elif what == "hide" and shown:
                comments.hide(here.leader, shown[0].id, "no", NOW)
            elif what == "report":
                about = shown[0].id if shown and who else None
                conduct.report_by_parent(sam, post, "why", NOW, comment_id=about)
            elif what == "keep":
                for it in conduct.open_reports(here.leader)[:1]:
                    conduct.resolve(here.leader, it.id, conduct.Outcome.KEPT, "", NOW)
        except NotFound:
            pass
        assert check() == []


def test_a_page_and_who_has_seen_it_cost_the_same_for_many(here: Here) -> None:
    ava = here.pupil_ids[0]
    sam = parent(ava)
    post = published(here.leader, news(here))
    asked: list[str] = []
    execute = database.obj.execute_sql

    def counted(sql: str, *rest: object, **more: object) -> object:
        asked.append(sql)
        return execute(sql, *rest, **more)

    def queries() -> list[int]:
        found = []
        for ask in (
            lambda: story_reading.class_page(sam, ava),
            lambda: story_reading.new(sam, ava),
            lambda: story_reading.seen(here.leader, post),
            lambda: comments.comments(sam, post),
            lambda: comments.conversation(here.leader, post).comments,
            lambda: comments.waiting(here.leader),
            lambda: conduct.open_reports(here.leader),
            lambda: story_reading.mark_read(sam, every, NOW),
        ):
            asked.clear()
            ask()
            found.append(len(asked))
        return found

    every = [post, published(here.leader, news(here))]
    comments.comment(sam, post, "stupid", "a", NOW, anyway=True)
    comments.comment(sam, post, "Hi", "b", NOW)
    conduct.report_by_parent(sam, post, "why", NOW)
    story_reading.mark_read(sam, [], NOW)
    database.obj.execute_sql = counted
    try:
        few = queries()
        for number in range(1, 12):
            kim = parent(here.pupil_ids[number], name=f"Kim {number}")
            comments.comment(kim, post, "Hi", f"k{number}", NOW)
            comments.comment(kim, post, "stupid", f"s{number}", NOW, anyway=True)
            conduct.report_by_parent(kim, post, "why", NOW)
            every.append(published(here.leader, news(here)))
        many = queries()
    finally:
        del database.obj.execute_sql
    assert many == few
