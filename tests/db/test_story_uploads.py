"""Upload links of drafts: ten minutes, this draft only, so many files."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from db import media, story, story_drafts, story_photos, story_uploads
from db.connection import database
from db.policy import NotFound, Refused
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import file, news, teacher


def draft(here: Here) -> int:
    return story_drafts.save(here.leader, news(here), NOW)


def test_files_come_to_this_draft_and_wait_for_an_answer(here: Here) -> None:
    post, other = draft(here), draft(here)
    link = story_uploads.make(here.leader, post, NOW)
    assert story_uploads.look(link.code, NOW).left == 20
    for _ in range(2):
        story_uploads.add(link.code, file(), "one", NOW, "Beans")
    assert story_uploads.state(link.id, NOW).files == 1
    assert story_uploads.look(link.code, NOW).left == 19
    (found,) = story_drafts.draft(here.leader, post).files
    assert (found.file.caption, found.answered) == ("Beans", False)
    assert story_uploads.already_there(post, "one") == found.file.id
    assert story_uploads.already_there(other, "one") is None
    assert story_drafts.draft(here.leader, other).files == ()
    with pytest.raises(Refused):
        story.publish(here.leader, post, NOW)


@pytest.mark.parametrize("how", ["late", "ended", "replaced", "published", "thrown away", "guess"])
def test_a_link_ends(here: Here, how: str) -> None:
    post = draft(here)
    link = story_uploads.make(here.leader, post, NOW)
    now, code = NOW, link.code
    if how == "late":
        story_uploads.add(code, file(), "one", NOW + timedelta(minutes=9, seconds=59))
        now += timedelta(minutes=10)
    elif how == "ended":
        story_uploads.end(link.id, NOW)
    elif how == "replaced":
        story_uploads.make(here.leader, post, NOW)
    elif how == "published":
        story.publish(here.leader, post, NOW)
    elif how == "thrown away":
        story_drafts.discard(here.leader, post, NOW)
    else:
        code = "a" * 26
    for attempt in (
        lambda: story_uploads.look(code, now),
        lambda: story_uploads.may_add(code, "", now),
        lambda: story_uploads.add(code, file(), "two", now),
    ):
        with pytest.raises(NotFound, match="has ended"):
            attempt()


def test_a_link_takes_only_so_many_and_is_then_good_for_what_it_took(here: Here) -> None:
    post = draft(here)
    link = story_uploads.make(here.leader, post, NOW, most_files=2)
    first, _ = (story_uploads.add(link.code, file(), key, NOW) for key in ("a", "b"))
    for attempt in (
        lambda: story_uploads.may_add(link.code, "", NOW),
        lambda: story_uploads.add(link.code, file(), "c", NOW),
    ):
        with pytest.raises(Refused, match="as many files"):
            attempt()
    assert story_uploads.add(link.code, file(), "a", NOW) == first
    assert len(story_drafts.draft(here.leader, post).files) == 2
    assert (story_uploads.look(link.code, NOW).left, story_uploads.state(link.id, NOW).open) == (
        0,
        False,
    )
    with pytest.raises(NotFound):
        story_uploads.add(story_uploads.make(here.leader, post, NOW).code, "f" * 64, "d", NOW)


def test_a_link_takes_no_more_than_the_draft_has_room_for(here: Here) -> None:
    post = draft(here)
    for number in range(18):
        story_photos.attach(here.leader, post, file(), f"k{number}", NOW)
    link = story_uploads.make(here.leader, post, NOW)
    assert link.most_files == 2
    story_photos.attach(here.leader, post, file(), "by hand", NOW)
    story_uploads.add(link.code, file(), "a", NOW)
    assert story_uploads.state(link.id, NOW).left == 0
    with pytest.raises(Refused, match="at most 20"):
        story_uploads.make(here.leader, post, NOW)


def test_what_a_link_refuses_does_not_stay_in_the_store(here: Here) -> None:
    link = story_uploads.make(here.leader, draft(here), NOW, most_files=1)
    story_uploads.add(link.code, kept := file(), "a", NOW)
    for name, code in ((file(), link.code), (file(), "a" * 26)):
        with pytest.raises((Refused, NotFound)):
            story_uploads.add(code, name, "b", NOW)
        with pytest.raises(NotFound):
            media.get(name)
    assert media.get(kept)


def test_r24_what_was_sent_on_its_way_takes_no_captions_that_nobody_reads_again(
    here: Here,
) -> None:
    post = draft(here)
    link = story_uploads.make(here.leader, post, NOW)
    story_uploads.add(link.code, file("audio"), "a", NOW, "A stupid song")
    (song,) = story_drafts.draft(here.leader, post).files
    story_photos.describe(here.leader, song.file.id, "A song")
    story.schedule(here.leader, post, TODAY + timedelta(days=1), time(9), NOW)
    for attempt in (
        lambda: story_uploads.may_add(link.code, "A stupid face", NOW),
        lambda: story_uploads.add(link.code, file(), "b", NOW, "A stupid face"),
        lambda: story_photos.describe(here.leader, song.file.id, "A stupid song"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert story_uploads.add(link.code, file(), "b", NOW, "A funny face")


def test_who_makes_links(here: Here) -> None:
    post = draft(here)
    with pytest.raises(NotFound):
        story_uploads.make(teacher(here.maple.id), post, NOW)
    story.publish(here.leader, post, NOW)
    with pytest.raises(Refused):
        story_uploads.make(here.leader, post, NOW)
    assert story_photos.attach(here.leader, post, file(), "k", NOW)


def test_only_a_hash_of_the_code_is_kept(here: Here) -> None:
    code = story_uploads.make(here.leader, draft(here), NOW).code
    database.close()
    for kept in here.data.iterdir():
        assert code.encode() not in kept.read_bytes()


def test_a_post_needs_room_in_the_store_and_in_no_portfolio(here: Here) -> None:
    room = media.Room(store=100, pupil=10, free=0)
    media.need_room(None, 97, room)
    with pytest.raises(Refused):
        media.need_room(here.pupil_ids[0], 97, room)
    file()  # of three bytes
    with pytest.raises(Refused):
        media.need_room(None, 98, room)
