"""The fair picker: nobody twice before everybody once."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db import attendance, connection, models, picker
from db.policy import NotAllowed, NotFound, Refused
from db.records import Mark
from db.set_up import set_up
from tests.conftest import NOW, PIN, TODAY, Here, add_pupils


def away(here: Here, *pupil_ids: int) -> None:
    for pupil_id in pupil_ids:
        attendance.mark(here.leader, here.maple.id, pupil_id, TODAY, Mark.ABSENT, NOW)


def back(here: Here, *pupil_ids: int) -> None:
    for pupil_id in pupil_ids:
        attendance.mark(here.leader, here.maple.id, pupil_id, TODAY, Mark.PRESENT, NOW)


def pick(here: Here, seed: int = 1) -> picker.Picked:
    return picker.pick(here.leader, here.maple.id, NOW, chance=Random(seed))


def test_nobody_twice_before_everybody_once(here: Here) -> None:
    chance = Random(4)
    for number in range(3):
        got = [
            picker.pick(here.leader, here.maple.id, NOW, chance=chance)
            for _ in range(len(here.pupil_ids))
        ]
        assert {it.pupil.id for it in got} == set(here.pupil_ids)
        assert [it.begins_round for it in got] == [number > 0] + [False] * 29
        assert [it.round.had for it in got] == list(range(1, 31))


def test_the_last_of_a_round_is_not_the_first_of_the_next(here: Here) -> None:
    a, b = here.pupil_ids[:2]
    away(here, *here.pupil_ids[2:])
    for seed in range(20):
        first, second = pick(here, seed), pick(here, seed)
        assert {first.pupil.id, second.pupil.id} == {a, b}
        assert pick(here, seed).pupil.id != second.pupil.id
        picker.start_again(here.leader, here.maple.id, NOW)


def test_one_alone_is_picked_again_and_again(here: Here) -> None:
    only, *others = here.pupil_ids
    away(here, *others)
    assert [pick(here).pupil.id for _ in range(3)] == [only] * 3


def test_absent_pupils_are_skipped_and_keep_their_turn(here: Here) -> None:
    ill = here.pupil_ids[7]
    away(here, ill)
    standing = picker.running_round(here.maple.id, NOW)
    assert (standing.had, standing.here, standing.absent) == (0, 29, 1)
    for seed in range(28):
        assert pick(here, seed).pupil.id != ill
    back(here, ill)
    assert {pick(here, 1).pupil.id, pick(here, 2).pupil.id} >= {ill}
    assert picker.running_round(here.maple.id, NOW).left == ()


def test_a_late_pupil_is_here(here: Here) -> None:
    attendance.mark(here.leader, here.maple.id, here.pupil_ids[0], TODAY, Mark.LATE, NOW)
    assert picker.running_round(here.maple.id, NOW).here == 30


def test_nobody_here_is_said(here: Here) -> None:
    away(here, *here.pupil_ids)
    with pytest.raises(Refused, match="Nobody is here"):
        pick(here)


def test_a_new_pupil_joins_the_running_round_and_a_leaver_goes(here: Here) -> None:
    for seed in range(30):
        pick(here, seed)
    [new] = add_pupils(here.maple.id, ["Olive"])
    newest = pick(here)
    assert (newest.pupil.id, newest.begins_round) == (new, False)
    models.Enrolment.update(left_on=TODAY).where(models.Enrolment.pupil == new).execute()
    assert picker.running_round(here.maple.id, NOW).last != newest.pupil
    assert pick(here).begins_round


def test_the_round_goes_on_after_a_restart(here: Here) -> None:
    had = {pick(here, seed).pupil.id for seed in range(12)}
    connection.close_database()
    connection.open_database(here.data / connection.FILE_NAME)
    standing = picker.running_round(here.maple.id, NOW)
    assert (standing.had, standing.here) == (12, 30)
    assert had.isdisjoint(it.id for it in standing.left)
    for seed in range(18):
        assert pick(here, seed).pupil.id not in had


def test_put_back_waits_again(here: Here) -> None:
    first = pick(here)
    assert first.round.last == first.pupil
    standing = picker.put_back(here.leader, here.maple.id, first.pupil.id, NOW)
    assert (standing.had, standing.last) == (0, None)
    assert first.pupil in standing.left
    assert picker.put_back(here.leader, here.maple.id, first.pupil.id, NOW) == standing


def test_classes_have_rounds_of_their_own(here: Here) -> None:
    club = models.SchoolClass.create(name="Chess", is_home=False)
    models.Enrolment.create(pupil=here.pupil_ids[0], school_class=club, is_home=False)
    assert picker.pick(here.leader, club.id, NOW).pupil.id == here.pupil_ids[0]
    assert picker.running_round(here.maple.id, NOW).had == 0


def test_r1_only_staff_pick(here: Here) -> None:
    with pytest.raises(NotAllowed):
        picker.pick(None, here.maple.id, NOW)
    with pytest.raises(NotAllowed):
        picker.put_back(None, here.maple.id, here.pupil_ids[0], NOW)
    with pytest.raises(NotAllowed):
        picker.start_again(None, here.maple.id, NOW)
    with pytest.raises(NotFound):
        picker.pick(here.leader, 999, NOW)


class AnyDay(RuleBasedStateMachine):
    """Picks, absences, newcomers and restarts in any order against a model of the rule."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / connection.FILE_NAME
        connection.open_database(self.file)
        _, self.leader = set_up("Riverside", "Mrs Rowan", PIN, NOW)
        self.class_id = models.SchoolClass.create(name="Maple").id
        self.members = add_pupils(self.class_id, list("ABCD"))
        self.absent: set[int] = set()
        self.had: set[int] = set()
        self.counts: Counter[int] = Counter()

    @rule(seed=st.integers(0, 100))
    def pick(self, seed: int) -> None:
        here = set(self.members) - self.absent
        if not here:
            with pytest.raises(Refused):
                picker.pick(self.leader, self.class_id, NOW, chance=Random(seed))
            return
        picked = picker.pick(self.leader, self.class_id, NOW, chance=Random(seed))
        assert picked.pupil.id in here
        assert picked.begins_round == (here <= self.had)
        if picked.begins_round:
            self.had.clear()
        assert picked.pupil.id not in self.had
        self.had.add(picked.pupil.id)

    @rule(which=st.integers(0, 20), mark=st.sampled_from(Mark))
    def mark(self, which: int, mark: Mark) -> None:
        pupil_id = self.members[which % len(self.members)]
        attendance.mark(self.leader, self.class_id, pupil_id, TODAY, mark, NOW)
        (self.absent.add if mark is Mark.ABSENT else self.absent.discard)(pupil_id)

    @precondition(lambda self: len(self.members) < 7)
    @rule()
    def join(self) -> None:
        self.members += add_pupils(self.class_id, ["New"])

    @precondition(lambda self: self.had)
    @rule()
    def put_back(self) -> None:
        pupil_id = min(self.had)
        picker.put_back(self.leader, self.class_id, pupil_id, NOW)
        self.had.remove(pupil_id)

    @rule()
    def restart(self) -> None:
        connection.close_database()
        connection.open_database(self.file)

    @invariant()
    def agrees(self) -> None:
        standing = picker.running_round(self.class_id, NOW)
        here = set(self.members) - self.absent
        assert {it.id for it in standing.left} == here - self.had
        assert (standing.had, standing.here) == (len(here & self.had), len(here))

    def teardown(self) -> None:
        connection.close_database()
        self.folder.cleanup()


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
