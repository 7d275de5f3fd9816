"""What is remembered is what the records say at that moment, whoever changed them."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from db import connection, models, photo_permission, school, story, story_photos, story_reading
from db.connection import reading, writing
from db.family_records import PhotoUse
from db.prepared import Prepared
from db.remembered import Remembered
from tests.conftest import NOW, Here
from tests.db.stories import allow, file, news, parent, published


def name() -> str:
    found = school.current()
    return found.name if found else ""


def test_nothing_is_read_again_until_something_is_changed(here: Here) -> None:
    asked: list[int] = []

    def read() -> str:
        asked.append(1)
        return name()

    kept: Remembered[str] = Remembered(2)
    assert [kept.get("a", read) for _ in range(3)] == ["Riverside Primary"] * 3
    assert len(asked) == 1
    with writing():
        models.School.update(name="Hilltop").execute()
        assert kept.get("a", read) == "Hilltop"  # as this transaction sees it
    assert kept.get("a", read) == "Hilltop"
    before = len(asked)
    with closing(sqlite3.connect(here.data / connection.FILE_NAME)) as another:
        another.execute("UPDATE school SET name = 'Brook'")
        another.commit()
    assert kept.get("a", read) == "Brook"
    assert len(asked) == before + 1


def test_another_file_in_its_place_is_noticed(here: Here) -> None:
    kept: Remembered[str] = Remembered(2)
    path = here.data / connection.FILE_NAME
    other = here.data / "other.sqlite3"
    with connection.database.connection_context():
        connection.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, other)
    with closing(sqlite3.connect(other)) as another:
        another.execute("UPDATE school SET name = 'Restored'")
        another.commit()
    assert kept.get("a", name) == "Riverside Primary"
    connection.close_database()
    other.replace(path)
    connection.open_database(path)
    assert kept.get("a", name) == "Restored"


def test_it_keeps_no_file_open(here: Here) -> None:
    kept: Remembered[str] = Remembered(2)
    assert kept.get("a", name) == "Riverside Primary"
    connection.close_database()
    assert [it.name for it in here.data.glob("*-wal")] == []
    connection.open_database(here.data / connection.FILE_NAME)
    with writing():
        models.School.update(name="Hilltop").execute()
    assert kept.get("a", name) == "Hilltop"


def test_only_so_many_are_kept(here: Here) -> None:
    kept: Remembered[str] = Remembered(2)
    asked: list[str] = []

    def read(which: str) -> str:
        return kept.get(which, lambda: asked.append(which) or which)  # type: ignore[func-returns-value]

    for which in "aabacab":
        read(which)
    assert asked == ["a", "b", "c", "b"]


def test_never_older_than_what_was_committed_before_it_was_asked(here: Here) -> None:
    kept: Remembered[int] = Remembered(2)

    def points() -> int:
        with reading():
            return int(models.SchoolClass.get_by_id(here.maple.id).points)

    def write(number: int) -> bool:
        with writing():
            c = models.SchoolClass
            c.update(points=c.points + 1).execute()
            done = c.get_by_id(here.maple.id).points
        return kept.get("points", points) >= done

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(write, range(60)))
    assert kept.get("points", points) == 60


def test_r7_r23_a_page_that_was_remembered_hides_at_once(here: Here) -> None:
    child = here.pupil_ids[0]
    sam, kim = parent(child), parent(child, name="Kim")
    allow(here, child)
    post = published(here.leader, news(here))
    photo = story_photos.attach(here.leader, post, file(), "k", NOW)
    story_photos.answer(here.leader, photo, [child], NOW)
    (seen,) = story_reading.class_page(kim, child).posts
    assert len(seen.files) == 1
    story_reading.like(sam, post, True, NOW)
    pages = {who: story_reading.class_page(who, child).posts[0] for who in (sam, kim)}
    assert {who: (it.likes, it.liked) for who, it in pages.items()} == {
        sam: (1, True),
        kim: (1, False),
    }
    photo_permission.record(here.leader, child, PhotoUse.CLASS_STORY, False, NOW)
    assert story_reading.class_page(kim, child).posts[0].files == ()
    story.take_down(here.leader, post, "no", NOW)
    assert story_reading.class_page(kim, child).posts == ()


def test_a_prepared_query_answers_for_any_number_of_rows_and_any_words(here: Here) -> None:
    p = models.Pupil
    query = Prepared(
        p, lambda ids, name: p.select(p.id).where(p.id.in_(ids), p.forename != name).order_by(p.id)
    )
    for many in (1, 2, 3, 5, 8, 30):
        ids = list(here.pupil_ids[:many])
        assert [row.id for row in query(ids, "Aisha")] == ids[1:]
        assert [row.id for row in query(ids, "O'Brien ? %s 😀")] == ids
    assert len(query._known) == 5
