"""What tests about reading stories share: posts of every kind, with pictures, and a parent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from textual.pilot import Pilot
from textual.widgets import Static

from db import comments, story, story_drafts, story_photos, story_reading
from db.family_records import PhotoUse
from db.story_records import PostKind, Writing
from kiosk.app import KioskApp
from kiosk.screens.story import Story
from kiosk.widgets.picture import Picture
from kiosk.widgets.post_card import PostCard
from kiosk.widgets.post_view import PostView
from kiosk.widgets.story_wall import StoryWall
from tests import portfolios
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import allow, parent, published
from tests.screens.conftest import settled

PARENT, REMARK = "Zebedee Quill", "Purple umbrella!"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TRIP = "We went to the *farm* and saw:\n\n- three pigs\n- a **very** small goat"


@dataclass(frozen=True)
class Told:
    """Ids of posts, and of a parent who likes the one with photos, and wrote under it."""

    trip: int
    week: int
    sums: int
    fair: int
    newsletter: int
    parent: int


def fill(here: Here) -> Told:
    """Four posts of Maple's story and one of the school's; the clock stands at `NOW`."""
    maple = (here.maple.id,)
    for use in (PhotoUse.CLASS_STORY, PhotoUse.SCHOOL_STORY):
        allow(here, here.pupil_ids[0], use=use)
    week = Writing(PostKind.UPDATE, "Tuesday: PE kit, please.", "Our week", maple)
    sums = Writing(PostKind.HOMEWORK, "Pairs that make 20.", "Sums", maple, due_on=TODAY + DAY)
    fair = Writing(
        PostKind.REMINDER, "In the hall.", "Book fair", maple, happens_on=TODAY + 6 * DAY
    )
    paper = Writing(PostKind.NEWSLETTER, "All our news.", "November")
    newsletter = story_drafts.save(here.leader, paper, NOW - DAY)
    attach(here, newsletter, "#c0a030", kind="pdf")
    story.publish(here.leader, newsletter, NOW - DAY)
    told = Told(
        week=published(here.leader, week, NOW - 70 * DAY),
        fair=published(here.leader, fair, NOW - 3 * DAY),
        sums=published(here.leader, sums, NOW - DAY),
        trip=published(here.leader, Writing(PostKind.NEWS, TRIP, "The farm", maple), NOW - HOUR),
        newsletter=newsletter,
        parent=parent(here.pupil_ids[0], name=PARENT),
    )
    story.pin(here.leader, told.week, here.maple.id, True, NOW)
    attach(here, told.trip, "#d05040")
    attach(here, told.trip, "#408060", "The boat on the pond")
    attach(here, told.trip, "#000000", kind="audio")
    story_reading.like(told.parent, told.trip, True, NOW)
    story_reading.mark_read(told.parent, [told.trip], NOW)
    comments.comment(told.parent, told.trip, REMARK, "key", NOW)
    return told


def attach(here: Here, post: int, colour: str, caption: str = "", kind: str = "photo") -> int:
    name = portfolios.drawing(here.data, colour, kind)
    made = story_photos.attach(here.leader, post, name, f"{post} {colour}", NOW, caption)
    if kind in story_photos.NEEDS_ANSWER:
        story_photos.answer(here.leader, made, [here.pupil_ids[0]], NOW)
    return made


async def at_story(pilot: Pilot[int]) -> Story:
    """In front of the story, as anybody comes to it."""
    await settled(pilot)
    await pilot.press("2")
    await drawn(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, Story)
    return screen


async def drawn(pilot: Pilot[int]) -> None:
    """Wait until every picture is there in full."""
    for _ in range(100):
        await settled(pilot)
        if all(it.is_drawn for it in pilot.app.screen.query(Picture) if it.size):
            return


def seen(pilot: Pilot[int]) -> str:
    """All that is on the screen, line by line."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


def cards(pilot: Pilot[int]) -> list[int]:
    """The ids of the posts in sight, from above."""
    wall = pilot.app.screen.query_one(StoryWall)
    shown = [it for it in wall.query_children(PostCard) if it.display and it.shown]
    return [it.shown.id for it in sorted(shown, key=lambda it: it.region.y) if it.shown]


def told(pilot: Pilot[int]) -> str:
    """The words of the post that is shown large."""
    return str(pilot.app.screen.query_one(PostView).query_one("#words", Static).render())


def kiosk_of(pilot: Pilot[int]) -> KioskApp:
    assert isinstance(pilot.app, KioskApp)
    return pilot.app
