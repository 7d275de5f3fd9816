"""A story of 10,000 posts against one of 20: the records behind each page of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from db import homework, models, story_feed, story_reading
from db.connection import reading, writing
from db.story_records import Cursor, PostKind
from tests.benchmarks.conftest import Race
from tests.conftest import NOW, TODAY, Here, add_pupils
from tests.db.stories import file, parent

POSTS, FEW = 10_000, 20
ROUNDS = 120
AT_ONCE = 500


@pytest.fixture
def stories(here: Here) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """For the long story and the short one: class, parent, pupil."""
    made = []
    for class_id, number in ((here.maple.id, POSTS), (_oak(), FEW)):
        pupil = here.pupil_ids[0] if class_id == here.maple.id else add_pupils(class_id, ["Zed"])[0]
        fill(class_id, number, here.leader.id, pupil)
        made.append((class_id, parent(pupil), pupil))
    return made[0], made[1]


def fill(class_id: int, number: int, staff_id: int, pupil_id: int) -> None:
    """Posts of each kind in turn; the newest twenty have a photo of a pupil with permission."""
    first = (models.Post.select().count()) + 1
    photo = file()
    kinds = [it.value for it in PostKind if it is not PostKind.NEWSLETTER]
    posts, places = [], []
    for place in range(number):
        at = NOW - timedelta(hours=number - place)
        kind = kinds[place % len(kinds)]
        posts.append(
            {
                "kind": kind,
                "title": "Beans",
                "words": "We grew beans on the sill. " * 10,
                "staff": staff_id,
                "state": "published",
                "due_on": TODAY if kind == "homework" and number - place <= FEW else None,
                "made_at": at,
                "saved_at": at,
                "published_at": at,
            }
        )
        places.append({"post": first + place, "school_class": class_id, "shown_at": at})
    with writing():
        for start in range(0, number, AT_ONCE):
            models.Post.insert_many(posts[start : start + AT_ONCE]).execute()
            models.PostPlace.insert_many(places[start : start + AT_ONCE]).execute()
        models.PhotoPermission.create(
            pupil=pupil_id,
            use="class story",
            allowed=True,
            recorded_by=staff_id,
            recorded_at=NOW,
        )
        for post in range(first + number - FEW, first + number):
            row = models.PostFile.create(
                post=post, media=photo, upload_key=str(post), added_at=NOW, answered_at=NOW
            )
            models.PostFilePupil.create(file=row, pupil=pupil_id)


def _oak() -> int:
    with writing():
        return int(models.SchoolClass.create(name="Oak").id)


Look = Callable[[int, int, int], object]


def far_down(class_id: int) -> Cursor:
    """Ten pages before the end of the long story."""
    place = models.PostPlace
    with reading():
        (row,) = (
            place.select()
            .where(place.school_class == class_id)
            .order_by(place.shown_at)
            .offset(10 * story_feed.PAGE)
            .limit(1)
        )
    return Cursor(row.pinned, row.shown_at, row.post_id)


@pytest.mark.parametrize(
    ("what", "look"),
    [
        ("the first page on the kiosk", lambda class_id, _, __: story_feed.page(class_id)),
        (
            "only celebrations",
            lambda class_id, _, __: story_feed.page(class_id, kind=PostKind.CELEBRATION, size=4),
        ),
        (
            "the first page on the phone, which nobody has opened since something changed",
            lambda class_id, sam, _: story_feed.marked(story_feed.page_of([class_id]).posts, sam),
        ),
        (
            "the first page on the phone again",
            lambda _, sam, kid: story_reading.class_page(sam, kid),
        ),
        ("the newest", lambda class_id, _, __: story_feed.newest(class_id)),
        ("what is new", lambda _, sam, kid: story_reading.new(sam, kid)),
        (
            "homework of a pupil",
            lambda class_id, _, __: homework._given([class_id], TODAY - timedelta(days=28)),
        ),
    ],
)
def test_a_long_story(
    race: Race,
    stories: tuple[tuple[int, int, int], tuple[int, int, int]],
    what: str,
    look: Look,
) -> None:
    long, short = stories
    race(
        f"{what}, {POSTS:,} posts",
        lambda: look(*long),
        f"{FEW} posts",
        lambda: look(*short),
        goal=1.2,
        rounds=ROUNDS,
    )


def test_a_page_far_down(race: Race, here: Here, stories: tuple[object, object]) -> None:
    far = far_down(here.maple.id)
    assert len(story_feed.page(here.maple.id, after=far).posts) == story_feed.PAGE
    race(
        f"a page far down, {POSTS:,} posts",
        lambda: story_feed.page(here.maple.id, after=far),
        "the first page of the same",
        lambda: story_feed.page(here.maple.id),
        goal=1.2,
        rounds=ROUNDS,
    )
