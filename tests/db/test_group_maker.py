"""Groups of those present: even, random, and keeping apart whom they should."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import attendance, group_maker, models
from db.group_maker import CannotKeepApart, groups_for_size, shuffle_into
from db.policy import NotAllowed, NotFound, Refused
from db.records import Mark
from tests.conftest import NOW, TODAY, Here, add_pupils

pairs = st.lists(st.tuples(st.integers(0, 33), st.integers(0, 33)), max_size=25)


@given(
    members=st.integers(1, 34),
    groups=st.integers(1, 34),
    apart=pairs,
    seed=st.integers(0, 1000),
)
def test_groups_are_even_whole_and_keep_pairs_apart(
    members: int, groups: int, apart: list[tuple[int, int]], seed: int
) -> None:
    everybody = list(range(members))
    if groups > members:
        with pytest.raises(Refused):
            shuffle_into(everybody, groups, apart, Random(seed))
        return
    try:
        made = shuffle_into(everybody, groups, apart, Random(seed))
    except CannotKeepApart:
        assert apart
        return
    assert len(made) == groups
    assert sorted(it for group in made for it in group) == everybody
    sizes = [len(group) for group in made]
    assert max(sizes) - min(sizes) <= 1
    for one, other in apart:
        assert one == other or not any({one, other} <= set(group) for group in made)


@given(
    members=st.integers(1, 6),
    groups=st.integers(1, 6),
    apart=st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=9),
)
def test_what_is_called_impossible_is_impossible(
    members: int, groups: int, apart: set[tuple[int, int]]
) -> None:
    """Against trying every order of a small class."""
    everybody = list(range(members))
    groups = min(groups, members)
    small, larger = divmod(members, groups)
    seats = [table for table in range(groups) for _ in range(small + (table < larger))]
    real = [(one, other) for one, other in apart if one != other and max(one, other) < members]
    possible = any(
        all(order[one] != order[other] for one, other in real) for order in permutations(seats)
    )
    if possible:
        shuffle_into(everybody, groups, apart, Random(1))
    else:
        with pytest.raises(CannotKeepApart):
            shuffle_into(everybody, groups, apart, Random(1))


def test_the_sentence_says_how_many_groups_would_do_and_names_nobody() -> None:
    triangle = [(1, 2), (2, 3), (1, 3)]
    with pytest.raises(CannotKeepApart) as refused:
        shuffle_into(list(range(9)), 2, triangle, Random(1))
    assert str(refused.value) == (
        "2 groups are not enough to keep apart everybody who should be kept apart. "
        "With 3 groups it works."
    )


def test_a_class_full_of_quarrels_is_answered_quickly() -> None:
    everybody = list(range(34))
    quarrels = [(a, b) for a in everybody for b in everybody if a < b and (a * b) % 3 == 1]
    for groups in (2, 5, 12):
        try:
            made = shuffle_into(everybody, groups, quarrels, Random(groups))
        except CannotKeepApart:
            continue
        assert not any({a, b} <= set(group) for group in made for a, b in quarrels)


def test_every_pupil_meets_every_other_in_time() -> None:
    chance, met = Random(3), set()
    for _ in range(60):
        for group in shuffle_into(list(range(12)), 4, [(0, 1)], chance):
            met |= {(one, other) for one in group for other in group if one < other}
    assert len(met) == 12 * 11 / 2 - 1


@pytest.mark.parametrize(
    ("here", "size", "groups"),
    [
        (30, 4, 8), (11, 4, 3), (29, 2, 14), (30, 5, 6), (1, 4, 1), (3, 2, 1), (30, 30, 1),
        (5, 3, 2), (7, 3, 2), (0, 3, 1),
    ],
)  # fmt: skip
def test_groups_of_a_size(here: int, size: int, groups: int) -> None:
    assert groups_for_size(here, size) == groups


@given(here=st.integers(2, 40), size=st.integers(2, 40))
def test_nobody_is_left_alone(here: int, size: int) -> None:
    assert here // groups_for_size(here, size) >= 2


def test_absent_pupils_are_in_no_group(here: Here) -> None:
    ill = here.pupil_ids[3]
    attendance.mark(here.leader, here.maple.id, ill, TODAY, Mark.ABSENT, NOW)
    made = group_maker.make_groups(here.maple.id, NOW, 7, chance=Random(1))
    ids = [pupil.id for group in made for pupil in group]
    assert sorted(ids) == sorted(set(here.pupil_ids) - {ill})
    for group in made:
        assert [it.name for it in group] == sorted(it.name for it in group)


def test_pairs_are_kept_once_whichever_way_round(here: Here) -> None:
    one, two, three = here.pupil_ids[:3]
    group_maker.keep_apart(here.leader, here.maple.id, two, one, NOW)
    found = group_maker.keep_apart(here.leader, here.maple.id, one, two, NOW)
    assert [(it.first.id, it.second.id) for it in found] == [(one, two)]
    group_maker.keep_apart(here.leader, here.maple.id, three, one, NOW)
    for seed in range(10):
        for group in group_maker.make_groups(here.maple.id, NOW, 3, chance=Random(seed)):
            ids = {it.id for it in group}
            assert not {one, two} <= ids
            assert not {one, three} <= ids
    left = group_maker.let_together(here.leader, here.maple.id, two, one, NOW)
    assert [(it.first.id, it.second.id) for it in left] == [(one, three)]
    told = [row.detail for row in models.AuditEntry.select() if "pupils" in row.action]
    assert len(told) == 3


def test_a_pair_needs_two_pupils_of_the_class_and_staff(here: Here) -> None:
    one, two = here.pupil_ids[:2]
    oak = models.SchoolClass.create(name="Oak")
    [stranger] = add_pupils(oak.id, ["Otto"])
    with pytest.raises(Refused):
        group_maker.keep_apart(here.leader, here.maple.id, one, one, NOW)
    with pytest.raises(NotFound):
        group_maker.keep_apart(here.leader, here.maple.id, one, stranger, NOW)
    with pytest.raises(NotAllowed):
        group_maker.keep_apart(None, here.maple.id, one, two, NOW)
    with pytest.raises(NotAllowed):
        group_maker.let_together(None, here.maple.id, one, two, NOW)


def test_a_leaver_is_in_no_pair(here: Here) -> None:
    one, two = here.pupil_ids[:2]
    group_maker.keep_apart(here.leader, here.maple.id, one, two, NOW)
    models.Enrolment.update(left_on=TODAY).where(models.Enrolment.pupil == two).execute()
    assert group_maker.apart_pairs(here.maple.id) == []


def test_nobody_here_is_said(here: Here) -> None:
    for pupil_id in here.pupil_ids:
        attendance.mark(here.leader, here.maple.id, pupil_id, TODAY, Mark.ABSENT, NOW)
    with pytest.raises(Refused, match="Nobody is here"):
        group_maker.make_groups(here.maple.id, NOW, 3)
