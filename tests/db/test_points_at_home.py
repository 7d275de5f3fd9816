"""What parents see of points: their own child's, positive ones (R2, R4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db import family_rules, points, points_at_home, school, skills
from db.policy import NotFound
from db.records import Kind
from tests.conftest import NOW, TODAY, Here
from tests.db.stories import parent


def test_what_they_were_for_and_when(here: Here) -> None:
    ava, ben = here.pupil_ids[:2]
    sam = parent(ava)
    skill = skills.skills()[0]
    for days in (20, 13, 0, 0):
        at = NOW - timedelta(days=days)
        points.award(
            here.leader, f"a{days}{at}{points.__name__}", here.maple.id, [ava], skill.id, at
        )
    points.award(here.leader, "more", here.maple.id, [ava, ben], skill.id, NOW, note="private")
    points.award(here.leader, "wrong", here.maple.id, [ava], skill.id, NOW)
    points.undo(here.leader, "wrong", NOW)
    seen = points_at_home.points(sam, ava, NOW, most=2)
    assert seen.total == 4
    assert (seen.days[0], seen.days[-1], len(seen.days)) == (
        (TODAY - timedelta(days=13), 1),
        (TODAY, 2),
        14,
    )
    assert [(it.skill_name, it.points, it.staff_name) for it in seen.given] == [
        (skill.name, 1, "Mrs Rowan")
    ] * 2
    rest = points_at_home.points(sam, ava, NOW, most=2, before=seen.before)
    assert (len(rest.given), rest.before) == (2, None)
    with pytest.raises(NotFound):
        points_at_home.points(sam, ben, NOW)


def test_r2_needs_work_only_where_the_school_shows_it_at_home(here: Here) -> None:
    ava = here.pupil_ids[0]
    sam = parent(ava)
    school.switch_needs_work(here.leader, True, NOW)
    skill = skills.save(
        here.leader,
        NOW,
        skill_id=None,
        name="Calling out",
        icon="🛑",
        key="",
        kind=Kind.NEEDS_WORK,
        points=1,
    )
    points.award(here.leader, "a", here.maple.id, [ava], skill.id, NOW)
    assert points_at_home.points(sam, ava, NOW).given == ()
    assert points_at_home.points(sam, ava, NOW).days[-1] == (TODAY, 0)
    family_rules.choose(here.leader, family_rules.Rules(needs_work_at_home=True), NOW)
    seen = points_at_home.points(sam, ava, NOW)
    assert [it.points for it in seen.given] == [-1]
    assert seen.total == 0
