"""Which parents read which stories (R6, R9); for use inside a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from peewee import JOIN

from db import models
from db.family_records import Asked
from db.family_rows import guardian_here
from db.policy import NotFound
from db.prepared import Prepared
from db.story_rows import GONE

NOT_YOUR_CHILD = "That child is not connected to you."


def classes_of(guardian_id: int, pupil_id: int | None = None) -> dict[int, frozenset[int]]:
    """The children whom staff confirmed for this parent, each with the classes it is in now;
    only one child where `pupil_id` is given. One query.

    Raises `NotFound` for a parent whose access was withdrawn (R23) or who has no such child.
    """
    found: dict[int, set[int]] = defaultdict(set)
    for child, class_id in _CLASSES_OF(guardian_id).tuples():
        if pupil_id in (None, child):
            found[child].update([class_id] if class_id is not None else [])
    if not found:
        guardian_here(guardian_id)
        raise NotFound(NOT_YOUR_CHILD)
    return {child: frozenset(classes) for child, classes in found.items()}


def _classes_of(guardian_id: int) -> Any:
    link, g, p = models.Guardianship, models.Guardian, models.Pupil
    e, c = models.Enrolment, models.SchoolClass
    return (
        link.select(link.pupil, c.id.alias("class_id"))
        .join(g, on=(link.guardian == g.id))
        .join(p, on=(link.pupil == p.id))
        .join(e, JOIN.LEFT_OUTER, on=((e.pupil == p.id) & e.left_on.is_null()))
        .join(c, JOIN.LEFT_OUTER, on=((e.school_class == c.id) & c.left_on.is_null()))
        .where(
            link.guardian == guardian_id,
            link.state == Asked.CONFIRMED.value,
            p.left_on.is_null(),
            g.withdrawn_at.is_null(),
        )
    )


_CLASSES_OF = Prepared(models.Guardianship, _classes_of)


def readable(
    guardian_id: int, post_id: int, pupil_id: int | None = None
) -> tuple[models.Post, frozenset[int]]:
    """A post that is shown in a story this parent reads, and the classes of it that are theirs
    (none for the school story); only those of one child where `pupil_id` is given.

    Raises `NotFound` for every other post, with one sentence.
    """
    mine = frozenset().union(*classes_of(guardian_id, pupil_id).values())
    place = models.PostPlace
    rows = place.select(place.school_class).where(
        place.post == post_id, place.shown_at.is_null(False)
    )
    standing = {row.school_class_id for row in rows}
    here = frozenset(it for it in standing if it is not None and it in mine)
    if not here and None not in standing:
        raise NotFound(GONE)
    return models.Post.get_by_id(post_id), here


def readers(class_ids: Collection[int]) -> dict[int, tuple[str, list[models.Pupil]]]:
    """The confirmed parents of these classes' pupils, or of the whole school (no classes): name
    and those children, by the parent's id."""
    g, link, p, e = models.Guardian, models.Guardianship, models.Pupil, models.Enrolment
    rows = (
        p.select(p, g.id.alias("guardian_id"), g.name.alias("guardian"))
        .join(link, on=(link.pupil == p.id))
        .join(g, on=(link.guardian == g.id))
        .where(link.state == Asked.CONFIRMED.value, p.left_on.is_null(), g.withdrawn_at.is_null())
        .order_by(g.id, p.id)
    )
    if class_ids:
        enrolled = e.select(e.pupil).where(e.school_class.in_(list(class_ids)), e.left_on.is_null())
        rows = rows.where(p.id.in_(enrolled))
    found: dict[int, tuple[str, list[models.Pupil]]] = {}
    for row in rows.objects():
        found.setdefault(row.guardian_id, (row.guardian, []))[1].append(row)
    return found


def children_of(guardian_ids: Collection[int]) -> dict[int, list[models.Pupil]]:
    """The confirmed children of parents, for staff to know whose parent it is; one query."""
    link, p = models.Guardianship, models.Pupil
    rows = (
        p.select(p, link.guardian.alias("guardian_id"))
        .join(link, on=(link.pupil == p.id))
        .where(link.guardian.in_(list(guardian_ids)), link.state == Asked.CONFIRMED.value)
        .order_by(p.id)
    )
    found: dict[int, list[models.Pupil]] = defaultdict(list)
    for row in rows.objects():
        found[row.guardian_id].append(row)
    return found
