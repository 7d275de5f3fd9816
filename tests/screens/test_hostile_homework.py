"""Words that mean harm in homework: titles, instructions, captions, pupils' work and feedback."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db import agreement, homework, models, story_photos
from db.connection import writing
from db.homework_records import Task
from db.records import Pupil
from db.roster import pupils, school_class
from db.story_records import PostKind, Writing
from kiosk.app import KioskApp
from kiosk.screens.answer_with import AnswerWith
from kiosk.screens.homework_answer import HomeworkAnswer
from kiosk.screens.homework_grid import HomeworkGrid
from kiosk.screens.my_homework import MyHomework
from kiosk.screens.my_task import MyTask
from kiosk.widgets.homework_table import HomeworkTable
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import file, published
from tests.screens import hostile_school
from tests.screens.conftest import settled
from tests.screens.hostile_walk import here_and_there, look

BEFORE = "a tap on the tasks before"
EVERY_WORD = "\n".join(hostile_school.KEPT)
SIGNS = "\n".join(f"- **{it}** [{it}](https://example.com/{it})" for it in hostile_school.KEPT)


@pytest.fixture
def ava(here: Here, hostile: KioskApp) -> Pupil:
    """A pupil who has signed and answered a task of every word; there is a task for each word."""
    pupil = pupils(here.maple.id)[1]
    agreement.sign(pupil, agreement.current().version, NOW, typed_name="Ava")
    written = Writing(PostKind.HOMEWORK, "x", "x", (here.maple.id,), due_on=TODAY)
    ids = [published(here.leader, written) for _ in hostile_school.KEPT]
    with writing():
        for post_id, name in zip(ids, hostile_school.KEPT, strict=True):
            models.Post.update(title=name, words=SIGNS).where(models.Post.id == post_id).execute()
        models.Post.update(title=EVERY_WORD).where(models.Post.id == ids[-1]).execute()
    example = story_photos.attach(here.leader, ids[-1], file("audio"), "k", NOW)
    with writing():
        models.PostFile.update(caption=EVERY_WORD).where(models.PostFile.id == example).execute()
        item = models.PortfolioItem.get(models.PortfolioItem.pupil == pupil.id)
        models.PortfolioItem.update(state="sent back").where(
            models.PortfolioItem.id == item.id
        ).execute()
    homework.mark_done(pupil, pupil.id, ids[-1], NOW, item_id=item.id)
    return pupil


def last(pupil: Pupil) -> Task:
    return homework.tasks(pupil, pupil.id, NOW)[-1].task


SCREENS: dict[str, tuple[Callable[[Pupil], object], tuple[str, ...]]] = {
    "grid": (lambda _: HomeworkGrid(), ("down", *[BEFORE] * 5, "space", "a")),
    "answer": (
        lambda pupil: HomeworkAnswer(last(pupil), school_class(1)),
        ("n", "l", "escape", "f"),
    ),
    "mine": (MyHomework, ("end", "pageup", "enter")),
    "task": (lambda pupil: MyTask(pupil, last(pupil).post_id), ("n", "pagedown", "t")),
    "with": (lambda pupil: AnswerWith(pupil, last(pupil)), ("w",)),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_words_of_every_kind(
    here: Here,
    hostile: KioskApp,
    ava: Pupil,
    name: str,
) -> None:
    make, keys = SCREENS[name]
    async with hostile.run_test(size=(160, 50), notifications=True) as pilot:
        await here_and_there(pilot, make(ava), here)
        for key in keys:
            if key == BEFORE:
                await pilot.click(HomeworkTable, offset=(3, 0))
            else:
                await pilot.press(key)
            await settled(pilot)
            look(hostile)
