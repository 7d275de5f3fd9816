"""Writing a post: kept as it is typed, for those for whom one may write (R5, R7, R9)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from textual.widgets import Button, Input, OptionList, TextArea

from db import story, story_drafts, story_feed
from db.connection import LOCKED
from db.policy import StorageProblem
from db.records import Role
from db.roster import pupils as pupils_of
from db.story_records import PostKind, PostState, Writing
from kiosk.app import KioskApp
from kiosk.screens.choose_places import ChoosePlaces
from kiosk.screens.home import Home
from kiosk.screens.look_again import LookAgain
from kiosk.screens.my_posts import MyPosts
from kiosk.screens.post_files import PostFiles
from kiosk.screens.publish_post import PublishPost
from kiosk.screens.read_post import ReadPost
from kiosk.screens.sure import Sure
from kiosk.screens.write_post import WritePost
from kiosk.widgets.key_line import KeyLine
from kiosk.widgets.lines import Lines
from kiosk.widgets.pills import Pills
from tests.conftest import NOW, Here
from tests.db.stories import allow, news, other_class, published, teacher
from tests.screens.conftest import Look, sentences, settled
from tests.screens.writing_posts import draft, paste, shown, stand, to, until

WORDS = "We grew **beans**.\n\n- ten of them\n- one very tall"


def kinds(app: KioskApp) -> list[str]:
    return [value for value, _ in app.screen.query_one("#kind", Pills)._choices]


async def test_what_is_typed_is_in_the_records_without_anything_pressed(
    app: KioskApp, here: Here
) -> None:
    """As after a power cut: nothing is closed before the records are looked at."""
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id))
        assert story_drafts.drafts(here.leader) == []
        await pilot.press(*"We grew beans.")
        await until(pilot, lambda: story_drafts.drafts(here.leader))
        await until(pilot, lambda: draft(here.leader).writing.words == "We grew beans.")
        assert isinstance(app.screen, WritePost)
        await until(pilot, lambda: "Saved 10:30" in shown(app, "#state"))
        await pilot.press(*" Ten")
        app.exit()  # a moment before they would have been kept
    assert draft(here.leader).writing.words == "We grew beans. Ten"


async def test_a_draft_outlives_the_sign_out_and_is_written_on(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    ash = teacher(here.maple.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, ash, WritePost(class_id=here.maple.id))
        await pilot.press("f2", "f2")
        await paste(pilot, "Beans")
        await to(pilot, Home, "ctrl+l")
        await until(pilot, lambda: draft(ash).writing.words == "Beans")
        await stand(pilot, ash, WritePost(draft(ash).id))
        await paste(pilot, ", more")
        await pilot.press("f4")
        with monkeypatch.context() as patch:
            patch.setattr(app.session, "seconds_left", lambda: 0.0)
            await app._end_idle_sign_in()
        wanted = Writing(PostKind.UPDATE, "Beans, more", "", (here.maple.id,), comments_on=False)
        await until(pilot, lambda: draft(ash).writing == wanted)
        assert app.session.staff is None


async def test_what_is_typed_before_the_draft_is_there_goes_on_from_its_end(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody who types waits for the disk, nor does F10 come too early."""
    post = story_drafts.save(here.leader, news(here), NOW)
    read, may = story_drafts.draft, threading.Event()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(staff=here.leader)
        with monkeypatch.context() as patch:
            patch.setattr(story_drafts, "draft", lambda *it: may.wait(20) and read(*it))
            app.push_screen(WritePost(post))
            await pilot.pause()
            await pilot.press(*" Ten.", "f10")
            may.set()
            await until(pilot, lambda: isinstance(app.screen, PublishPost))
        await to(pilot, Home, "f10")
    assert story_feed.post(post).words == "We grew beans. Ten."


async def test_records_that_are_busy_for_a_moment_make_no_second_draft(
    app: KioskApp, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = published(here.leader, news(here))
    began = story_drafts.save(here.leader, news(here, "Beans"), NOW)

    def busy(*_: Any) -> None:
        raise StorageProblem(LOCKED)

    async with app.run_test(size=(80, 24)) as pilot:
        for place in (WritePost(began), WritePost(post)):
            await stand(pilot, here.leader, place)
            with monkeypatch.context() as patch:
                patch.setattr(story_drafts, "draft", busy)
                place.load()
                await settled(pilot)
            await paste(pilot, ", again")
            if place.keeper.post_id == post:
                await until(pilot, lambda it=place: it.is_changed)
            else:
                await until(pilot, lambda: draft(here.leader).writing.words == "Beans, again")
    assert draft(here.leader).id == began


async def test_what_a_leader_took_down_is_put_right_and_read_again(
    app: KioskApp, here: Here
) -> None:
    ash = teacher(here.maple.id)
    post = published(ash, news(here))
    story.take_down(here.leader, post, "A name is wrong.", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, ash, MyPosts())
        await to(pilot, ReadPost, "enter")
        await settled(pilot)
        await to(pilot, WritePost, "e")
        assert "It is taken down" in shown(app, "#state")
        await paste(pilot, " Ava and Ben did.")
        await to(pilot, ReadPost, "f10")
        assert "It waits for a school leader" in sentences(pilot)[-1]
    (waits,) = story_drafts.waiting(here.leader)
    assert waits.id == post
    assert story_feed.page(here.maple.id).posts == ()


async def test_a_scheduled_post_is_a_draft_again_only_when_it_is_changed(
    app: KioskApp, here: Here
) -> None:
    post = story_drafts.save(
        here.leader,
        Writing(PostKind.HOMEWORK, "p. 4", "Maths", (here.maple.id,), due_on=date(2026, 12, 4)),
        NOW,
    )
    story.schedule(here.leader, post, date(2026, 11, 25), time(8), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(post))
        assert "tomorrow 8:00" in shown(app, "#state")
        assert app.screen.query_one("#due Input", Input).value == "4 December"
        await to(pilot, Home, "escape")
        assert draft(here.leader).state is PostState.SCHEDULED
        await stand(pilot, here.leader, WritePost(post))
        await pilot.press("x")
        await until(pilot, lambda: draft(here.leader).state is PostState.DRAFT)
    assert draft(here.leader).writing.due_on == date(2026, 12, 4)


async def test_r5_r9_one_writes_where_one_may(app: KioskApp, here: Here) -> None:
    oak = other_class()
    ash = teacher(here.maple.id)
    office = teacher(None, "Mrs Desk", Role.OFFICE)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, ash, WritePost(class_id=oak))
        assert str(app.screen.query_one("#choose_places", Button).label) == "For Maple"
        assert kinds(app) == ["news", "celebration", "update", "reminder", "homework"]
        await stand(pilot, office, WritePost(class_id=here.maple.id))
        assert str(app.screen.query_one("#choose_places", Button).label) == "For everybody"
        assert kinds(app) == ["news", "celebration", "newsletter", "update", "reminder"]
        await stand(pilot, teacher(None, "Mr New"), WritePost())
        assert "classes that you teach" in shown(app, "#state")


async def test_r5_r9_a_post_is_for_several_classes_or_for_everybody(
    app: KioskApp, here: Here
) -> None:
    oak = other_class()
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id, kind=PostKind.HOMEWORK))
        await pilot.press("x")
        await to(pilot, ChoosePlaces, "f3")
        await pilot.press("down", "space")
        await to(pilot, WritePost, "f10")
        await until(pilot, lambda: set(draft(here.leader).writing.class_ids) == {1, oak})
        assert draft(here.leader).writing.kind is PostKind.HOMEWORK
        await to(pilot, ChoosePlaces, "f3")
        app.screen.query_one(OptionList).highlighted = 0
        await to(pilot, WritePost, "enter", "f10")
        await until(pilot, lambda: draft(here.leader).places == ("School story",))
        assert draft(here.leader).writing.kind is PostKind.NEWS


async def test_r7_who_must_be_in_no_photo_stands_there_before_one_is_chosen(
    app: KioskApp, here: Here
) -> None:
    everybody = pupils_of(here.maple.id)
    for pupil in everybody[2:]:
        allow(here, pupil.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id))
        names = [str(it) for it in app.screen.query_one("#no-photos-names", Lines)._given]
        assert names == [f"{it.avatar} {it.name}" for it in everybody[:2]]
        assert "2 pupils" in shown(app, "#no-photos-title")
        allow(here, everybody[0].id)
        await until(pilot, lambda: "1 pupil" in shown(app, "#no-photos-title"))
        await to(pilot, PostFiles, "f8")
        assert draft(here.leader).writing.words == ""


async def test_a_day_that_cannot_be_read_is_said_and_nothing_is_lost(
    app: KioskApp, here: Here
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id, kind=PostKind.HOMEWORK))
        app.screen.query_one("#title").focus()
        for words in ("Maths", "soon", "p. 4"):
            await paste(pilot, words)
            await pilot.press("tab")
        await pilot.press("f10")
        await until(pilot, lambda: "type a day" in "".join(sentences(pilot)))
        due = app.screen.query_one("#due Input", Input)
        assert app.screen.focused is due
        assert "type a day" in shown(app, "#state")
        due.value = "fri"
        await to(pilot, PublishPost, "f10")
        await to(pilot, Home, "enter")
    (post,) = story_feed.page(here.maple.id).posts
    assert (post.title, post.words, post.due_on) == ("Maths", "p. 4", date(2026, 11, 27))


async def test_a_reminder_has_a_day_and_a_time(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id, kind=PostKind.REMINDER))
        await paste(pilot, "Trip")
        app.screen.query_one("#day Input").focus()
        await paste(pilot, "12 october")
        await pilot.press("tab")
        await paste(pilot, "2.15")
        await until(pilot, lambda: draft(here.leader).writing.happens_at is not None)
        assert (shown(app, "#day .told"), shown(app, "#time .told")) == ("Tue 12 Oct 2027", "14:15")
    written = draft(here.leader).writing
    assert (written.happens_on, written.happens_at) == (date(2027, 10, 12), time(14, 15))


async def test_what_is_too_long_is_counted_and_stays(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id))
        await paste(pilot, "a" * 9_900)
        assert "Room for 100 more" in shown(app, "#state")
        await until(pilot, lambda: story_drafts.drafts(here.leader))
        await paste(pilot, "b" * 112)
        assert "12 letters too long" in shown(app, "#state")
        await to(pilot, Sure, "escape")
        await to(pilot, WritePost, "n")
        assert len(app.screen.query_one(TextArea).text) == 10_012


async def test_what_is_emptied_again_leaves_no_draft(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id))
        await pilot.press("x")
        await until(pilot, lambda: story_drafts.drafts(here.leader))
        await to(pilot, Home, "backspace", "escape")
    assert story_drafts.drafts(here.leader) == []


async def test_a_draft_that_somebody_threw_away_goes_on_as_a_new_one(
    app: KioskApp, here: Here
) -> None:
    ash = teacher(here.maple.id)
    old = story_drafts.save(ash, news(here, "Beans"), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, ash, WritePost(old))
        story_drafts.discard(here.leader, old, NOW)
        await until(pilot, lambda: story_drafts.drafts(ash))
        assert draft(ash).writing.words == "Beans"


async def test_the_preview_draws_the_signs(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(class_id=here.maple.id))
        await paste(pilot, WORDS)
        await pilot.press("f6")
        assert "We grew beans.\n\n• ten of them" in shown(app, "#preview Static")
        assert not app.screen.query_one(TextArea).display
        await pilot.press("f6", "!")
        assert app.screen.query_one(TextArea).text == f"{WORDS}!"


async def test_a_published_post_is_edited_with_words_that_are_looked_at_again(
    app: KioskApp, here: Here
) -> None:
    """R24; and what was changed is not lost with the sign-in."""
    ash = teacher(here.maple.id)
    post = published(ash, news(here, "We grew beans"))
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, ash, WritePost(post))
        keys = str(app.screen.query_one(KeyLine).render())
        assert not {"Kind", "For"} & set(keys.split())  # both stay
        await paste(pilot, ", stupid")
        await to(pilot, Home, "ctrl+l")
        await stand(pilot, ash, WritePost(post))
        assert app.screen.query_one(TextArea).text == "We grew beans, stupid"
        assert story_feed.post(post).words == "We grew beans"
        await to(pilot, LookAgain, "f10")
        await to(pilot, WritePost, "enter")
        app.screen.query_one(TextArea).text = "We grew beans here"
        await to(pilot, Home, "f10")
        assert story_feed.post(post).words == "We grew beans here"
        assert story_feed.post(post).edited_at == NOW
        await stand(pilot, ash, WritePost(post))
        await to(pilot, Sure, "x", "escape")
        await to(pilot, Home, "y")
        await stand(pilot, ash, WritePost(post))
        assert app.screen.query_one(TextArea).text == "We grew beans here"


async def test_what_is_published_meanwhile_is_edited_from_then_on(
    app: KioskApp, here: Here
) -> None:
    post = story_drafts.save(here.leader, news(here), NOW)
    story.schedule(here.leader, post, date(2026, 11, 25), time(8), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand(pilot, here.leader, WritePost(post))
        story.publish_due(NOW + timedelta(days=2))
        await until(pilot, lambda: "Readers see" in shown(app, "#state"))
        await to(pilot, Home, *"!", "f10")
    assert story_feed.post(post).words == "We grew beans.!"


def test_how_writing_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], here: Here, look: Look
) -> None:
    for pupil_id in here.pupil_ids[:26]:
        allow(here, pupil_id)
    written = Writing(
        PostKind.HOMEWORK, WORDS, "Maths", (here.maple.id,), due_on=date(2026, 11, 27)
    )
    post = story_drafts.save(here.leader, written, NOW)

    async def stand_there(pilot: Any) -> None:
        await stand(pilot, here.leader, WritePost(post))
        app.screen.query_one(TextArea).cursor_blink = False
        await settled(pilot)

    app = app_looking(look)
    assert snap_compare(app, terminal_size=look.size, run_before=stand_there)
