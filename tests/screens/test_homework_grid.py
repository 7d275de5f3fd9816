"""A teacher sees who has done what, marks, and answers what pupils answered (R8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from db import homework, portfolio
from db.homework_records import By
from db.portfolio_records import ItemState
from db.records import Pupil
from db.roster import pupils
from db.story_records import PostKind, Writing
from kiosk.app import KioskApp
from kiosk.messages import RecordsChanged
from kiosk.screens import reviewing
from kiosk.screens.homework_answer import HomeworkAnswer
from kiosk.screens.homework_grid import HomeworkGrid
from kiosk.screens.one_of import OneOf
from kiosk.screens.read_post import ReadPost
from kiosk.screens.review_words import ReviewWords
from kiosk.screens.sure import Sure
from kiosk.screens.write_post import WritePost
from kiosk.widgets.homework_table import HomeworkTable
from kiosk.widgets.post_form import PostForm
from tests import portfolios
from tests.conftest import NOW, TODAY, Here, add_pupils
from tests.db.stories import other_class, parent, published, teacher
from tests.db.test_homework import child, phone
from tests.screens.agreeing import press, said
from tests.screens.conftest import Look, sentences, settled, stand_at
from tests.screens.test_review_queue import drawn, words

TITLES = ("Times tables: the 3s", "Reading", "Spellings", "Draw a plant and name its parts", "Maps")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "MEANT_SECONDS", 0)


def give(here: Here, count: int = len(TITLES), class_id: int | None = None) -> list[int]:
    """So many tasks, a day between them; the last one is due in three days."""
    return [
        published(
            here.leader,
            Writing(
                PostKind.HOMEWORK,
                "Learn them",
                TITLES[number % len(TITLES)],
                (class_id or here.maple.id,),
                due_on=TODAY + timedelta(days=4 - count + number),
            ),
            NOW - timedelta(days=60),
        )
        for number in range(count)
    ]


def answer(here: Here, pupil: Pupil, task: int) -> int:
    """A drawing of the pupil as the answer to a task."""
    name = portfolios.drawing(here.data, f"#d0{pupil.id:02x}40")
    made = portfolio.add_media(pupil.id, name, f"Plant of {pupil.name}", NOW, key="a", sender=pupil)
    homework.mark_done(pupil, pupil.id, task, NOW, item_id=made.id)
    return made.id


def marks(here: Here, place: int) -> list[By | None]:
    """Who marked each task for the pupil in that place of the class."""
    row = homework.grid(here.leader, here.maple.id, NOW).rows[place]
    return [done.by if done else None for done in row.cells]


def lines(pilot: Pilot[int]) -> list[str]:
    """What the table shows."""
    table = pilot.app.screen.query_one(HomeworkTable)
    return [table.render_line(y).text for y in range(table.size.height)]


async def until(pilot: Pilot[int], kind: type) -> None:
    """Wait for a screen that is pushed by a worker."""
    for _ in range(100):
        await settled(pilot)
        if isinstance(pilot.app.screen, kind):
            await settled(pilot)
            return


async def test_r8_tasks_due_last_are_in_sight_first_and_arrows_go_to_the_others(
    app: KioskApp, here: Here
) -> None:
    tasks = give(here, 12)
    ava = child(here)
    homework.mark_done(ava, ava.id, tasks[-1], NOW)
    homework.mark_done(phone(parent(ava.id)), ava.id, tasks[-2], NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, HomeworkGrid(), here)
        head = lines(pilot)[:4]
        assert "◀ 8 before" in head[0]
        assert any("Fri 27 Nov" in it for it in head)
        assert any(it.split()[-6:] == ["1", "of", "30", "1", "of", "30"] for it in head)
        first = next(it for it in lines(pilot) if "Aisha" in it)
        assert first.split()[2:] == ["·", "·", "✔", "parent", "✔", "pupil"]
        assert "marked by the pupil" in said(app, "#about")
        await press(pilot, *["left"] * 11)
        assert "◀" not in lines(pilot)[0]
        assert "▶ 8 after" in lines(pilot)[1]
        assert f"Aisha · {TITLES[0]}: not marked yet" in said(app, "#about")
        assert "late" not in "".join(lines(pilot)) + said(app, "#about")
        await pilot.click(HomeworkTable, offset=(4, 1))
        await settled(pilot)
        assert TITLES[4] in said(app, "#about")


async def test_r8_space_goes_down_the_class_and_takes_back_only_what_is_meant(
    app: KioskApp, here: Here
) -> None:
    tasks = give(here, 2)
    kids = [child(here, place) for place in range(4)]
    homework.mark_done(kids[3], kids[3].id, tasks[1], NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, HomeworkGrid(), here)
        await pilot.press("space", "space", "space")
        await settled(pilot)
        assert [marks(here, it)[1] for it in range(4)] == [*[By.STAFF] * 3, By.PUPIL]
        await press(pilot, "up", "enter")  # a mark of staff: back at once
        assert marks(here, 2) == [None, None]
        await press(pilot, "down", "enter")
        await until(pilot, Sure)
        await press(pilot, "n")
        assert marks(here, 3)[1] is By.PUPIL
        await press(pilot, "enter")
        await until(pilot, Sure)
        await press(pilot, "y")
        assert marks(here, 3) == [None, None]


async def test_r8_the_whole_class_at_once(app: KioskApp, here: Here) -> None:
    give(here, 2)
    ava = child(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, HomeworkGrid(), here)
        homework.mark_done(ava, ava.id, 2, NOW)
        await press(pilot, "a")
        await until(pilot, Sure)
        await press(pilot, "y")
        await until(pilot, HomeworkGrid)
        assert "29 pupils" in sentences(pilot)[-1]
        assert any("30 of 30 ✔" in it for it in lines(pilot)[:4])
    assert marks(here, 0) == [None, By.PUPIL]
    assert marks(here, 29) == [None, By.STAFF]


async def test_r8_r17_each_answer_opens_and_feedback_is_one_key_away(
    app: KioskApp, here: Here
) -> None:
    tasks = give(here, 2)
    kids = [child(here, place) for place in (0, 2)]
    items = [answer(here, kid, tasks[1]) for kid in kids]
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, HomeworkGrid(), here)
        assert "✔ pupil 📎" in "".join(lines(pilot))
        await press(pilot, "down", "down", "enter")
        assert isinstance(app.screen, HomeworkAnswer)
        await drawn(pilot)
        assert "2 of 2 answers" in said(app, "#summary")
        assert f"Plant of {kids[1].name}" in words(pilot)
        await press(pilot, "f")
        await until(pilot, ReviewWords)
        await press(pilot, *"Lovely", "enter")
        assert "Lovely" in words(pilot)
        await press(pilot, "n", "a")
        assert "1 of 2 answers" in said(app, "#summary")
        await press(pilot, "n", "b")
        await until(pilot, ReviewWords)
        await press(pilot, *"Again", "enter")
        await until(pilot, HomeworkAnswer)
        await press(pilot, "l")
        await until(pilot, OneOf)
        await press(pilot, "up", "enter")
        await until(pilot, HomeworkAnswer)
        assert "1 of 2 answers" in said(app, "#summary")
        await press(pilot, "escape")
        assert isinstance(app.screen, HomeworkGrid)
    found = [portfolio.item(here.leader, it) for it in items]
    assert [it.state for it in found] == [ItemState.APPROVED, ItemState.SENT_BACK]
    assert [it.words for it in found[1].comments] == ["Lovely"]


async def test_r8_all_of_it_works_by_touch(app: KioskApp, here: Here) -> None:
    tasks = give(here, 2)
    item = answer(here, child(here), tasks[1])
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, HomeworkGrid(), here)
        await pilot.click("#open")
        await settled(pilot)
        assert isinstance(app.screen, HomeworkAnswer)
        await pilot.click("#approve")
        await settled(pilot)
        assert portfolio.item(here.leader, item).state is ItemState.APPROVED
        await press(pilot, "escape")
        await pilot.click(HomeworkTable, offset=(24, 4))  # there, and once more to mark
        await settled(pilot)
        assert marks(here, 1) == [None, None]
        await pilot.click(HomeworkTable, offset=(24, 4))
        await settled(pilot)
        assert marks(here, 1) == [By.STAFF, None]
        await pilot.click("#mark")
        await settled(pilot)
        assert marks(here, 1) == [None, None]
        await pilot.click("#task")
        await settled(pilot)
        assert isinstance(app.screen, ReadPost)
        await press(pilot, "escape")
        await pilot.click("#new")
        await settled(pilot)
        assert isinstance(app.screen, WritePost)
        assert app.screen.query_one(PostForm).kind is PostKind.HOMEWORK


async def test_r8_what_comes_from_phones_shows_and_the_cursor_stays(
    app: KioskApp, here: Here
) -> None:
    give(here, 3)
    sam = phone(parent(here.pupil_ids[1]))
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, HomeworkGrid(), here)
        await press(pilot, "down", "left")
        homework.mark_done(sam, here.pupil_ids[1], 2, NOW)
        give(here, 1)
        app.screen.post_message(RecordsChanged())
        await settled(pilot)
        assert "Amelia · Reading: marked by a parent" in said(app, "#about")


async def test_r8_other_classes_are_for_those_who_teach_them(app: KioskApp, here: Here) -> None:
    oak = other_class()
    add_pupils(oak, ["Zed"])
    give(here, 1, class_id=oak)
    elm = teacher(oak, "Mr Elm")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.session.begin(staff=elm)
        await app.push_screen(HomeworkGrid())
        await settled(pilot)
        assert "Only staff of the class" in said(app, "#summary")
        await press(pilot, "space", "a", "enter", "t")
        assert isinstance(app.screen, HomeworkGrid)
        await press(pilot, "f8")
        await until(pilot, OneOf)
        await press(pilot, "enter")
        await until(pilot, HomeworkGrid)
        assert "1 task" in said(app, "#summary")
        assert any("Zed" in it for it in lines(pilot))


async def test_no_tasks_and_older_ones(app: KioskApp, here: Here) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await stand_at(pilot, HomeworkGrid(), here)
        assert "No homework was due" in said(app, "#summary")
        published(
            here.leader,
            Writing(PostKind.HOMEWORK, "x", "Old", (here.maple.id,), due_on=TODAY - timedelta(40)),
            NOW - timedelta(days=60),
        )
        await press(pilot, "o")
        assert "of a year: 1 task" in said(app, "#summary")


async def test_r8_only_what_is_in_sight_is_drawn(app: KioskApp, here: Here) -> None:
    """Ninety pupils by sixty tasks: no more widgets, and no more words, than for a few."""
    give(here, 5)
    async with app.run_test(size=(120, 40)) as pilot:
        await stand_at(pilot, HomeworkGrid(), here)
        few = len(list(app.screen.walk_children())), sum(len(it) for it in lines(pilot))
        add_pupils(here.maple.id, [f"Pupil {number}" for number in range(60)])
        give(here, 55)
        await press(pilot, "o")
        await pilot.press("end", "pageup", *["left"] * 30)
        await settled(pilot)
        assert len(homework.grid(here.leader, here.maple.id, NOW).rows) == 90
        assert "Homework of a year: 60 tasks" in said(app, "#summary")
        many = len(list(app.screen.walk_children())), sum(len(it) for it in lines(pilot))
    assert many == few


def filled(here: Here) -> None:
    """Marks of every kind, spread over the class."""
    tasks = give(here, 7)
    for place, pupil in enumerate(pupils(here.maple.id)):
        for number, task in enumerate(tasks):
            turn = (place * 7 + number * 5) % 11
            if turn < 5:
                who = here.leader if turn else child(here, place)
                homework.mark_done(who, pupil.id, task, NOW)
    answer(here, child(here, 1), tasks[6])
    homework.mark_done(phone(parent(here.pupil_ids[3])), here.pupil_ids[3], tasks[6], NOW)


def test_looks(
    snap_compare: Any, app_looking: Callable[[Look], KioskApp], look: Look, here: Here
) -> None:
    filled(here)

    async def before(pilot: Pilot[int]) -> None:
        await stand_at(pilot, HomeworkGrid(), here)
        await press(pilot, "down")

    assert snap_compare(app_looking(look), terminal_size=look.size, run_before=before)
