"""What points are for (R2), and that the past keeps its words (R3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from db import models, points, school, skills
from db.policy import NotAllowed, NotFound, Refused
from db.records import Kind, Role, Skill
from tests.conftest import NOW, TODAY, Here

TIDY = {"name": "Tidy desk", "icon": "🧹", "key": "t", "kind": Kind.VALUE, "points": 2}


def save(here: Here, skill_id: int | None = None, **changes: Any) -> Skill:
    return skills.save(here.leader, NOW, skill_id=skill_id, **{**TIDY, **changes})


def named(name: str) -> Skill:
    return next(it for it in skills.skills(with_retired=True) if it.name == name)


def test_r2_a_new_school_has_skills_of_the_three_kinds(here: Here) -> None:
    found = skills.skills()
    assert {it.kind for it in found} == {Kind.EFFORT, Kind.VALUE, Kind.ACHIEVEMENT}
    assert all(1 <= it.points <= 5 for it in found)
    keys = [it.key for it in found]
    assert len(set(keys)) == len(keys)


def test_skills_are_added_and_changed(here: Here) -> None:
    made = save(here)
    assert made in skills.skills()
    changed = save(here, made.id, name="Tidy room", icon="🧽", key="", points=5)
    assert changed == Skill(made.id, "Tidy room", "🧽", "", Kind.VALUE, 5)
    assert [it for it in skills.skills() if it.id == made.id] == [changed]


def test_r3_the_past_keeps_its_words(here: Here) -> None:
    kindness = named("Kindness")
    points.award(here.leader, "a", here.maple.id, here.pupil_ids[:1], kindness.id, NOW)
    save(here, kindness.id, name="Being kind", icon="🌈", kind=Kind.EFFORT, points=5)
    skills.retire(here.leader, kindness.id, NOW)
    [act] = points.feed(here.maple.id, TODAY)
    assert (act.skill_name, act.icon, act.kind, act.points) == (
        "Kindness", "💛", Kind.VALUE, 1,
    )  # fmt: skip
    points.undo(here.leader, "a", NOW)
    assert models.Pupil.get_by_id(here.pupil_ids[0]).points == 0


def test_r2_weights_are_one_to_five(here: Here) -> None:
    for weight in (0, 6, -1):
        with pytest.raises(Refused, match="1 to 5"):
            save(here, points=weight)


def test_r2_needs_work_exists_only_where_switched_on(here: Here) -> None:
    with pytest.raises(Refused):
        save(here, kind=Kind.NEEDS_WORK)
    school.switch_needs_work(here.leader, True, NOW)
    made = save(here, kind=Kind.NEEDS_WORK, points=3)
    assert made.points == -3
    assert made in skills.skills()
    school.switch_needs_work(here.leader, False, NOW)
    assert made.id not in {it.id for it in skills.skills(with_retired=True)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 41},
        {"name": "KINDNESS"},
        {"icon": ""},
        {"icon": "ab"},
        {"icon": "x"},
        {"icon": "🧹🧹"},
        {"icon": "❤️"},
        {"key": "4"},
        {"key": "tt"},
        {"key": "+"},
        {"key": "é"},
    ],
)
def test_what_a_skill_cannot_be_is_said(here: Here, wrong: dict[str, Any]) -> None:
    before = skills.skills()
    with pytest.raises(Refused):
        save(here, **wrong)
    assert skills.skills() == before


def test_every_picture_to_choose_from_is_one_sign_two_cells_wide(here: Here) -> None:
    assert len(set(skills.ICONS)) == len(skills.ICONS)
    for number, icon in enumerate(skills.ICONS):
        assert save(here, name=f"Skill {number}", icon=icon, key="").icon == icon


def test_a_retired_skill_is_out_of_use_until_it_comes_back(here: Here) -> None:
    kindness = named("Kindness")
    retired = skills.retire(here.leader, kindness.id, NOW)
    assert retired == replace(kindness, retired=True)
    assert kindness.id not in {it.id for it in skills.skills()}
    with pytest.raises(Refused, match="not in use"):
        points.award(here.leader, "a", here.maple.id, here.pupil_ids[:1], kindness.id, NOW)
    assert skills.bring_back(here.leader, kindness.id, NOW) == kindness
    assert kindness in skills.skills()


def test_coming_back_gives_way_to_who_took_the_key_or_the_name(here: Here) -> None:
    kindness = named("Kindness")
    skills.retire(here.leader, kindness.id, NOW)
    other = save(here, key=kindness.key)
    assert skills.bring_back(here.leader, kindness.id, NOW).key == ""
    skills.retire(here.leader, kindness.id, NOW)
    save(here, other.id, name="kindness", key="")
    with pytest.raises(Refused, match="this name"):
        skills.bring_back(here.leader, kindness.id, NOW)


def test_r1_only_staff_change_skills(here: Here) -> None:
    kindness = named("Kindness")
    with pytest.raises(NotAllowed):
        skills.save(None, NOW, skill_id=None, **TIDY)
    with pytest.raises(NotAllowed):
        skills.retire(None, kindness.id, NOW)
    with pytest.raises(NotAllowed):
        skills.bring_back(None, kindness.id, NOW)
    teacher = replace(here.leader, role=Role.TEACHER)
    assert skills.retire(teacher, kindness.id, NOW).retired


def test_a_skill_that_is_not_there_is_not_found(here: Here) -> None:
    with pytest.raises(NotFound):
        save(here, 999)
    with pytest.raises(NotFound):
        skills.retire(here.leader, 999, NOW)


def test_r26_changes_are_in_the_log(here: Here) -> None:
    made = save(here)
    save(here, made.id, points=3)
    skills.retire(here.leader, made.id, NOW)
    actions = [row.action for row in models.AuditEntry.select().order_by(models.AuditEntry.id)]
    assert actions[-3:] == ["added a skill", "changed a skill", "retired a skill"]
