"""Posts: who writes where, publishing, editing, taking down (R5, R9, R24)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db import models, story, story_drafts, story_feed
from db.check import check
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Problem, Refused
from db.records import Role, Staff
from db.story_photos import FilesWanted, attach
from db.story_records import PostKind, PostState, Writing
from db.word_list import Tripped
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import file, news, other_class, published, teacher

MINUTE = timedelta(minutes=1)


def words_of(class_id: int | None) -> list[str]:
    return [it.words for it in story_feed.page(class_id).posts]


def test_r5_staff_write_for_their_classes_only(here: Here) -> None:
    ash = teacher(here.maple.id)
    oak = other_class()
    published(ash, news(here))
    assert words_of(here.maple.id) == ["We grew beans."]
    assert words_of(oak) == words_of(None) == []
    for classes in ((oak,), (here.maple.id, oak), ()):
        with pytest.raises(NotAllowed):
            story_drafts.save(ash, Writing(PostKind.NEWS, "Hello", class_ids=classes), NOW)
    with pytest.raises(NotAllowed):
        story_drafts.save(None, news(here), NOW)
    with pytest.raises(NotFound):
        story_drafts.save(here.leader, Writing(PostKind.NEWS, "Hello", class_ids=(99,)), NOW)


def test_r9_leaders_and_the_office_write_for_everyone(here: Here) -> None:
    office = teacher(None, "Mrs Desk", Role.OFFICE)
    letter = Writing(PostKind.NEWS, "The fair is on Friday.")
    for actor in (office, here.leader):
        published(actor, letter)
    assert len(words_of(None)) == 2
    assert words_of(here.maple.id) == []
    with pytest.raises(NotAllowed):
        story_drafts.save(office, news(here), NOW)


def test_r5_who_has_left_or_moved_writes_no_more(here: Here) -> None:
    ash = teacher(here.maple.id)
    post = published(ash, news(here))
    with writing():
        models.StaffClass.delete().execute()
    with pytest.raises(NotAllowed):
        story.take_down(ash, post, "", NOW)
    with writing():
        models.Staff.update(left_on=TODAY).where(models.Staff.id == ash.id).execute()
    with pytest.raises(NotAllowed):
        story_drafts.drafts(ash)
    stale = Staff(ash.id, ash.name, Role.LEADER)
    with pytest.raises(NotAllowed):
        story.take_down(stale, post, "", NOW)


def test_a_draft_is_kept_however_unfinished_and_is_its_writers(here: Here) -> None:
    ash, birch = teacher(here.maple.id), teacher(here.maple.id, "Ms Birch")
    post = story_drafts.save(ash, news(here, ""), NOW)
    oak = other_class()
    story_drafts.save(
        here.leader, Writing(PostKind.UPDATE, "  a \r\n\r\n\r\n b ", class_ids=(oak,)), NOW
    )
    again = Writing(PostKind.REMINDER, "Swim kit", "PE", (here.maple.id,), happens_on=TODAY)
    story_drafts.save(ash, again, NOW + MINUTE, post_id=post)
    (draft,) = story_drafts.drafts(ash)
    assert draft.writing == again
    assert (draft.places, draft.state, draft.saved_at) == (
        ("Maple",),
        PostState.DRAFT,
        NOW + MINUTE,
    )
    assert story_drafts.drafts(here.leader)[0].writing.words == "a\n\nb"
    assert story_feed.page(here.maple.id).posts == ()
    for look in (
        lambda: story_drafts.draft(birch, post),
        lambda: story_drafts.save(birch, again, NOW, post_id=post),
        lambda: story.publish(birch, post, NOW),
        lambda: story_drafts.discard(birch, post, NOW),
    ):
        with pytest.raises(NotFound):
            look()
    story_drafts.discard(ash, post, NOW)
    assert story_drafts.drafts(ash) == []


def test_a_draft_changes_its_stories(here: Here) -> None:
    oak = other_class()
    post = story_drafts.save(here.leader, news(here), NOW)
    for classes, names in (
        ((here.maple.id, oak), ("Maple", "Oak")),
        ((oak,), ("Oak",)),
        ((), ("School story",)),
        ((here.maple.id,), ("Maple",)),
    ):
        story_drafts.save(
            here.leader, Writing(PostKind.NEWS, "x", class_ids=classes), NOW, post_id=post
        )
        assert story_drafts.draft(here.leader, post).places == names
    story_drafts.save(here.leader, Writing(PostKind.NEWS, "x"), NOW, post_id=post)
    story.publish(here.leader, post, NOW)
    assert words_of(None) == ["x"]
    with pytest.raises(Refused):
        story_drafts.save(here.leader, Writing(PostKind.NEWS, "y"), NOW, post_id=post)
    with pytest.raises(Refused):
        story_drafts.discard(here.leader, post, NOW)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (Writing(PostKind.NEWS, " \u200b\n"), "write something"),
        (Writing(PostKind.HOMEWORK, "p. 4", "Maths"), "day on which it is due"),
        (Writing(PostKind.HOMEWORK, "p. 4", due_on=TODAY), "needs a title"),
        (Writing(PostKind.HOMEWORK, "p. 4", "Maths", due_on=date(2026, 11, 23)), "or later"),
        (Writing(PostKind.NEWSLETTER, "News"), "no newsletter"),
        (Writing(PostKind.NEWS, "Trip", happens_on=TODAY), "Only a reminder"),
        (Writing(PostKind.HOMEWORK, "p. 4", "Maths", due_on=date.max), "within two years"),
        (Writing(PostKind.REMINDER, "Trip", happens_on=date.max), "within two years"),
        (Writing(PostKind.NEWS, "Trip", due_on=TODAY), "Only homework"),
        (Writing(PostKind.REMINDER, "", happens_on=TODAY), "write"),
    ],
)
def test_what_is_unfinished_is_not_published(here: Here, written: Writing, sentence: str) -> None:
    whole = Writing(
        written.kind,
        written.words,
        written.title,
        (here.maple.id,),
        due_on=written.due_on,
        happens_on=written.happens_on,
    )
    with pytest.raises(Refused, match=sentence):
        published(here.leader, whole)
    assert words_of(here.maple.id) == []


def test_r9_a_newsletter_is_a_pdf(here: Here) -> None:
    post = story_drafts.save(here.leader, Writing(PostKind.NEWSLETTER, "Autumn"), NOW)
    with pytest.raises(Refused, match="PDF"):
        story.publish(here.leader, post, NOW)
    attach(here.leader, post, file("pdf"), "k", NOW)
    with pytest.raises(Refused, match="who is in"):
        story.publish(here.leader, post, NOW)


def test_too_long_words_are_refused_and_nothing_is_cut(here: Here) -> None:
    with pytest.raises(Refused, match="10,000"):
        story_drafts.save(here.leader, news(here, "x" * 100_000), NOW)
    story_drafts.save(here.leader, news(here, "x" * 10_000), NOW)
    with pytest.raises(Refused, match="80"):
        story_drafts.save(here.leader, Writing(PostKind.NEWS, "", "t" * 81), NOW)


def test_an_edit_keeps_the_old_words_and_is_seen(here: Here) -> None:
    ash = teacher(here.maple.id)
    post = published(ash, news(here, "We growed beans."))
    assert story_feed.post(post).edited_at is None
    story.edit(ash, post, news(here, "We growed beans."), NOW)
    assert story_feed.post(post).edited_at is None
    story.edit(here.leader, post, news(here, "We grew beans."), NOW + MINUTE)
    shown = story_feed.post(post)
    assert (shown.words, shown.edited_at) == ("We grew beans.", NOW + MINUTE)
    (old,) = story_feed.old_words(ash, post)
    assert (old.words, old.staff, old.edited_at) == (
        "We growed beans.",
        "Mrs Rowan",
        NOW + MINUTE,
    )
    with pytest.raises(NotAllowed):
        story_feed.old_words(None, post)
    trip = published(ash, Writing(PostKind.REMINDER, "Trip", class_ids=(here.maple.id,)))
    far = Writing(PostKind.REMINDER, "Trip", class_ids=(here.maple.id,), happens_on=date.max)
    with pytest.raises(Refused, match="within two years"):
        story.edit(ash, trip, far, NOW)


def test_taken_down_is_hidden_and_kept(here: Here) -> None:
    ash = teacher(here.maple.id)
    post = published(ash, news(here))
    story.take_down(ash, post, "", NOW)
    assert words_of(here.maple.id) == []
    with pytest.raises(NotFound):
        story_feed.post(post)
    assert story.put_back(ash, post, NOW + MINUTE) is PostState.PUBLISHED
    assert story_feed.post(post).published_at == NOW
    with pytest.raises(Refused, match="reason"):
        story.take_down(here.leader, post, " ", NOW)
    story.take_down(here.leader, post, "Wrong class", NOW)
    assert story_drafts.draft(ash, post).note == "Wrong class"
    with pytest.raises(NotAllowed):
        story.put_back(ash, post, NOW)
    for change in (
        lambda: story.publish(ash, post, NOW),
        lambda: story_drafts.save(ash, news(here), NOW, post_id=post),
        lambda: story_drafts.discard(ash, post, NOW),
    ):
        with pytest.raises(Refused):
            change()
    story.put_back(here.leader, post, NOW)
    assert check() == []


def test_r24_listed_words_are_shown_back_and_then_wait_for_a_leader(here: Here) -> None:
    ash = teacher(here.maple.id)
    post = story_drafts.save(ash, news(here, "A stupid day"), NOW)
    with pytest.raises(Tripped) as caught:
        story.publish(ash, post, NOW)
    assert caught.value.words == ("stupid",)
    assert story.publish(ash, post, NOW, anyway=True) is PostState.WAITING
    assert words_of(here.maple.id) == []
    assert [it.id for it in story_drafts.waiting(here.leader)] == [post]
    with pytest.raises(NotAllowed):
        story.approve(ash, post, NOW)
    assert story.approve(here.leader, post, NOW + MINUTE) is PostState.PUBLISHED
    assert story_feed.post(post).published_at == NOW + MINUTE
    with pytest.raises(Tripped):
        story.edit(ash, post, news(here, "An idiotic day"), NOW)
    assert story.edit(ash, post, news(here, "An idiotic day"), NOW, anyway=True).value == "waiting"
    assert words_of(here.maple.id) == []
    story.send_back(here.leader, post, "Kind words please", NOW)
    assert story_drafts.draft(ash, post).note == "Kind words please"
    assert check() == []


def test_what_a_leader_took_down_is_changed_and_read_again(here: Here) -> None:
    ash = teacher(here.maple.id)
    post = published(ash, news(here))
    story.take_down(here.leader, post, "A name is wrong.", NOW)
    with pytest.raises(Tripped):
        story.edit(ash, post, news(here, "A stupid day"), NOW)
    assert story.edit(ash, post, news(here, "We grew peas."), NOW) is PostState.WAITING
    story.take_down(ash, post, "", NOW)
    with pytest.raises(NotAllowed):
        story.put_back(ash, post, NOW)
    assert story.edit(ash, post, news(here, "We grew corn."), NOW) is PostState.WAITING
    assert words_of(here.maple.id) == []
    assert story.approve(here.leader, post, NOW) is PostState.PUBLISHED
    assert (words_of(here.maple.id), story_drafts.draft(ash, post).note) == (["We grew corn."], "")
    assert check() == []


def test_what_its_writer_took_down_is_changed_and_put_back(here: Here) -> None:
    ash = teacher(here.maple.id)
    post = published(ash, news(here))
    story.take_down(ash, post, "", NOW)
    assert story.edit(ash, post, news(here, "We grew peas."), NOW) is PostState.TAKEN_DOWN
    assert words_of(here.maple.id) == []
    assert story.put_back(ash, post, NOW) is PostState.PUBLISHED
    assert words_of(here.maple.id) == ["We grew peas."]


def test_r24_unread_words_do_not_slip_out_by_way_of_taking_down(here: Here) -> None:
    ash = teacher(here.maple.id)
    post = published(ash, news(here))
    story.edit(ash, post, news(here, "A stupid day"), NOW, anyway=True)
    story.take_down(ash, post, "", NOW)
    assert story.put_back(ash, post, NOW) is PostState.WAITING
    assert words_of(here.maple.id) == []


def test_r24_a_leader_answers_for_their_own_words(here: Here) -> None:
    post = story_drafts.save(here.leader, news(here, "No more shut up!"), NOW)
    with pytest.raises(Tripped):
        story.publish(here.leader, post, NOW)
    assert story.publish(here.leader, post, NOW, anyway=True) is PostState.PUBLISHED


def test_pinned_posts_stand_on_top_of_their_own_story(here: Here) -> None:
    oak = other_class()
    both = Writing(PostKind.NEWS, "both", class_ids=(here.maple.id, oak))
    first = published(here.leader, both)
    published(here.leader, news(here, "later"), NOW + MINUTE)
    published(here.leader, Writing(PostKind.NEWS, "oak", class_ids=(oak,)), NOW + MINUTE)
    story.pin(here.leader, first, here.maple.id, True, NOW)
    assert words_of(here.maple.id) == ["both", "later"]
    assert words_of(oak) == ["oak", "both"]
    assert story_feed.page(here.maple.id).posts[0].pinned
    assert not story_feed.page(oak).posts[1].pinned
    story.pin(here.leader, first, here.maple.id, False, NOW)
    assert words_of(here.maple.id) == ["later", "both"]
    with pytest.raises(NotFound):
        story.pin(here.leader, first, None, True, NOW)


def test_everything_done_to_a_post_is_in_the_log(here: Here) -> None:
    post = published(here.leader, news(here))
    story.edit(here.leader, post, news(here, "Other"), NOW)
    story.pin(here.leader, post, here.maple.id, True, NOW)
    story.take_down(here.leader, post, "", NOW)
    story.put_back(here.leader, post, NOW)
    with reading():
        actions = [row.action for row in models.AuditEntry.select()]
    assert actions[2:] == [
        "published a post",
        "edited a post",
        "pinned a post",
        "took a post down",
        "put a post back",
    ]


def test_nothing_is_left_of_a_refusal(here: Here) -> None:
    ash = teacher(here.maple.id)
    post = published(ash, news(here))
    with pytest.raises(Problem):
        story.edit(ash, post, Writing(PostKind.NEWS, "", happens_on=TODAY), NOW)
    assert story_feed.post(post).words == "We grew beans."
    assert story_feed.old_words(ash, post) == []


def test_r5_r9_where_one_may_write(here: Here) -> None:
    oak = other_class()
    ash = teacher(here.maple.id)
    office = teacher(None, "Mrs Desk", Role.OFFICE)
    for actor, classes, school in (
        (ash, {here.maple.id}, False),
        (office, set(), True),
        (here.leader, {here.maple.id, oak}, True),
    ):
        places = story_drafts.places(actor)
        assert ({it.id for it in places.classes}, places.school) == (classes, school)


def test_what_is_missing_is_known_before_it_is_published(here: Here) -> None:
    post = story_drafts.save(here.leader, Writing(PostKind.NEWSLETTER, "Autumn"), NOW)
    with pytest.raises(FilesWanted, match="PDF"):
        story.need_ready(here.leader, post, NOW)
    attach(here.leader, post, file("audio"), "1", NOW)
    other = story_drafts.save(here.leader, news(here, "stupid"), NOW)
    story.need_ready(here.leader, other, NOW)
    assert story_drafts.draft(here.leader, other).state is PostState.DRAFT


def test_ones_own_posts_are_listed_until_they_are_shown(here: Here) -> None:
    ash, birch = teacher(here.maple.id), teacher(here.maple.id, "Ms Birch")
    draft = story_drafts.save(ash, news(here), NOW)
    published(ash, news(here))
    gone = published(ash, news(here))
    story.take_down(here.leader, gone, "Not now.", NOW)
    published(birch, news(here))
    assert {it.id for it in story_drafts.mine(ash)} == {draft, gone}
    assert story_drafts.mine(birch) == []
