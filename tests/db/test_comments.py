"""Comments: polite, or waiting for staff; never dropped (R6, R24)."""

from __future__ import annotations

import pytest

from db import comments, family_rules, story, story_drafts, story_feed
from db.check import check
from db.policy import NotAllowed, NotFound, Refused
from db.records import Role
from db.story_records import CommentState, PostKind, Writing
from db.word_list import Tripped
from tests.conftest import NOW, Here
from tests.db.stories import news, other_class, parent, published, teacher


def test_r6_a_comment_is_seen_by_parents_of_the_class_without_whose_parent_it_is(
    here: Here,
) -> None:
    ash = teacher(here.maple.id)
    sam, kim = parent(here.pupil_ids[0]), parent(here.pupil_ids[1], name="Kim")
    post = published(ash, news(here))
    made = comments.comment(sam, post, "  Lovely\r\nbeans! ", "a", NOW)
    assert (made.words, made.state, made.is_mine) == ("Lovely\nbeans!", CommentState.SHOWN, True)
    comments.answer(ash, post, "Thank you", "b", NOW)
    theirs = comments.comments(kim, post)
    assert [(it.name, it.is_staff, it.is_mine, it.children) for it in theirs] == [
        ("Sam", False, False, ()),
        ("Mr Ash", True, False, ()),
    ]
    assert comments.conversation(ash, post).comments[0].children == ("Aisha Surname00",)
    assert story_feed.post(post).comments == 2


def test_r24_listed_words_are_shown_back_and_wait_when_sent_anyway(here: Here) -> None:
    ash = teacher(here.maple.id)
    sam, kim = parent(here.pupil_ids[0]), parent(here.pupil_ids[1], name="Kim")
    post = published(ash, news(here))
    with pytest.raises(Tripped) as caught:
        comments.comment(sam, post, "What a stupid idea", "a", NOW)
    assert caught.value.words == ("stupid",)
    assert comments.conversation(ash, post).comments == ()
    sent = comments.comment(sam, post, "What a stupid idea", "a", NOW, anyway=True)
    assert sent.state is CommentState.WAITING
    assert comments.comments(kim, post) == []
    assert [it.id for it in comments.comments(sam, post)] == [sent.id]
    (waits,) = comments.waiting(ash)
    assert (waits.comment.words, waits.post) == ("What a stupid idea", "We grew beans.")
    assert story_feed.post(post).comments == 0
    comments.approve(ash, sent.id, NOW)
    assert comments.waiting(ash) == []
    assert [it.words for it in comments.comments(kim, post)] == ["What a stupid idea"]
    assert story_feed.post(post).comments == 1
    comments.hide(ash, sent.id, "Not kind", NOW)
    assert comments.comments(kim, post) == []
    (mine,) = comments.comments(sam, post)
    assert (mine.state, mine.reason) == (CommentState.HIDDEN, "Not kind")
    assert check() == []


def test_r24_the_school_may_let_every_comment_wait(here: Here) -> None:
    sam = parent(here.pupil_ids[0])
    post = published(here.leader, news(here))
    with pytest.raises(NotAllowed):
        family_rules.choose(teacher(None), family_rules.Rules(comments_wait=True), NOW)
    family_rules.choose(here.leader, family_rules.Rules(comments_wait=True), NOW)
    assert comments.comment(sam, post, "Lovely", "a", NOW).state is CommentState.WAITING
    family_rules.choose(here.leader, family_rules.Rules(), NOW)
    assert comments.comment(sam, post, "Lovely", "b", NOW).state is CommentState.SHOWN


def test_r24_staff_wait_for_somebody_else_and_leaders_for_nobody(here: Here) -> None:
    ash, birch = teacher(here.maple.id), teacher(here.maple.id, "Ms Birch")
    post = published(ash, news(here))
    with pytest.raises(Tripped):
        comments.answer(ash, post, "Don't be stupid", "a", NOW)
    made = comments.answer(ash, post, "Don't be stupid", "a", NOW, anyway=True)
    assert comments.waiting(ash) == []
    with pytest.raises(Refused):
        comments.approve(ash, made, NOW)
    assert len(comments.waiting(birch)) == 1
    comments.approve(birch, made, NOW)
    own = comments.answer(here.leader, post, "A stupid mistake of mine", "b", NOW, anyway=True)
    assert [it.state.value for it in comments.conversation(ash, post).comments if it.id == own] == [
        "shown"
    ]


def test_r6_staff_see_the_whole_conversation_and_which_answers_are_their_own(here: Here) -> None:
    ash, birch = teacher(here.maple.id), teacher(here.maple.id, "Ms Birch")
    post = published(ash, Writing(PostKind.NEWS, "x", title="Beans", class_ids=(here.maple.id,)))
    comments.comment(parent(here.pupil_ids[0]), post, "Lovely", "a", NOW)
    comments.answer(ash, post, "Thank you", "b", NOW)
    for staff, mine in ((ash, [False, True]), (birch, [False, False])):
        told = comments.conversation(staff, post)
        assert (told.post, told.is_published) == ("Beans", True)
        assert [it.is_mine for it in told.comments] == mine
    story.take_down(ash, post, "", NOW)
    assert not comments.conversation(ash, post).is_published
    with pytest.raises(NotAllowed):
        comments.conversation(teacher(other_class(), "Mr Elm"), post)


def test_r24_only_those_who_answer_for_a_story_let_through(here: Here) -> None:
    oak = other_class()
    office, stranger = teacher(None, "Mrs Desk", Role.OFFICE), teacher(oak, "Mr Elm")
    ash = teacher(here.maple.id)
    sam = parent(here.pupil_ids[0])
    both = Writing(PostKind.NEWS, "both", class_ids=(here.maple.id, oak))
    for post, key in (
        (published(ash, news(here)), "a"),
        (published(here.leader, both), "b"),
        (published(office, Writing(PostKind.NEWS, "x")), "c"),
    ):
        comments.comment(sam, post, "stupid", key, NOW, anyway=True)
    who = {"Mr Ash": ash, "Mr Elm": stranger, "Mrs Desk": office, "Mrs Rowan": here.leader}
    seen = {name: [it.comment.id for it in comments.waiting(staff)] for name, staff in who.items()}
    assert seen == {
        "Mr Ash": [1, 2],
        "Mr Elm": [2],
        "Mrs Desk": [3],
        "Mrs Rowan": [1, 2, 3],
    }
    for staff, allowed in ((stranger, 2), (office, 3)):
        for number in {1, 2, 3} - {allowed}:
            with pytest.raises(NotAllowed):
                comments.approve(staff, number, NOW)
        comments.approve(staff, allowed, NOW)
    with pytest.raises(NotFound):
        comments.hide(here.leader, 4711, "x", NOW)
    with pytest.raises(Refused):
        comments.hide(here.leader, 1, " ", NOW)


def test_comments_can_be_switched_off_by_post(here: Here) -> None:
    sam = parent(here.pupil_ids[0])
    post = published(here.leader, Writing(PostKind.NEWS, "x", comments_on=False))
    with pytest.raises(Refused, match="no comments"):
        comments.comment(sam, post, "Hi", "a", NOW)


def test_a_comment_sent_twice_is_one(here: Here) -> None:
    sam, kim = parent(here.pupil_ids[0]), parent(here.pupil_ids[1], name="Kim")
    post = published(here.leader, news(here))
    first = comments.comment(sam, post, "Hi", "a", NOW)
    assert comments.comment(sam, post, "Hi", "a", NOW) == first
    assert comments.comment(kim, post, "Hi", "a", NOW) != first
    assert comments.answer(here.leader, post, "Hi", "b", NOW) == comments.answer(
        here.leader, post, "Hi", "b", NOW
    )
    assert story_feed.post(post).comments == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("", "write something"), ("\u200b \x07", "write something"), ("x" * 100_000, "1,000")],
)
def test_words_that_do_not_fit(here: Here, words: str, sentence: str) -> None:
    sam = parent(here.pupil_ids[0])
    post = published(here.leader, news(here))
    with pytest.raises(Refused, match=sentence):
        comments.comment(sam, post, words, "a", NOW)


def test_one_parent_cannot_fill_a_post(here: Here) -> None:
    sam = parent(here.pupil_ids[0])
    post = published(here.leader, news(here))
    for number in range(comments.MOST_OF_ONE):
        comments.comment(sam, post, "Hi", str(number), NOW)
    with pytest.raises(Refused, match="30"):
        comments.comment(sam, post, "Hi", "more", NOW)


def test_r24_one_parent_cannot_fill_what_staff_have_to_read(here: Here) -> None:
    sam = parent(here.pupil_ids[0])
    posts = [published(here.leader, news(here)) for _ in range(2)]
    for number in range(comments.MOST_OF_ONE):
        comments.comment(sam, posts[number % 2], "stupid", str(number), NOW, anyway=True)
    with pytest.raises(Refused, match="still reads 30"):
        comments.comment(sam, posts[0], "stupid", "more", NOW, anyway=True)
    comments.comment(sam, posts[0], "Hi", "kind", NOW)
    comments.approve(here.leader, comments.waiting(here.leader)[0].comment.id, NOW)
    comments.comment(sam, posts[0], "stupid", "more", NOW, anyway=True)


def test_nobody_answers_under_a_draft(here: Here) -> None:
    post = story_drafts.save(here.leader, news(here), NOW)
    with pytest.raises(Refused):
        comments.answer(here.leader, post, "Hi", "a", NOW)
