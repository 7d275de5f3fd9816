"""R7: who is in a photo, and that it is seen only with the permission of them all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import (
    hidden_photos,
    media,
    models,
    photo_permission,
    roster,
    story,
    story_drafts,
    story_feed,
    story_photos,
)
from db.connection import writing
from db.family_records import PhotoUse
from db.policy import NotAllowed, NotFound, Refused
from db.story_records import PostKind, PostState, Writing
from db.word_list import Tripped
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import allow, file, news, other_class, published, teacher


def draft_with(here: Here, *kinds: str) -> tuple[int, list[int]]:
    post = story_drafts.save(here.leader, news(here), NOW)
    return post, [
        story_photos.attach(here.leader, post, file(kind), f"{post}/{place}", NOW)
        for place, kind in enumerate(kinds)
    ]


def test_r7_a_photo_without_an_answer_cannot_be_published_and_nobody_is_an_answer(
    here: Here,
) -> None:
    post, (photo, _, film) = draft_with(here, "photo", "audio", "video")
    with pytest.raises(Refused, match="2 photos"):
        story.publish(here.leader, post, NOW)
    story_photos.answer(here.leader, photo, [], NOW)
    with pytest.raises(Refused, match="one photo"):
        story.publish(here.leader, post, NOW)
    story_photos.answer(here.leader, film, [], NOW)
    story.publish(here.leader, post, NOW)
    assert [it.kind for it in story_feed.post(post).files] == ["photo", "audio", "video"]


def test_r7_a_pupil_without_permission_for_that_story_stops_it_by_name(here: Here) -> None:
    ava, ben = here.pupil_ids[:2]
    allow(here, ava)
    allow(here, ben, use=PhotoUse.SCHOOL_STORY)
    post, (photo,) = draft_with(here, "photo")
    tagged = story_photos.answer(here.leader, photo, [ava, ben], NOW)
    assert [it.id for it in tagged.without] == [ben]
    assert not tagged.may_be_shown
    with pytest.raises(Refused, match="class story of: Amelia Surname01"):
        story.publish(here.leader, post, NOW)
    story_drafts.save(here.leader, Writing(PostKind.NEWS, "x"), NOW, post_id=post)
    with pytest.raises(Refused, match="school story of: Aisha Surname00"):
        story.publish(here.leader, post, NOW)
    story_photos.answer(here.leader, photo, [ben], NOW)
    assert story.publish(here.leader, post, NOW) is PostState.PUBLISHED


def test_r7_who_lacks_permission_is_known_before_a_photo_is_chosen(here: Here) -> None:
    oak = other_class()
    with writing():
        other = models.Pupil.create(forename="Zoë", surname="Zed", avatar="x")
        models.Enrolment.create(pupil=other, school_class=oak)
    allow(here, here.pupil_ids[3])
    allow(here, other.id, use=PhotoUse.SCHOOL_STORY)
    listed = story_photos.taggable(here.leader, (here.maple.id,))
    assert [it.pupil for it in listed] == roster.pupils(here.maple.id)
    assert [it.pupil.id for it in listed if it.allowed] == [here.pupil_ids[3]]
    school = story_photos.taggable(here.leader, ())
    assert len(school) == 31
    assert [it.pupil.id for it in school if it.allowed] == [other.id]
    guests = story_photos.taggable(here.leader, (here.maple.id,), everybody=True)
    assert [it.pupil.id for it in guests if it.allowed] == [here.pupil_ids[3]]
    assert len(guests) == 31
    with pytest.raises(NotAllowed):
        story_photos.taggable(None, ())


def test_r7_withdrawn_permission_hides_at_once_and_tells_the_writer(here: Here) -> None:
    ash, birch = teacher(here.maple.id), teacher(here.maple.id, "Ms Birch")
    ava = here.pupil_ids[0]
    allow(here, ava)
    post = story_drafts.save(ash, news(here), NOW)
    for number in range(2):
        photo = story_photos.attach(ash, post, file(), f"k{number}", NOW)
        story_photos.answer(ash, photo, [ava][:number], NOW)
    story.publish(ash, post, NOW)
    assert (len(story_feed.post(post).files), hidden_photos.hidden(ash)) == (2, [])
    photo_permission.record(birch, ava, PhotoUse.CLASS_STORY, False, NOW)
    shown = story_feed.page(here.maple.id).posts[0]
    assert (len(shown.files), shown.hidden) == (1, 1)
    newest = story_feed.newest(here.maple.id)
    assert newest
    assert len(newest.files) == 1
    (notice,) = hidden_photos.hidden(ash)
    assert (notice.post_id, [it.full_name for it in notice.without]) == (post, ["Aisha Surname00"])
    assert hidden_photos.hidden(birch) == []
    story_photos.remove(ash, photo, NOW)
    assert hidden_photos.hidden(ash) == []


def test_r7_each_story_has_its_own_permission_and_the_newest_post_comes_first(here: Here) -> None:
    ava, ben = here.pupil_ids[:2]
    for pupil in (ava, ben):
        for use in (PhotoUse.CLASS_STORY, PhotoUse.SCHOOL_STORY):
            allow(here, pupil, use=use)
    posts = []
    for number, written in enumerate((news(here), Writing(PostKind.NEWS, "Fair"), news(here))):
        post = story_drafts.save(here.leader, written, NOW)
        for who in ([ava], [ben], []):
            photo = story_photos.attach(here.leader, post, file(), f"{number}{who}", NOW)
            story_photos.answer(here.leader, photo, who, NOW)
        story.publish(here.leader, post, NOW)
        posts.append(post)
    assert hidden_photos.hidden(here.leader) == []
    photo_permission.record(here.leader, ben, PhotoUse.SCHOOL_STORY, False, NOW)
    (only,) = hidden_photos.hidden(here.leader)
    assert (only.post_id, only.post, only.without[0].id) == (posts[1], "Fair", ben)
    photo_permission.record(here.leader, ava, PhotoUse.CLASS_STORY, False, NOW)
    found = hidden_photos.hidden(here.leader)
    assert [(it.post_id, it.without[0].id) for it in found] == [
        (posts[2], ava),
        (posts[1], ben),
        (posts[0], ava),
    ]


def test_r7_a_photo_added_to_a_published_post_is_seen_once_it_is_answered(here: Here) -> None:
    post = published(here.leader, news(here))
    photo = story_photos.attach(here.leader, post, file(), "k", NOW)
    assert (story_feed.post(post).files, story_feed.post(post).hidden) == ((), 1)
    story_photos.answer(here.leader, photo, [here.pupil_ids[0]], NOW)
    assert story_feed.post(post).files == ()
    story_photos.answer(here.leader, photo, [], NOW)
    assert len(story_feed.post(post).files) == 1


def test_r7_a_taken_down_post_comes_back_only_with_permission(here: Here) -> None:
    ava = here.pupil_ids[0]
    allow(here, ava)
    post, (photo,) = draft_with(here, "photo")
    story_photos.answer(here.leader, photo, [ava], NOW)
    story.publish(here.leader, post, NOW)
    story.take_down(here.leader, post, "", NOW)
    allow(here, ava, False)
    with pytest.raises(Refused, match="Aisha"):
        story.put_back(here.leader, post, NOW)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from(PhotoUse), st.booleans()), max_size=8),
    st.one_of(st.none(), st.frozensets(st.integers(0, 2))),
    st.booleans(),
)
def test_r7_published_only_with_an_answer_and_permission_of_all(
    here: Here,
    answers: list[tuple[int, PhotoUse, bool]],
    inside: frozenset[int] | None,
    for_school: bool,
) -> None:
    with writing():
        models.PhotoPermission.delete().execute()
        models.Post.delete().execute()
        models.PostPlace.delete().execute()
    use = PhotoUse.SCHOOL_STORY if for_school else PhotoUse.CLASS_STORY
    standing: dict[int, bool] = {}
    for pupil, of, allowed in answers:
        photo_permission.record(here.leader, here.pupil_ids[pupil], of, allowed, NOW)
        if of is use:
            standing[pupil] = allowed
    classes = () if for_school else (here.maple.id,)
    post = story_drafts.save(here.leader, Writing(PostKind.NEWS, "x", class_ids=classes), NOW)
    photo = story_photos.attach(here.leader, post, file(), f"h{post}/{file()}", NOW)
    if inside is not None:
        story_photos.answer(here.leader, photo, [here.pupil_ids[it] for it in inside], NOW)
    good = inside is not None and all(standing.get(it, False) for it in inside)
    try:
        story.publish(here.leader, post, NOW)
    except Refused:
        assert not good
        assert story_feed.count(classes[0] if classes else None) == 0
    else:
        assert good
        assert len(story_feed.post(post).files) == 1


def test_the_same_upload_twice_is_one_file(here: Here) -> None:
    post, (photo,) = draft_with(here, "photo")
    again = story_photos.attach(here.leader, post, file(), f"{post}/0", NOW)
    assert again == photo
    other = story_drafts.save(here.leader, news(here), NOW)
    assert story_photos.attach(here.leader, other, file(), f"{post}/0", NOW) != photo
    assert len(story_drafts.draft(here.leader, post).files) == 1


def test_the_sweep_leaves_what_a_post_names(here: Here) -> None:
    post, _ = draft_with(here, "photo")
    lost = file()
    (named,) = story_drafts.draft(here.leader, post).files
    swept = media.sweep(NOW + timedelta(days=1))
    assert swept.missing == (named.file.sha256,)  # its row, to which these tests make no file
    with pytest.raises(NotFound):
        media.get(lost)


def test_there_are_only_so_many_files_and_only_real_ones(here: Here) -> None:
    post, _ = draft_with(here, *["photo"] * 20)
    with pytest.raises(Refused, match="20"):
        story_photos.attach(here.leader, post, file(), "one more", NOW)
    other = story_drafts.save(here.leader, news(here), NOW)
    with pytest.raises(NotFound):
        story_photos.attach(here.leader, other, "f" * 64, "k", NOW)


def test_files_are_the_business_of_those_who_may_write(here: Here) -> None:
    ash = teacher(other_class())
    post, (photo,) = draft_with(here, "photo")
    for change in (
        lambda: story_photos.attach(ash, post, file(), "k", NOW),
        lambda: story_photos.answer(ash, photo, [], NOW),
        lambda: story_photos.remove(ash, photo, NOW),
        lambda: story_photos.describe(ash, photo, "x"),
    ):
        with pytest.raises(NotFound):
            change()
    story_photos.describe(here.leader, photo, " Beans\x1b[31m on a sill ")
    (found,) = story_drafts.draft(here.leader, post).files
    assert found.file.caption == "Beans on a sill"
    with pytest.raises(NotFound):
        story_photos.answer(here.leader, photo, [4711], NOW)
    with writing():
        models.Pupil.update(left_on=TODAY).where(models.Pupil.id == here.pupil_ids[0]).execute()
    with pytest.raises(NotFound):
        story_photos.answer(here.leader, photo, [here.pupil_ids[0]], NOW)


def test_who_was_named_and_left_since_stays_named(here: Here) -> None:
    gone, ava = here.pupil_ids[:2]
    _, (photo,) = draft_with(here, "photo")
    story_photos.answer(here.leader, photo, [gone], NOW)
    with writing():
        models.Pupil.update(left_on=TODAY).where(models.Pupil.id == gone).execute()
    assert len(story_photos.answer(here.leader, photo, [gone, ava], NOW).pupils) == 2
    story_photos.answer(here.leader, photo, [ava], NOW)
    with pytest.raises(NotFound):
        story_photos.answer(here.leader, photo, [gone], NOW)


def test_what_is_taken_out_is_gone_from_the_store_unless_another_post_shows_it(
    here: Here,
) -> None:
    posts = [story_drafts.save(here.leader, news(here), NOW) for _ in range(2)]
    name = file()
    photos = [story_photos.attach(here.leader, post, name, "k", NOW) for post in posts]
    story_photos.remove(here.leader, photos[0], NOW)
    assert media.get(name)
    story_photos.remove(here.leader, photos[1], NOW)
    with pytest.raises(NotFound):
        media.get(name)


def test_r24_the_words_under_a_photo_are_words_too(here: Here) -> None:
    ash = teacher(here.maple.id)
    post = story_drafts.save(ash, news(here), NOW)
    photo = story_photos.attach(ash, post, file(), "k", NOW, "A stupid face")
    story_photos.answer(ash, photo, [], NOW)
    with pytest.raises(Tripped):
        story.publish(ash, post, NOW)
    story_photos.describe(ash, photo, "A funny face")
    story.publish(ash, post, NOW)
    with pytest.raises(Tripped):
        story_photos.describe(ash, photo, "A stupid face")
    with pytest.raises(Tripped):
        story_photos.attach(ash, post, file(), "l", NOW, "Idiot")
    assert [it.caption for it in story_feed.post(post).files] == ["A funny face"]
