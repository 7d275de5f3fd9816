"""A teacher's own groups inside a class: Red table, Readers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from db import audit, models
from db.connection import reading, writing
from db.policy import NotFound, Refused, need_staff
from db.records import PupilGroup, Staff
from db.roster import class_row, enrolled_ids
from db.words import required

GROUP_NAME_LENGTH = 30
MOST_GROUPS = 100


def groups(class_id: int) -> list[PupilGroup]:
    """The groups of a class in name order (Group 2 before Group 10); who left is in none.

    Two queries, however many groups there are.
    """
    g, m, e = models.PupilGroup, models.GroupMember, models.Enrolment
    with reading():
        rows = list(g.select().where(g.school_class == class_id))
        members = (
            m.select()
            .join(g, on=(m.group == g.id))
            .join(e, on=((e.pupil == m.pupil) & (e.school_class == g.school_class)))
            .where(g.school_class == class_id, e.left_on.is_null())
        )
        ids: dict[int, list[int]] = {row.id: [] for row in rows}
        for member in members:
            ids[member.group_id].append(member.pupil_id)
    found = [PupilGroup(row.id, row.name, tuple(sorted(ids[row.id]))) for row in rows]
    return sorted(found, key=lambda group: _in_order(group.name))


def save(
    actor: Staff | None,
    now: datetime,
    *,
    group_id: int | None,
    class_id: int,
    name: str,
    pupil_ids: Collection[int],
) -> PupilGroup:
    """Make a group (`group_id` None), or give one a new name and new members.

    A group may be empty, and a pupil may be in several. Raises `Refused` for an empty, long or
    taken name, `NotFound` for a group or a pupil that is not in the class any more.
    """
    staff = need_staff(actor)
    name = required(name, "a name for the group", most=GROUP_NAME_LENGTH)
    with writing():
        class_row(class_id)
        others = [row for row in _rows(class_id) if row.id != group_id]
        if any(row.name.casefold() == name.casefold() for row in others):
            raise Refused(f"This class has a group called {name} already.")
        if group_id is None and len(others) >= MOST_GROUPS:
            raise Refused(f"A class has at most {MOST_GROUPS} groups. Please remove some first.")
        row = models.PupilGroup(school_class=class_id) if group_id is None else _row(group_id)
        if row.school_class_id != class_id:
            raise NotFound("That group is not in this class.")
        is_new_name = row.name != name
        row.name = name
        row.save()
        record = _set_members(row, class_id, pupil_ids)
        if is_new_name:
            made = group_id is None
            audit.record(now, staff.id, "made a group" if made else "renamed a group", name)
        return record


def save_set(
    actor: Staff | None,
    now: datetime,
    *,
    class_id: int,
    name: str,
    members: Sequence[Collection[int]],
) -> list[PupilGroup]:
    """Keep groups that were made together as "`name` 1", "`name` 2" and so on, all or none.

    An older set of this name is replaced. Raises `Refused` and `NotFound` as `save()` does.
    """
    staff = need_staff(actor)
    name = required(name, "a name for the groups", most=GROUP_NAME_LENGTH - 4)
    if not 0 < len(members) <= MOST_GROUPS:
        raise Refused("There are no groups to keep.")
    with writing():
        class_row(class_id)
        rows = _rows(class_id)
        older = [row for row in rows if _number_after(name, row.name)]
        if len(rows) - len(older) + len(members) > MOST_GROUPS:
            raise Refused(f"A class has at most {MOST_GROUPS} groups. Please remove some first.")
        _delete([row.id for row in older])
        kept = [
            _set_members(
                models.PupilGroup.create(school_class=class_id, name=f"{name} {number}"),
                class_id,
                pupil_ids,
            )
            for number, pupil_ids in enumerate(members, start=1)
        ]
        audit.record(now, staff.id, "made groups", f"{name} 1 to {len(members)}")
        return kept


def remove(actor: Staff | None, group_id: int, now: datetime) -> None:
    """Take a group away. Its pupils and their points stay. Raises `NotFound`."""
    staff = need_staff(actor)
    with writing():
        row = _row(group_id)
        _delete([row.id])
        audit.record(now, staff.id, "removed a group", row.name)


def _set_members(row: models.PupilGroup, class_id: int, pupil_ids: Collection[int]) -> PupilGroup:
    wanted = sorted(set(pupil_ids))
    if not enrolled_ids(class_id).issuperset(wanted):
        raise NotFound("One of these pupils is not in this class any more.")
    table = models.GroupMember
    table.delete().where(table.group == row.id).execute()
    if wanted:
        table.insert_many([{"group": row.id, "pupil": pupil_id} for pupil_id in wanted]).execute()
    return PupilGroup(row.id, row.name, tuple(wanted))


def _delete(group_ids: list[int]) -> None:
    models.GroupMember.delete().where(models.GroupMember.group.in_(group_ids)).execute()
    models.PupilGroup.delete().where(models.PupilGroup.id.in_(group_ids)).execute()


def _rows(class_id: int) -> list[models.PupilGroup]:
    return list(models.PupilGroup.select().where(models.PupilGroup.school_class == class_id))


def _row(group_id: int) -> models.PupilGroup:
    row = models.PupilGroup.get_or_none(models.PupilGroup.id == group_id)
    if row is None:
        raise NotFound("That group is not there any more.")
    return row


def _number_after(name: str, words: str) -> int:
    """The number in `words` when they are `name` and a number, else 0."""
    start, _, number = words.rpartition(" ")
    return int(number) if start.casefold() == name.casefold() and number.isdecimal() else 0


def _in_order(name: str) -> tuple[str, int, str]:
    start, _, number = name.rpartition(" ")
    if number.isdecimal():
        return start.casefold(), int(number), name
    return name.casefold(), 0, name
