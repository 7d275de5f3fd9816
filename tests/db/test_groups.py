"""A teacher's own groups."""

from __future__ import annotations

import pytest

from db import groups, models
from db.policy import NotAllowed, NotFound, Refused
from db.records import PupilGroup
from tests.conftest import NOW, TODAY, Here, add_pupils


def make(here: Here, name: str, *pupil_ids: int) -> PupilGroup:
    return groups.save(
        here.leader, NOW, group_id=None, class_id=here.maple.id, name=name, pupil_ids=pupil_ids
    )


def test_a_group_is_made_renamed_filled_and_removed(here: Here) -> None:
    one, two, three, *_ = here.pupil_ids
    made = make(here, "Red table", one, two)
    assert groups.groups(here.maple.id) == [made]
    changed = groups.save(
        here.leader,
        NOW,
        group_id=made.id,
        class_id=here.maple.id,
        name="Blue table",
        pupil_ids=[two, three],
    )
    assert changed == PupilGroup(made.id, "Blue table", (two, three))
    assert groups.groups(here.maple.id) == [changed]
    groups.remove(here.leader, made.id, NOW)
    assert groups.groups(here.maple.id) == []
    assert models.GroupMember.select().count() == 0


def test_groups_stand_in_name_order_as_people_count(here: Here) -> None:
    for name in ("Group 10", "apples", "Group 2", "Zebras", "Group 1"):
        make(here, name)
    assert [it.name for it in groups.groups(here.maple.id)] == [
        "apples", "Group 1", "Group 2", "Group 10", "Zebras",
    ]  # fmt: skip


def test_a_name_is_needed_and_stands_once_in_a_class(here: Here) -> None:
    made = make(here, "Red table")
    for name in ("", "  ", "red TABLE", "x" * 31):
        with pytest.raises(Refused):
            make(here, name)
    other_class = models.SchoolClass.create(name="Oak")
    groups.save(
        here.leader, NOW, group_id=None, class_id=other_class.id, name="Red table", pupil_ids=[]
    )
    same = groups.save(
        here.leader,
        NOW,
        group_id=made.id,
        class_id=here.maple.id,
        name="RED table",
        pupil_ids=[],
    )
    assert same.name == "RED table"


def test_names_are_cleaned_on_the_way_in(here: Here) -> None:
    assert make(here, "  Red\x1b[31m \u202etable\n").name == "Red table"


def test_only_pupils_of_the_class_are_members_and_who_leaves_is_gone(here: Here) -> None:
    oak = models.SchoolClass.create(name="Oak")
    [stranger] = add_pupils(oak.id, ["Otto"])
    with pytest.raises(NotFound):
        make(here, "Red table", stranger)
    one, two, *_ = here.pupil_ids
    made = make(here, "Red table", one, two)
    models.Enrolment.update(left_on=TODAY).where(models.Enrolment.pupil == one).execute()
    assert groups.groups(here.maple.id) == [PupilGroup(made.id, "Red table", (two,))]


def test_r1_only_staff_make_groups(here: Here) -> None:
    made = make(here, "Red table")
    with pytest.raises(NotAllowed):
        groups.save(None, NOW, group_id=None, class_id=here.maple.id, name="X", pupil_ids=[])
    with pytest.raises(NotAllowed):
        groups.save_set(None, NOW, class_id=here.maple.id, name="X", members=[[]])
    with pytest.raises(NotAllowed):
        groups.remove(None, made.id, NOW)


def test_a_group_of_another_class_or_gone_is_not_found(here: Here) -> None:
    oak = models.SchoolClass.create(name="Oak")
    made = make(here, "Red table")
    with pytest.raises(NotFound):
        groups.save(here.leader, NOW, group_id=made.id, class_id=oak.id, name="Mine", pupil_ids=[])
    groups.remove(here.leader, made.id, NOW)
    with pytest.raises(NotFound):
        groups.remove(here.leader, made.id, NOW)


def test_a_set_is_kept_whole_and_replaces_the_older_set_of_its_name(here: Here) -> None:
    ids = here.pupil_ids
    make(here, "Group of friends", ids[0])
    make(here, "Readers 1", ids[0])
    for number in (5, 3):
        members = [ids[start:30:number] for start in range(number)]
        kept = groups.save_set(
            here.leader, NOW, class_id=here.maple.id, name="Group", members=members
        )
        assert [it.pupil_ids for it in kept] == members
    names = [it.name for it in groups.groups(here.maple.id)]
    assert names == ["Group 1", "Group 2", "Group 3", "Group of friends", "Readers 1"]
    with pytest.raises(NotFound):
        groups.save_set(
            here.leader, NOW, class_id=here.maple.id, name="Group", members=[[ids[0]], [10_000]]
        )
    assert [it.name for it in groups.groups(here.maple.id)] == names


def test_reading_groups_takes_as_many_queries_for_thirty_as_for_one(
    here: Here, caplog: pytest.LogCaptureFixture
) -> None:
    def queries() -> int:
        caplog.clear()
        with caplog.at_level("DEBUG", logger="peewee"):
            groups.groups(here.maple.id)
        return len(caplog.records)

    make(here, "Red table", *here.pupil_ids)
    few = queries()
    for number in range(30):
        make(here, f"Group {number}", *here.pupil_ids[:5])
    assert queries() == few
