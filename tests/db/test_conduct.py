"""Reports: from anyone, to staff and leaders, decided by leaders, kept (R25)."""

from __future__ import annotations

import pytest

from db import comments, conduct, story, story_drafts, story_feed
from db.check import check
from db.conduct_records import Outcome
from db.family_rules import Rules, choose
from db.policy import NotAllowed, NotFound, Refused
from db.story_records import PostState
from db.to_do import ToDo, to_do
from tests.conftest import NOW, Here, add_pupils
from tests.db.stories import news, other_class, parent, published, teacher


def test_r25_anyone_reports_and_a_leader_resolves_with_an_outcome_that_stays(here: Here) -> None:
    ash = teacher(here.maple.id)
    ava = here.pupil_ids[0]
    sam = parent(ava)
    post = published(ash, news(here))
    remark = comments.comment(sam, post, "Hi", "a", NOW)
    comments.comment(sam, post, "stupid", "b", NOW, anyway=True)
    conduct.report_by_parent(sam, post, "My child is in it", NOW)
    conduct.report_by_pupil(ava, post, "That is mean", NOW, comment_id=remark.id)
    conduct.report_by_staff(ash, post, "Unkind", NOW, comment_id=remark.id)
    found = conduct.open_reports(here.leader)
    assert [(it.by, it.about, it.writer) for it in found] == [
        ("Sam", "We grew beans.", "Mr Ash"),
        ("Aisha Surname00", "Hi", "Sam"),
        ("Mr Ash", "Hi", "Sam"),
    ]
    assert {it.by for it in conduct.open_reports(ash)} == {""}
    assert to_do(ash) == ToDo(posts=0, comments=1, reports=3, hidden_photos=0)
    with pytest.raises(NotAllowed):
        conduct.resolve(ash, found[0].id, Outcome.KEPT, "", NOW)
    conduct.resolve(here.leader, found[0].id, Outcome.KEPT, "It is fine", NOW)
    with pytest.raises(NotFound):
        conduct.resolve(here.leader, found[0].id, Outcome.HIDDEN, "No", NOW)
    with pytest.raises(Refused):
        conduct.resolve(here.leader, found[1].id, Outcome.HIDDEN, " ", NOW)
    conduct.resolve(here.leader, found[1].id, Outcome.HIDDEN, "Unkind", NOW)
    assert conduct.open_reports(here.leader) == []
    assert [(it.outcome, it.answer, it.resolved_by) for it in conduct.resolved(here.leader)] == [
        (Outcome.HIDDEN, "Unkind", "Mrs Rowan"),
        (Outcome.HIDDEN, "Unkind", "Mrs Rowan"),
        (Outcome.KEPT, "It is fine", "Mrs Rowan"),
    ]
    assert comments.comments(sam, post)[0].state.value == "hidden"
    assert story_feed.post(post).comments == 0
    assert [(it.outcome, it.answer) for it in conduct.mine(sam)] == [(Outcome.KEPT, "It is fine")]
    with pytest.raises(NotAllowed):
        conduct.resolved(ash)
    assert check() == []


def test_r25_hidden_while_open_only_if_the_school_says_so(here: Here) -> None:
    ash = teacher(here.maple.id)
    sam = parent(here.pupil_ids[0])
    post = published(ash, news(here))
    first = comments.comment(sam, post, "Hi", "a", NOW)
    conduct.report_by_staff(ash, post, "x", NOW, comment_id=first.id)
    conduct.report_by_parent(sam, post, "x", NOW)
    assert story_feed.post(post).comments == 1
    choose(here.leader, Rules(reports_hide=True), NOW)
    second = comments.comment(sam, post, "Ho", "b", NOW)
    conduct.report_by_staff(ash, post, "x", NOW, comment_id=second.id)
    kim = parent(here.pupil_ids[1], name="Kim")
    assert [it.id for it in comments.comments(kim, post)] == [first.id]
    assert story_feed.post(post).comments == 1
    report = conduct.report_by_staff(ash, post, "wrong", NOW)
    told = [(it.post, it.held) for it in conduct.open_reports(ash)]
    assert told == [("We grew beans.", it) for it in (False, True, True, True)]
    assert story_feed.page(here.maple.id).posts == ()
    assert check() == []
    conduct.resolve(here.leader, report, Outcome.KEPT, "", NOW)
    assert story_feed.post(post).published_at == NOW
    for it in conduct.open_reports(here.leader):
        conduct.resolve(here.leader, it.id, Outcome.KEPT, "", NOW)
    assert story_feed.post(post).comments == 2
    assert check() == []


def test_r25_a_post_is_taken_down_and_its_writer_told(here: Here) -> None:
    ash = teacher(here.maple.id)
    sam = parent(here.pupil_ids[0])
    post = published(ash, news(here))
    one = conduct.report_by_parent(sam, post, "Not true", NOW)
    assert conduct.report_by_parent(sam, post, "Not true!", NOW) == one
    conduct.resolve(here.leader, one, Outcome.HIDDEN, "It was Oak class", NOW)
    draft = story_drafts.draft(ash, post)
    assert (draft.state, draft.note) == (PostState.TAKEN_DOWN, "It was Oak class")
    with pytest.raises(NotFound):
        conduct.report_by_staff(ash, post, "again", NOW)


def test_r25_only_what_one_sees_can_be_reported(here: Here) -> None:
    ash = teacher(here.maple.id)
    (zed,) = add_pupils(other_class(), ["Zed"])
    sam = parent(here.pupil_ids[0])
    post, other = published(ash, news(here)), published(ash, news(here))
    waits = comments.comment(sam, post, "stupid", "a", NOW, anyway=True)
    with pytest.raises(NotFound):
        conduct.report_by_pupil(zed, post, "x", NOW)
    for about in (post, other):
        with pytest.raises(NotFound):
            conduct.report_by_parent(sam, about, "x", NOW, comment_id=waits.id)
    with pytest.raises(Refused):
        conduct.report_by_parent(sam, post, " ", NOW)
    with pytest.raises(NotAllowed):
        conduct.report_by_staff(None, post, "x", NOW)
    with pytest.raises(NotFound):
        conduct.report_by_staff(ash, story_drafts.save(ash, news(here), NOW), "x", NOW)
    assert conduct.open_reports(teacher(other_class("Elm"), "Mr Elm")) == []


def test_r25_what_is_hidden_for_now_is_not_read_by_reporting_it_too(here: Here) -> None:
    choose(here.leader, Rules(reports_hide=True), NOW)
    ash, sam = teacher(here.maple.id), parent(here.pupil_ids[0])
    post = published(ash, news(here))
    kim = parent(here.pupil_ids[1], name="Kim")
    remark = comments.comment(sam, post, "Hi", "a", NOW)
    one = conduct.report_by_parent(kim, post, "x", NOW, comment_id=remark.id)
    assert conduct.report_by_parent(kim, post, "x", NOW, comment_id=remark.id) == one
    with pytest.raises(NotFound):
        conduct.report_by_parent(sam, post, "x", NOW, comment_id=remark.id)
    with pytest.raises(NotFound):
        conduct.report_by_pupil(here.pupil_ids[0], post, "x", NOW, comment_id=remark.id)
    another = comments.comment(sam, post, "Ho", "b", NOW)
    whole = conduct.report_by_parent(kim, post, "x", NOW)
    assert conduct.report_by_parent(kim, post, "x", NOW) == whole
    with pytest.raises(NotFound):
        conduct.report_by_parent(kim, post, "x", NOW, comment_id=another.id)


def test_r25_a_report_shows_what_was_reported_not_what_it_became(here: Here) -> None:
    ash, sam = teacher(here.maple.id), parent(here.pupil_ids[0])
    post = published(ash, news(here))
    conduct.report_by_parent(sam, post, "x", NOW)
    for words in ("We grew peas.", "We grew stupid peas."):
        story.edit(ash, post, news(here, words), NOW, anyway=True)
    assert [it.about for it in conduct.mine(sam)] == ["We grew beans."]
    (told,) = conduct.open_reports(here.leader)
    assert (told.about, told.post) == ("We grew beans.", "We grew stupid peas.")


def test_r25_what_a_leader_kept_is_not_hidden_again_by_the_same_person(here: Here) -> None:
    choose(here.leader, Rules(reports_hide=True), NOW)
    sam, kim = parent(here.pupil_ids[0]), parent(here.pupil_ids[1], name="Kim")
    post = published(here.leader, news(here))
    for who, held in ((sam, True), (sam, False), (kim, True)):
        report = conduct.report_by_parent(who, post, "x", NOW)
        assert [it.held for it in conduct.open_reports(here.leader)] == [held]
        conduct.resolve(here.leader, report, Outcome.KEPT, "", NOW)


def test_r25_one_person_cannot_bury_what_others_report(here: Here) -> None:
    sam = parent(here.pupil_ids[0])
    posts = [published(here.leader, news(here)) for _ in range(conduct.MOST_OPEN + 1)]
    for post in posts[1:]:
        conduct.report_by_parent(sam, post, "x", NOW)
    with pytest.raises(Refused, match="tell somebody"):
        conduct.report_by_parent(sam, posts[0], "x", NOW)
    conduct.report_by_parent(parent(here.pupil_ids[0]), posts[0], "x", NOW)
    conduct.report_by_staff(here.leader, posts[0], "x", NOW)
    first = conduct.open_reports(here.leader)[0]
    conduct.resolve(here.leader, first.id, Outcome.KEPT, "", NOW)
    conduct.report_by_parent(sam, posts[0], "x", NOW)
