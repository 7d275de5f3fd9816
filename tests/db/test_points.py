"""Awarding points and taking them back."""

from __future__ import annotations

import sqlite3
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import board, check, connection, models, people, points, roster, school, skills
from db.clock import school_day
from db.connection import database, writing
from db.policy import NotAllowed, NotFound, Refused
from db.records import Act, Kind, Role, Skill, Staff
from db.set_up import set_up
from db.words import NOTE_LENGTH
from tests.conftest import NOW, PIN, TODAY, Here, add_pupils


def skill(name: str = "Kindness") -> Skill:
    return next(it for it in skills.skills() if it.name == name)


def needs_work(here: Here) -> Skill:
    """A skill that takes two points away, in a school that switched such skills on."""
    school.switch_needs_work(here.leader, True, NOW)
    return skills.save(
        here.leader,
        NOW,
        skill_id=None,
        name="Calling out",
        icon="🙊",
        key="",
        kind=Kind.NEEDS_WORK,
        points=2,
    )


def give(here: Here, *pupil_ids: int, act: str = "", name: str = "Kindness") -> Act:
    key = act or uuid.uuid4().hex
    return points.award(here.leader, key, here.maple.id, pupil_ids, skill(name).id, NOW)


def totals(here: Here) -> list[tuple[int, int]]:
    return [(tile.today, tile.total) for tile in roster.tiles(here.maple.id, TODAY)]


def test_an_award_counts_for_each_pupil_and_for_the_class(here: Here) -> None:
    first, second, third, *_ = here.pupil_ids
    act = give(here, third, first, name="Wonderful work")
    assert act.pupils == ("Aisha", "Arjun")
    assert act.pupil_ids == (first, third)
    assert totals(here)[:3] == [(3, 3), (0, 0), (3, 3)]
    assert roster.school_class(here.maple.id).points == 6
    assert check.check() == []
    give(here, second)
    assert totals(here)[:3] == [(3, 3), (1, 1), (3, 3)]


def test_what_award_answers_is_what_the_feed_shows(here: Here) -> None:
    act = points.award(
        here.leader,
        "a key",
        here.maple.id,
        here.pupil_ids[4:9],
        skill().id,
        NOW,
        "  held the door\x1b[2J ",
    )
    assert act.note == "held the door"
    assert points.feed(here.maple.id, TODAY) == [act]


def test_r1_only_staff_who_work_here_award(here: Here) -> None:
    for actor in (None, Staff(99, "Nobody", Role.TEACHER)):
        with pytest.raises(NotAllowed):
            points.award(actor, "key", here.maple.id, here.pupil_ids[:1], skill().id, NOW)
        with pytest.raises(NotAllowed):
            points.undo(actor, "key", NOW)
    gone = people.add_staff("Mr Gone", Role.TEACHER, NOW, pin="135790")
    people.remove_staff(here.leader, gone.id, NOW)
    with pytest.raises(NotAllowed):
        points.award(gone, "key", here.maple.id, here.pupil_ids[:1], skill().id, NOW)
    assert models.Award.select().count() == 0


def test_r2_needs_work_never_shows_at_the_front(here: Here) -> None:
    give(here, *here.pupil_ids[:2])
    before = totals(here), roster.school_class(here.maple.id).points
    points.award(here.leader, "hidden", here.maple.id, here.pupil_ids[:2], needs_work(here).id, NOW)
    shown = board.board(here.maple.id, NOW)
    assert Kind.NEEDS_WORK not in {it.kind for it in shown.skills}
    assert [it.kind for it in shown.acts] == [Kind.VALUE]
    assert (totals(here), roster.school_class(here.maple.id).points) == before
    assert models.Award.select().where(models.Award.act == "hidden").count() == 2
    assert check.check() == []


def test_r2_undo_last_leaves_needs_work_alone(here: Here) -> None:
    kind = give(here, here.pupil_ids[0])
    hidden = needs_work(here)
    points.award(here.leader, "hidden", here.maple.id, here.pupil_ids[:1], hidden.id, NOW)
    assert points.undo_last(here.leader, here.maple.id, NOW).key == kind.key
    assert points.undo(here.leader, "hidden", NOW).undone
    assert totals(here)[0] == (0, 0)
    assert check.check() == []


def test_r2_needs_work_is_refused_where_it_is_switched_off(here: Here) -> None:
    hidden = needs_work(here)
    school.switch_needs_work(here.leader, False, NOW)
    with pytest.raises(Refused):
        points.award(here.leader, "hidden", here.maple.id, here.pupil_ids[:1], hidden.id, NOW)


def test_r3_undo_marks_and_deletes_nothing(here: Here) -> None:
    act = give(here, *here.pupil_ids[:3])
    later = NOW + timedelta(minutes=5)
    undone = points.undo(here.leader, act.key, later)
    assert undone.undone
    rows = list(models.Award.select())
    assert len(rows) == 3
    assert {row.skill_name for row in rows} == {"Kindness"}
    assert {row.given_at for row in rows} == {NOW}
    assert {row.undone_at for row in rows} == {later}
    assert totals(here) == [(0, 0)] * 30


def test_r3_an_award_keeps_the_words_of_its_day(here: Here) -> None:
    old = skill()
    act = give(here, here.pupil_ids[0])
    skills.save(
        here.leader,
        NOW,
        skill_id=old.id,
        name="Being kind",
        icon="🌻",
        key=old.key,
        kind=Kind.VALUE,
        points=4,
    )
    assert points.feed(here.maple.id, TODAY) == [act]
    assert points.undo_last(here.leader, here.maple.id, NOW).points == 1
    assert totals(here)[0] == (0, 0)


def test_r4_pupils_stand_in_name_order_whatever_their_points(here: Here) -> None:
    names = [tile.pupil.name for tile in roster.tiles(here.maple.id, TODAY)]
    give(here, here.pupil_ids[-1], name="Wonderful work")
    after = roster.tiles(here.maple.id, TODAY)
    assert [tile.pupil.name for tile in after] == names == sorted(names)
    assert after[-1].total == 3


def test_a_retry_with_the_same_key_never_counts_twice(here: Here) -> None:
    first = give(here, *here.pupil_ids[:2], act="same")
    again = give(here, *here.pupil_ids[:2], act="same")
    assert again == first
    assert totals(here)[0] == (1, 1)
    points.undo(here.leader, "same", NOW)
    assert give(here, *here.pupil_ids[:2], act="same").undone
    assert totals(here)[0] == (0, 0)


def test_undoing_twice_changes_nothing(here: Here) -> None:
    act = give(here, here.pupil_ids[0])
    give(here, here.pupil_ids[0])
    assert points.undo(here.leader, act.key, NOW) == points.undo(here.leader, act.key, NOW)
    assert totals(here)[0] == (1, 1)


def test_undo_last_takes_back_the_newest_of_ones_own(here: Here) -> None:
    other = people.add_staff("Mr Hart", Role.TEACHER, NOW, pin="135790")
    mine = give(here, here.pupil_ids[0])
    points.award(other, "theirs", here.maple.id, here.pupil_ids[:1], skill().id, NOW)
    assert points.undo_last(here.leader, here.maple.id, NOW).key == mine.key
    with pytest.raises(NotFound):
        points.undo_last(here.leader, here.maple.id, NOW)


def test_an_award_of_yesterday_cannot_be_undone(here: Here) -> None:
    act = give(here, here.pupil_ids[0])
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(Refused):
        points.undo(here.leader, act.key, tomorrow)
    with pytest.raises(NotFound):
        points.undo_last(here.leader, here.maple.id, tomorrow)
    with pytest.raises(NotFound):
        points.undo(here.leader, "no such award", NOW)


def test_what_is_refused_leaves_nothing_behind(here: Here) -> None:
    maple, some = here.maple.id, here.pupil_ids[:2]
    kind = skill().id
    outsider = models.Pupil.create(forename="Una", surname="Vale", avatar="🐶").id
    retired = skills.retire(here.leader, skill("Honesty").id, NOW).id
    for reason, act, class_id, pupils, skill_id, note in (
        (Refused, "key", maple, (), kind, ""),
        (Refused, "", maple, some, kind, ""),
        (Refused, "k" * 65, maple, some, kind, ""),
        (Refused, "key", maple, some, kind, "x" * (NOTE_LENGTH + 1)),
        (Refused, "key", maple, some, retired, ""),
        (Refused, "key", maple, some, 9999, ""),
        (NotFound, "key", maple, (*some, outsider), kind, ""),
        (NotFound, "key", 9999, some, kind, ""),
    ):
        with pytest.raises(reason):
            points.award(here.leader, act, class_id, pupils, skill_id, NOW, note)
    assert models.Award.select().count() == 0
    assert totals(here) == [(0, 0)] * 30


def test_points_of_a_set_are_kept_apart_and_count_in_the_total(here: Here) -> None:
    maths = models.SchoolClass.create(name="Maths set 1", is_home=False)
    first = here.pupil_ids[0]
    models.Enrolment.create(pupil=first, school_class=maths, is_home=False)
    points.award(here.leader, "maths", maths.id, [first], skill().id, NOW)
    assert totals(here)[0] == (0, 1)
    (tile,) = roster.tiles(maths.id, TODAY)
    assert (tile.today, tile.total) == (1, 1)
    assert points.feed(here.maple.id, TODAY) == []


def test_namesakes_are_told_apart_in_the_feed_as_on_the_tiles(here: Here) -> None:
    twin = add_pupils(here.maple.id, ["Aisha"])[0]
    models.Pupil.update(surname="Khan").where(models.Pupil.id == twin).execute()
    act = give(here, twin)
    assert act.pupils == ("Aisha K",)
    assert points.feed(here.maple.id, TODAY)[0].pupils == ("Aisha K",)


def test_who_left_keeps_a_name_in_the_feed(here: Here) -> None:
    act = give(here, here.pupil_ids[0])
    models.Enrolment.update(left_on=TODAY).where(
        models.Enrolment.pupil == here.pupil_ids[0]
    ).execute()
    assert points.feed(here.maple.id, TODAY)[0].pupils == act.pupils


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-30T22:59:59+00:00", "2026-06-30"),  # summer time: 23:59 in London
        ("2026-06-30T23:00:00+00:00", "2026-07-01"),
        ("2026-12-31T23:59:59+00:00", "2026-12-31"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29"),  # the night the clocks go forward
        ("2026-10-25T01:30:00+00:00", "2026-10-25"),  # the hour that comes twice
        ("2026-10-24T23:30:00+00:00", "2026-10-25"),
    ],
)
def test_the_day_is_the_one_on_the_schools_wall(here: Here, moment: str, day: str) -> None:
    now = datetime.fromisoformat(moment)
    points.award(here.leader, "key", here.maple.id, here.pupil_ids[:1], skill().id, now)
    assert str(models.Award.get().day) == day
    assert models.Award.get().given_at == now
    assert points.undo(here.leader, "key", now).undone


def test_the_day_is_of_the_schools_time_zone(here: Here) -> None:
    models.School.update(time_zone="Pacific/Auckland").execute()
    points.award(here.leader, "key", here.maple.id, here.pupil_ids[:1], skill().id, NOW)
    now = NOW.replace(hour=12)
    assert str(models.Award.get().day) == "2026-11-24"
    points.award(here.leader, "later", here.maple.id, here.pupil_ids[:1], skill().id, now)
    assert [str(row.day) for row in models.Award.select().order_by(models.Award.id)] == [
        "2026-11-24",
        "2026-11-25",
    ]
    assert school_day(now, "Pacific/Auckland") == board.board(here.maple.id, now).day


def test_an_award_takes_the_same_few_statements_for_one_and_for_thirty(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    run = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda sql, *more: (asked.append(sql), run(sql, *more))[1]
    )
    give_one = skill().id
    counts = []
    for pupils in (here.pupil_ids[:1], here.pupil_ids):
        asked.clear()
        points.award(here.leader, uuid.uuid4().hex, here.maple.id, pupils, give_one, NOW)
        counts.append(len(asked))
    assert counts == [6, 6]


def test_the_board_asks_no_more_for_more_awards(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    run = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda sql, *more: (asked.append(sql), run(sql, *more))[1]
    )
    give(here, here.pupil_ids[0])
    asked.clear()
    board.board(here.maple.id, NOW)
    few = len(asked)
    for _ in range(20):
        give(here, *here.pupil_ids)
    asked.clear()
    board.board(here.maple.id, NOW)
    assert len(asked) == few


def test_a_crash_in_the_middle_leaves_nothing(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(points, "_move_totals", broken)
    with pytest.raises(Exception, match="records"):
        give(here, *here.pupil_ids)
    assert models.Award.select().count() == 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["give", "undo", "again", "undo last"]),
        st.sets(st.integers(0, 4), min_size=1),
        st.integers(0, 8),
    ),
    max_size=25,
)


@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_totals_are_the_sum_of_what_stands(steps: list[tuple[str, set[int], int]]) -> None:
    with TemporaryDirectory() as folder:
        connection.open_database(Path(folder) / connection.FILE_NAME)
        try:
            _replay(steps)
        finally:
            connection.close_database()


def _replay(steps: list[tuple[str, set[int], int]]) -> None:
    with writing():
        _, leader = set_up("Riverside Primary", "Mrs Rowan", PIN, NOW)
        maple = models.SchoolClass.create(name="Maple").id
        ids = add_pupils(maple, ["Ann", "Bob", "Cy", "Di", "Ed"])
    palette = skills.skills()
    standing: dict[str, tuple[set[int], int]] = {}
    given_acts: list[str] = []
    for step, who, number in steps:
        if step == "give":
            key = f"act {len(given_acts)}"
            pupils = {ids[it] for it in who}
            points.award(leader, key, maple, pupils, palette[number].id, NOW)
            given_acts.append(key)
            standing[key] = pupils, palette[number].points
        elif step == "again" and given_acts:
            key = given_acts[number % len(given_acts)]
            points.award(leader, key, maple, [ids[0]], palette[0].id, NOW)
        elif step == "undo" and given_acts:
            key = given_acts[number % len(given_acts)]
            points.undo(leader, key, NOW)
            standing.pop(key, None)
        elif step == "undo last" and standing:
            last = max(standing, key=given_acts.index)
            assert points.undo_last(leader, maple, NOW).key == last
            del standing[last]
    for tile in roster.tiles(maple, TODAY):
        mine = sum(worth for pupils, worth in standing.values() if tile.pupil.id in pupils)
        assert (tile.today, tile.total) == (mine, mine)
    all_points = sum(len(pupils) * worth for pupils, worth in standing.values())
    assert roster.school_class(maple).points == all_points
    assert check.check() == []


def test_moments_are_kept_in_utc_as_peewee_keeps_them(here: Here) -> None:
    now = datetime(2026, 7, 1, 9, 30, 15, 250_000, tzinfo=UTC)
    points.award(here.leader, "key", here.maple.id, here.pupil_ids[:1], skill().id, now)
    points.undo(here.leader, "key", now)
    row = database.execute_sql("SELECT given_at, undone_at, day FROM award").fetchone()
    assert row[0] == row[1]
    assert row[2] == "2026-07-01"
