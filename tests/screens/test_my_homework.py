"""A pupil's own homework: what is to do, the tick, and an answer with their work (R8, R20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, OptionList

from db import agreement, homework, portfolio, portfolio_review, story, story_photos
from db.homework_records import By
from db.records import Pupil
from db.roster import pupils as pupils_of
from db.story_records import PostKind, Writing
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens.answer_with import AnswerWith
from kiosk.screens.my_homework import MyHomework
from kiosk.screens.my_portfolio import MyPortfolio
from kiosk.screens.my_task import MyTask
from kiosk.screens.sure import Sure
from kiosk.screens.upload_link import UploadLink
from kiosk.screens.write_piece import WritePiece
from kiosk.widgets.gallery import Gallery
from kiosk.widgets.picture import Picture
from tests import portfolios
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import published
from tests.screens.agreeing import CODE_KEYS, give_codes, press, said, told
from tests.screens.conftest import Look, settled
from tests.screens.test_homework_grid import until

PLANT = """Draw **one plant** that you can see from your window.

1. Write its name.
2. Draw lines to its *root*, *stem* and *leaf*.

See [our page](https://example.com/plants) for help."""


@pytest.fixture
def ava(here: Here) -> Pupil:
    """The first pupil of the class, who has signed."""
    give_codes(here)
    pupil = pupils_of(here.maple.id)[0]
    agreement.sign(pupil, 1, NOW, typed_name=pupil.name)
    return pupil


def task(here: Here, title: str = "Spellings", days: int = 1, words: str = "Learn them") -> int:
    """A task that is due in so many days, given a month ago."""
    written = Writing(
        PostKind.HOMEWORK, words, title, (here.maple.id,), due_on=TODAY + timedelta(days)
    )
    return published(here.leader, written, NOW - timedelta(days=30))


def example(here: Here, post_id: int, kind: str = "photo", caption: str = "") -> None:
    name = portfolios.drawing(here.data, f"#40a0{post_id:02x}", kind)
    file_id = story_photos.attach(here.leader, post_id, name, kind, NOW, caption)
    story_photos.answer(here.leader, file_id, [], NOW)


def work(here: Here, pupil: Pupil, key: str = "w", words: str = "My plant") -> int:
    name = portfolios.drawing(here.data, f"#{ord(key[0]):02x}5040")
    return portfolio.add_media(pupil.id, name, words, NOW, key=key, sender=pupil).id


def done(pupil: Pupil, post_id: int) -> homework.Done | None:
    found = {it.task.post_id: it.done for it in homework.tasks(pupil, pupil.id, NOW)}
    return found[post_id]


async def to_homework(pilot: Pilot[int]) -> None:
    """By the picture code, and the key that leads there from the portfolio."""
    await settled(pilot)
    await press(pilot, "3", "enter", *CODE_KEYS)
    await until(pilot, MyPortfolio)
    await press(pilot, "h")


def listed(app: KioskApp) -> list[str]:
    options = app.screen.query_one(OptionList).options
    return [str(it.prompt).strip() for it in options]


async def test_r8_what_is_to_do_comes_first_and_late_is_said_kindly(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    for title, days in (
        ("Reading", 0),
        ("Spellings", 3),
        ("Maps", -1),
        ("Romans", -9),
        ("Sums", 1),
    ):
        task(here, title, days)
    homework.mark_done(ava, ava.id, task(here, "Poem", 2), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "enter", *CODE_KEYS)
        await until(pilot, MyPortfolio)
        assert str(app.screen.query_one("#homework", Button).label) == "📚 Homework: 5 (H)"
        await pilot.click("#homework")
        await settled(pilot)
        assert isinstance(app.screen, MyHomework)
        assert listed(app) == [
            "To do",
            "○ Reading\n  It is due today.",
            "○ Sums\n  It is due tomorrow.",
            "○ Spellings\n  It is due Friday.",
            "From before",
            "○ Maps\n  It was due yesterday. You can still do it.",
            "○ Romans\n  It was due Sun 15 Nov. You can still do it.",
            "Done",
            "✔ Poem\n  Done",
        ]
        assert "5 things to do" in said(app, "#heading")
        await press(pilot, "down", "enter")
        assert said(app, "#title") == "Sums"


async def test_r8_the_tick_and_taking_it_back(app: KioskApp, here: Here, ava: Pupil) -> None:
    post_id = task(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_homework(pilot)
        await press(pilot, "enter", "t", "d")
        assert "You have done this" in said(app, "#due")
        mark = done(ava, post_id)
        assert mark is not None
        assert mark.by is By.PUPIL
        await press(pilot, "escape")
        assert "Everything is done" in said(app, "#heading")
        assert listed(app)[1] == "✔ Spellings\n  Done"
        await press(pilot, "enter")
        await pilot.click("#take_back")
        for _ in range(100):
            await settled(pilot)
            if done(ava, post_id) is None:
                break
        await settled(pilot)
        assert said(app, "#due") == "It is due tomorrow."


async def test_r8_what_staff_ticked_stays(app: KioskApp, here: Here, ava: Pupil) -> None:
    post_id = task(here)
    homework.mark_done(here.leader, ava.id, post_id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_homework(pilot)
        await press(pilot, "enter")
        assert "Your teacher has ticked it" in said(app, "#due")
        assert not app.screen.query_one("#take_back").display
        await press(pilot, "t", "d")
        assert done(ava, post_id) is not None


async def test_r8_instructions_and_examples_are_there(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    post_id = task(here, "Draw a plant", words=PLANT)
    example(here, post_id, caption="A buttercup")
    example(here, post_id, "pdf")
    example(here, post_id, "audio")
    async with app.run_test(size=(80, 24)) as pilot:
        await to_homework(pilot)
        await press(pilot, "enter")
        shown = said(app, "#what")
        assert "one plant that you can see" in shown
        assert "our page (https://example.com/plants)" in shown
        assert said(app, "#caption") == "A buttercup (1 of 3)"
        await press(pilot, "n")
        assert said(app, "#caption") == "📄 The first of 3 pages (2 of 3)"
        assert app.screen.query_one(Picture)._path is not None
        await press(pilot, "l")
        assert not app.screen.query_one("#words").display
        assert app.screen.query_one(Picture).display
        await press(pilot, "l", "n")
        assert "A recording" in said(app, "#caption")
        await press(pilot, "n")
        assert "1 of 3" in said(app, "#caption")


async def test_r8_work_of_the_portfolio_answers_it_and_feedback_comes_back(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    post_id = task(here)
    items = [work(here, ava, key) for key in ("a", "b", "c")]
    async with app.run_test(size=(80, 24)) as pilot:
        await to_homework(pilot)
        await press(pilot, "enter", "a")
        assert isinstance(app.screen, AnswerWith)
        await press(pilot, "right", "enter")
        await until(pilot, MyTask)
        mark = done(ava, post_id)
        assert mark is not None
        assert mark.item_id == items[1]
        assert "Your answer" in said(app, "#caption")
        portfolio_review.send_back(here.leader, items[1], "Please name the leaf.", NOW)
        portfolio_review.comment(here.leader, items[1], "A good start!", NOW)
        app.screen.post_message(RecordsChanged())
        await settled(pilot)
        for part in ("sent it back", "Please name the leaf.", "Mrs Rowan: A good start!"):
            assert part in said(app, "#answered")
        await press(pilot, "escape")
        assert listed(app)[1] == "✔ Spellings\n  ↩ See your teacher’s note"
        await press(pilot, "enter", "t")
        await until(pilot, Sure)
        await press(pilot, "y")
        await until(pilot, MyTask)
        assert done(ava, post_id) is None
        assert portfolio.item(ava, items[1]).words == "My plant"


async def test_r8_what_is_written_for_a_task_is_the_answer(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    post_id = task(here)
    work(here, ava)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_homework(pilot)
        await press(pilot, "enter", "a", "w")
        assert isinstance(app.screen, WritePiece)
        assert said(app, "#question") == "Your answer to “Spellings”"
        await pilot.press(*"rhythm")
        await press(pilot, "f10")
        await until(pilot, MyTask)
        mark = done(ava, post_id)
        assert mark is not None
        assert mark.item_id is not None
        assert portfolio.item(ava, mark.item_id).words == "rhythm"
        assert "rhythm" in said(app, "#answered")


async def test_r8_what_was_sent_is_offered_as_the_answer(
    app: KioskApp, here: Here, ava: Pupil
) -> None:
    post_id = task(here)
    work(here, ava)
    mum = portfolios.parent(here, ava.id, "Sam")
    async with app.run_test(size=(80, 24)) as pilot:
        await to_homework(pilot)
        await press(pilot, "enter", "a", "a")
        await until(pilot, UploadLink)
        portfolio.add_words(ava.id, "From home", NOW, key="mum", sender=mum)
        await press(pilot, "escape")
        await until(pilot, AnswerWith)
        assert done(ava, post_id) is None  # a parent's is not the pupil's answer
        await press(pilot, "a")
        await until(pilot, UploadLink)
        new = [work(here, ava, key) for key in ("x", "y")]
        await press(pilot, "escape")
        await until(pilot, AnswerWith)
        assert "2 new things came" in told(app)
        assert app.screen.query_one(Gallery).here == new[1]
        await press(pilot, "a")
        await until(pilot, UploadLink)
        last = work(here, ava, "z")
        await press(pilot, "escape")
        await until(pilot, MyTask)
    mark = done(ava, post_id)
    assert mark is not None
    assert mark.item_id == last


async def test_r20_and_a_task_that_was_taken_down(app: KioskApp, here: Here, ava: Pupil) -> None:
    post_id = task(here)
    other = pupils_of(here.maple.id)[1]
    async with app.run_test(size=(80, 24)) as pilot:
        await to_homework(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, MyTask)
        story.take_down(here.leader, post_id, "", NOW)
        app.screen.post_message(RecordsChanged())
        await until(pilot, MyHomework)
        assert "no homework at the moment" in said(app, "#nothing")
        await app.push_screen(MyHomework(other))
        await settled(pilot)
        assert "sign our promises first" in said(app, "#nothing")


def some(here: Here, ava: Pupil) -> int:
    """Tasks of every kind; gives the one with an example."""
    plant = task(here, "Draw a plant and name its parts", 1, PLANT)
    example(here, plant, caption="A buttercup from the school field")
    for title, days in (("Reading", 0), ("Spellings", 3), ("Times tables: the 3s", -1)):
        task(here, title, days)
    homework.mark_done(ava, ava.id, task(here, "Poem", 2), NOW)
    homework.mark_done(ava, ava.id, task(here, "Maps", 1), NOW, item_id=work(here, ava))
    return plant


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here, ava: Pupil
) -> None:
    some(here, ava)

    async def before(pilot: Pilot[int]) -> None:
        await to_homework(pilot)

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)


def test_looks_of_a_task(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here, ava: Pupil
) -> None:
    some(here, ava)

    async def before(pilot: Pilot[int]) -> None:
        await to_homework(pilot)
        await press(pilot, "down", "enter")
        for _ in range(100):
            await settled(pilot)
            if all(it.is_drawn for it in pilot.app.screen.query(Picture)):
                return

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
