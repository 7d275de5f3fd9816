"""A school is set up once, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import agreement, classlists, people, roster, school, skills
from db.policy import NotAllowed, Refused
from db.records import Role
from db.set_up import set_up
from tests.conftest import NOW, PIN, Here

LIST = "Forename,Surname,Class,Year\nZoë,O'Brien,Maple,2\n"


def a_list(folder: Path) -> Path:
    file = folder / "list.csv"
    file.write_text(LIST, "utf-8")
    return file


def test_everything_a_school_starts_with(records: Path) -> None:
    class_list = classlists.read(a_list(records))
    found, leader = set_up(" Oak  Tree ", "Ms Hill", PIN, NOW, class_list=class_list)
    assert school.current() == found
    assert found.name == "Oak Tree"
    assert leader.role is Role.LEADER
    assert people.sign_in(leader.id, PIN, NOW) == leader
    assert [it.pupils for it in roster.classes()] == [1]
    assert skills.skills()
    assert agreement.current().version == 1


def test_a_class_list_that_fails_leaves_no_school(
    records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Refused("a row does not fit")

    class_list = classlists.read(a_list(records))
    monkeypatch.setattr(classlists, "apply", broken, raising=False)
    with pytest.raises(Refused):
        set_up("Oak Tree", "Ms Hill", PIN, NOW, class_list=class_list)
    assert school.current() is None
    assert people.staff_list() == []
    assert skills.skills() == []


@pytest.mark.parametrize(
    ("name", "leader", "pin"),
    [("", "Ms Hill", PIN), ("Oak Tree", " ", PIN), ("Oak Tree", "Ms Hill", "123456")],
)
def test_what_does_not_fit_is_refused(records: Path, name: str, leader: str, pin: str) -> None:
    with pytest.raises(Refused):
        set_up(name, leader, pin, NOW)
    assert school.current() is None


def test_a_device_belongs_to_one_school(here: Here) -> None:
    with pytest.raises(Refused, match="already"):
        set_up("Another", "Ms Hill", PIN, NOW)


def test_r2_only_leaders_switch_needs_work(here: Here) -> None:
    teacher = people.add_staff("Mr Ash", Role.TEACHER, NOW)
    with pytest.raises(NotAllowed):
        school.switch_needs_work(teacher, True, NOW)
    assert school.switch_needs_work(here.leader, True, NOW).needs_work
    assert not school.switch_needs_work(here.leader, False, NOW).needs_work


def test_leaders_and_the_office_import_class_lists(here: Here, tmp_path: Path) -> None:
    class_list = classlists.read(a_list(tmp_path))
    with pytest.raises(NotAllowed):
        classlists.apply(class_list, NOW, people.add_staff("Mr Ash", Role.TEACHER, NOW))
    office = people.add_staff("Olu", Role.OFFICE, NOW)
    assert len(classlists.apply(class_list, NOW, office).new) == 1
