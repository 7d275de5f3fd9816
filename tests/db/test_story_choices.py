"""What a screen offers for a post is what the operations would do."""

from __future__ import annotations

from collections.abc import Callable

from db import comments, conduct, models, story, story_reading
from db.connection import writing
from db.people import add_staff
from db.policy import Problem
from db.records import Role, Staff
from db.story_choices import Choices, choices
from db.story_records import PostKind, Writing
from tests.conftest import NOW, Here
from tests.db.stories import news, other_class, published, teacher


class TakenBackError(Exception):
    """So that what was tried did not happen."""


def works(operation: Callable[[], object]) -> bool:
    done = False
    try:
        with writing():
            operation()
            done = True
            raise TakenBackError
    except (Problem, TakenBackError):
        return done


def really(who: Staff | None, post_id: int, class_id: int | None, written: Writing) -> Choices:
    pinned = None
    for on in (True, False):
        if works(lambda on=on: story.pin(who, post_id, class_id, on, NOW)):  # type: ignore[misc]
            pinned = False  # nothing is pinned here, where anybody may
    return Choices(
        edit=works(lambda: story.edit(who, post_id, written, NOW)),
        change=works(lambda: story.take_down(who, post_id, "A name is wrong.", NOW)),
        needs_reason=not works(lambda: story.take_down(who, post_id, "", NOW)),
        put_back=works(lambda: story.put_back(who, post_id, NOW)),
        answer=works(lambda: story_reading.seen(who, post_id))
        and works(lambda: comments.conversation(who, post_id).comments),
        report=works(lambda: conduct.report_by_staff(who, post_id, "Rude", NOW)),
        pinned=pinned,
    )


def test_r5_r9_r25_what_is_offered_is_what_is_allowed(here: Here) -> None:
    ash, yew = teacher(here.maple.id), teacher(here.maple.id, "Ms Yew")
    far, gone = teacher(other_class(), "Mr Far"), teacher(here.maple.id, "Mx Gone")
    office = add_staff("Mo", Role.OFFICE, NOW, pin="135792")
    with writing():
        models.Staff.update(left_on=NOW.date()).where(models.Staff.id == gone.id).execute()
    fair = Writing(PostKind.NEWS, "Fair on Friday.")
    places = [
        (published(ash, news(here)), here.maple.id, news(here), ash),
        (published(office, fair), None, fair, office),
    ]
    for post_id, class_id, written, writer in places:
        for down_by in (None, writer, here.leader):
            if down_by:
                story.take_down(down_by, post_id, "A name is wrong.", NOW)
            for who in (None, gone, ash, yew, far, office, here.leader):
                offered = choices(who, post_id, class_id)
                allowed = really(who, post_id, class_id, written)
                assert offered.edit == allowed.edit
                assert offered.change == (allowed.change and not down_by)
                assert offered.put_back == allowed.put_back
                assert offered.answer == allowed.answer
                assert offered.report == (allowed.report and who != writer)
                if offered.change:
                    assert offered.needs_reason == allowed.needs_reason
                    assert offered.pinned == allowed.pinned
            if down_by:
                story.put_back(here.leader, post_id, NOW)


def test_whether_it_is_on_top_is_asked_of_one_story(here: Here) -> None:
    oak = other_class()
    both = Writing(PostKind.NEWS, "Beans", class_ids=(here.maple.id, oak))
    post_id = published(here.leader, both)
    story.pin(here.leader, post_id, oak, True, NOW)
    found = [choices(here.leader, post_id, it).pinned for it in (here.maple.id, oak, None)]
    assert found == [False, True, None]


def test_a_post_that_is_gone_offers_nothing(here: Here) -> None:
    assert choices(here.leader, 4711, None) == Choices()
