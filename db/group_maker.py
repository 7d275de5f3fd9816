"""Make groups from those present: even sizes, and who is kept apart never together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random, SystemRandom

from db import audit, models
from db.attendance import present
from db.connection import reading, writing
from db.policy import NotFound, Refused, need_staff
from db.records import Pupil, Staff
from db.roster import class_row, enrolled_ids, pupils

CHANCE = SystemRandom()
SMALLEST_GROUP = 2
MOST_STEPS = 20_000

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ApartPair:
    """Two pupils whom the group maker never puts together."""

    first: Pupil
    second: Pupil


class CannotKeepApart(Refused):
    """With so few groups not all pairs can be kept apart. Names nobody: it is for the wall."""


def make_groups(
    class_id: int, now: datetime, groups: int, *, chance: Random = CHANCE
) -> list[tuple[Pupil, ...]]:
    """Shuffle the pupils present into `groups` groups, keeping pairs apart.

    Sizes differ by one at most. Each group is in name order. Raises `NotFound`, `Refused` when
    there are fewer pupils than groups, and `CannotKeepApart`, which says how many groups would
    do.
    """
    with reading():
        class_row(class_id)
        here = present(class_id, now)
        apart = [(row.first_id, row.second_id) for row in _rows(class_id)]
    known = {pupil.id: pupil for pupil in here}
    made = shuffle_into(list(known), groups, apart, chance)
    return [tuple(pupil for pupil in here if pupil.id in ids) for ids in map(set, made)]


def shuffle_into(
    members: Sequence[int], groups: int, apart: Collection[Pair], chance: Random
) -> list[list[int]]:
    """`members` in random order in `groups` lists whose lengths differ by one at most.

    No pair of `apart` is in one list; pairs of others than `members` do not matter. Raises as
    `make_groups()` does.
    """
    if not members:
        raise Refused("Nobody is here to be put into groups: all are marked absent today.")
    if groups < 1 or groups > len(members):
        raise Refused(f"Please choose 1 to {len(members)} groups.")
    enemies = _enemies(members, apart)
    found = _seat(members, groups, enemies, chance)
    if found is None:
        enough = next(
            (
                more
                for more in range(groups + 1, len(members) + 1)
                if _seat(members, more, enemies, chance)
            ),
            0,
        )
        advice = (
            f" With {enough} groups it works." if enough else " Please keep fewer pupils apart."
        )
        raise CannotKeepApart(
            f"{groups} {'group is' if groups == 1 else 'groups are'} not enough to keep apart "
            f"everybody who should be kept apart.{advice}"
        )
    chance.shuffle(found)
    return found


def groups_for_size(pupils_here: int, size: int) -> int:
    """How many groups come nearest to groups of `size`; nobody is left alone if it can be helped.

    11 pupils in groups of 4 are 4, 4 and 3; 29 in pairs are 13 pairs and one three.
    """
    if pupils_here < 1 or size < 1:
        return 1

    def misfit(groups: int) -> tuple[bool, int, int]:
        small, larger = divmod(pupils_here, groups)
        off = abs(small - size) * (groups - larger) + abs(small + 1 - size) * larger
        return small < min(SMALLEST_GROUP, size), off, -groups

    return min(range(1, pupils_here + 1), key=misfit)


def apart_pairs(class_id: int) -> list[ApartPair]:
    """The pairs of a class that are kept apart, in name order; who left is in none."""
    with reading():
        known = {pupil.id: pupil for pupil in pupils(class_id)}
        rows = _rows(class_id)
    order = {pupil_id: place for place, pupil_id in enumerate(known)}
    found = sorted(
        sorted((order[row.first_id], order[row.second_id]))
        for row in rows
        if row.first_id in order and row.second_id in order
    )
    in_order = list(known.values())
    return [ApartPair(in_order[first], in_order[second]) for first, second in found]


def keep_apart(
    actor: Staff | None, class_id: int, one: int, other: int, now: datetime
) -> list[ApartPair]:
    """The group maker never puts these two together again. Saying it twice changes nothing.

    The audit log keeps that a pair was set, and whom it names by number only.
    """
    staff = need_staff(actor)
    first, second = sorted((one, other))
    if first == second:
        raise Refused("Please choose two different pupils.")
    table = models.KeepApart
    with writing():
        class_row(class_id)
        if not enrolled_ids(class_id).issuperset((first, second)):
            raise NotFound("One of these pupils is not in this class any more.")
        is_new = (
            table.insert(school_class=class_id, first=first, second=second)
            .on_conflict_ignore()
            .as_rowcount()
            .execute()
        )
        if is_new:
            audit.record(now, staff.id, "keeps two pupils apart", f"pupils {first} and {second}")
        return apart_pairs(class_id)


def let_together(
    actor: Staff | None, class_id: int, one: int, other: int, now: datetime
) -> list[ApartPair]:
    """These two may be in one group again. Saying it twice changes nothing."""
    staff = need_staff(actor)
    first, second = sorted((one, other))
    table = models.KeepApart
    with writing():
        gone = (
            table.delete()
            .where(table.school_class == class_id, table.first == first, table.second == second)
            .execute()
        )
        if gone:
            audit.record(now, staff.id, "lets two pupils together", f"pupils {first} and {second}")
        return apart_pairs(class_id)


def _rows(class_id: int) -> list[models.KeepApart]:
    return list(models.KeepApart.select().where(models.KeepApart.school_class == class_id))


def _enemies(members: Sequence[int], apart: Collection[Pair]) -> dict[int, set[int]]:
    here = set(members)
    enemies: dict[int, set[int]] = defaultdict(set)
    for one, other in apart:
        if one in here and other in here and one != other:
            enemies[one].add(other)
            enemies[other].add(one)
    return dict(enemies)


def _seat(
    members: Sequence[int], groups: int, enemies: Mapping[int, set[int]], chance: Random
) -> list[list[int]] | None:
    """Seat who has somebody to be kept from first, by trying; all others fill what is free.

    None when it is impossible (or not found in `MOST_STEPS` tries, which a class never meets).
    """
    small, larger = divmod(len(members), groups)
    room = [small + 1] * larger + [small] * (groups - larger)
    tables: list[list[int]] = [[] for _ in room]
    awkward = sorted(enemies, key=lambda it: (-len(enemies[it]), chance.random()))
    easy = [it for it in members if it not in enemies]
    chance.shuffle(easy)
    steps = 0

    def place(at: int) -> bool:
        nonlocal steps
        if at == len(awkward):
            return True
        steps += 1
        if steps > MOST_STEPS:
            return False
        pupil = awkward[at]
        tried: set[int] = set()
        for table in chance.sample(range(groups), groups):
            seated = tables[table]
            if len(seated) >= room[table] or not enemies[pupil].isdisjoint(seated):
                continue
            if not seated:
                if room[table] in tried:
                    continue  # an empty table of this size was tried: another is no different
                tried.add(room[table])
            seated.append(pupil)
            if place(at + 1):
                return True
            seated.pop()
        return False

    if not place(0):
        return None
    for table, seated in enumerate(tables):
        while len(seated) < room[table]:
            seated.append(easy.pop())
        chance.shuffle(seated)
    return tables
