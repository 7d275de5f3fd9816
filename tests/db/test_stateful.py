"""Awards, undoing and class lists in any order, against a model of a few lines.

Whatever happens, a child is one row for ever, in the class the newest list says, with the points
of the awards that stand; the totals of classes are those of their awards.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db import check, classlists, connection, models, points, roster, skills
from db.policy import NotFound
from db.records import Staff
from db.set_up import set_up
from tests.conftest import NOW, PIN
from tests.db.classlists.files import TODAY, OneRoster, homes, plain, pupils_of, upn, written

KIDS = ("Ava Khan", "Ben Smith", "Cy Reed", "Di Lee", "Eva Ray", "Fin Day", "Guy Hall", "Hal Moss")
CLASSES = ("Maple", "Oak", "Elm")
MATHS = "Maths set"
SCHOOL: dict[str, tuple[Path, Staff]] = {}

kids = st.sampled_from(KIDS)
places = st.dictionaries(kids, st.sampled_from(CLASSES), min_size=1)


class Kiosk(RuleBasedStateMachine):
    """The model: who is where, who is in the maths set, which acts were given and stand."""

    def __init__(self) -> None:
        super().__init__()
        file, self.leader = SCHOOL["file"]
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name)
        shutil.copy(file, self.path)
        connection.open_database(self.path / connection.FILE_NAME)
        self.home: dict[str, str] = {}
        self.maths: set[str] = set()
        self.numbered: set[str] = set()
        self.rows: dict[str, int] = {}
        self.acts: dict[str, tuple[str, frozenset[str], int]] = {}
        self.standing: list[str] = []

    def teardown(self) -> None:
        connection.close_database()
        self.folder.cleanup()

    @rule(home=places, maths=st.sets(kids))
    def whole_school(self, home: dict[str, str], maths: set[str]) -> None:
        """A OneRoster list of everybody: who is not in it has left."""
        export = OneRoster().org("s1", "Riverside Primary")
        for name in CLASSES:
            export.course(name, name)
        export.course(MATHS, MATHS, "scheduled", courseSourcedId="k")
        for kid, where in home.items():
            export.user(kid, kid, identifier=_upn(kid))
            export.add("demographics", sourcedId=kid, birthDate=_born(kid))
            export.enrol(where, kid)
            if kid in maths:
                export.enrol(MATHS, kid)
        self._take_in(export.zip(self.path / "a.zip"))
        self.home = dict(home)
        self.maths = maths & home.keys()
        self.numbered |= home.keys()

    @precondition(lambda self: self.home.keys() & self.numbered)
    @rule(data=st.data(), leaves=st.booleans())
    def only_changes(self, data: st.DataObject, leaves: bool) -> None:
        """A OneRoster list of one who moves, or who leaves."""
        kid = data.draw(st.sampled_from(sorted(self.home.keys() & self.numbered)))
        export = OneRoster(mode="delta")
        if leaves:
            export.user(kid, kid, status="tobedeleted")
            del self.home[kid]
            self.maths.discard(kid)
        else:
            where = data.draw(st.sampled_from(CLASSES))
            if where != self.home[kid]:
                export.enrol(self.home[kid], kid, status="tobedeleted")
            export.course(where, where, status="active").enrol(where, kid, status="active")
            export.user(kid, kid, status="active")
            self.home[kid] = where
        self._take_in(export.zip(self.path / "b.zip"))

    @rule(where=st.sampled_from(CLASSES), listed=st.sets(kids, min_size=1))
    def one_class(self, where: str, listed: set[str]) -> None:
        """A plain list of one class: it moves pupils in, and those not in it have left."""
        rows = ["Forename,Surname,Class,UPN,Date of birth"]
        rows += [f"{kid.replace(' ', ',')},{where},{_upn(kid)},{_born(kid)}" for kid in listed]
        self._take_in(written(self.path / "a.csv", plain(rows)))
        for kid in [kid for kid, home in self.home.items() if home == where]:
            if kid not in listed:
                del self.home[kid]
                self.maths.discard(kid)
        self.home |= dict.fromkeys(listed, where)

    @precondition(lambda self: self.home)
    @rule(data=st.data(), in_maths=st.booleans())
    def award(self, data: st.DataObject, in_maths: bool) -> None:
        if in_maths and self.maths:
            where, members = MATHS, self.maths
        else:
            where = data.draw(st.sampled_from(sorted(set(self.home.values()))))
            members = {kid for kid, home in self.home.items() if home == where}
        chosen = data.draw(st.sets(st.sampled_from(sorted(members)), min_size=1))
        skill = data.draw(st.sampled_from(skills.skills()))
        act = f"act {len(self.acts)}"
        for _ in range(data.draw(st.integers(1, 2))):  # a retry never counts twice
            points.award(
                self.leader, act, _class_id(where), [self.rows[it] for it in chosen], skill.id, NOW
            )
        self.acts[act] = (where, frozenset(chosen), skill.points)
        self.standing.append(act)

    @precondition(lambda self: self.acts)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Any act of today, of pupils who have moved or left since as well; twice is once."""
        act = data.draw(st.sampled_from(sorted(self.acts)))
        points.undo(self.leader, act, NOW)
        if act in self.standing:
            self.standing.remove(act)

    @precondition(lambda self: self.home)
    @rule(data=st.data())
    def undo_last(self, data: st.DataObject) -> None:
        where = data.draw(st.sampled_from(sorted(set(self.home.values()))))
        mine = [act for act in self.standing if self.acts[act][0] == where]
        if mine:
            points.undo_last(self.leader, _class_id(where), NOW)
            self.standing.remove(mine[-1])
        else:
            with pytest.raises(NotFound):
                points.undo_last(self.leader, _class_id(where), NOW)

    @invariant()
    def everybody_is_where_the_lists_say(self) -> None:
        assert homes() == self.home
        assert pupils_of(MATHS) == sorted(self.maths)

    @invariant()
    def a_child_is_one_row_for_ever(self) -> None:
        rows = {f"{row.forename} {row.surname}": row.id for row in models.Pupil.select()}
        assert len(rows) == models.Pupil.select().count()
        assert rows.items() >= self.rows.items()
        self.rows = rows

    @invariant()
    def totals_are_those_of_the_awards_that_stand(self) -> None:
        of_kids: Counter[str] = Counter()
        of_classes: Counter[str] = Counter()
        for act in self.standing:
            where, chosen, worth = self.acts[act]
            of_classes[where] += worth * len(chosen)
            of_kids.update(dict.fromkeys(chosen, worth))
        for row in models.Pupil.select():
            assert row.points == of_kids[f"{row.forename} {row.surname}"]
        for row in models.SchoolClass.select():
            assert row.points == of_classes[row.name]
        assert check.check() == []

    def _take_in(self, path: Path) -> None:
        class_list = classlists.read(path, today=TODAY)
        shown = classlists.preview(class_list, NOW)
        assert classlists.apply(class_list, NOW, self.leader) == shown
        assert classlists.apply(class_list, NOW, self.leader).nothing


def _class_id(name: str) -> int:
    return next(it.id for it in roster.classes() if it.name == name)


def _upn(kid: str) -> str:
    """Some have a UPN, some a date of birth, some only their name."""
    place = KIDS.index(kid)
    return upn(place + 1) if place % 3 == 0 else ""


def _born(kid: str) -> str:
    place = KIDS.index(kid)
    return f"2018-01-{place + 1:02}" if place % 3 == 1 else ""


def test_awards_undoing_and_lists_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / connection.FILE_NAME
    connection.open_database(file)
    leader = set_up("Riverside Primary", "Mrs Rowan", PIN, NOW)[1]
    connection.close_database()
    SCHOOL["file"] = (file, leader)
    run_state_machine_as_test(
        Kiosk,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
