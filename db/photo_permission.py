"""May photos of a pupil be shown, and where: answers are added, the newest counts (R7).

Without an answer it is no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import fn

from db import audit, models
from db.connection import reading, writing
from db.family_records import PhotoAnswer, PhotoRow, PhotoUse
from db.policy import Refused, need_staff
from db.prepared import Prepared
from db.records import Staff
from db.roster import class_row, full_name, pupil_row, pupils


def record(
    actor: Staff | None, pupil_id: int, use: PhotoUse | str, allowed: bool, now: datetime
) -> None:
    """Add the answer a parent gave to the school. Raises `NotAllowed`, `NotFound`, `Refused`."""
    staff = need_staff(actor)
    use = _use(use)
    with writing():
        row = pupil_row(pupil_id)
        models.PhotoPermission.create(
            pupil=pupil_id,
            use=use.value,
            allowed=allowed,
            recorded_by=staff.id,
            recorded_at=now,
        )
        answer = "yes" if allowed else "no"
        audit.record(
            now, staff.id, "recorded photo permission", f"{full_name(row)}, {use}: {answer}"
        )


def current(actor: Staff | None, pupil_id: int) -> dict[PhotoUse, PhotoAnswer | None]:
    """The answer that counts for each use; None where nobody answered, which means no."""
    newest: dict[PhotoUse, PhotoAnswer | None] = dict.fromkeys(PhotoUse)
    for answer in reversed(history(actor, pupil_id)):
        newest[answer.use] = answer
    return newest


def history(actor: Staff | None, pupil_id: int) -> list[PhotoAnswer]:
    """Every answer about a pupil, newest first."""
    need_staff(actor)
    table, staff = models.PhotoPermission, models.Staff
    with reading():
        pupil_row(pupil_id)
        rows = (
            table.select(table.use, table.allowed, staff.name, table.recorded_at)
            .join(staff)
            .where(table.pupil == pupil_id)
            .order_by(table.id.desc())
        )
        return [
            PhotoAnswer(PhotoUse(use), allowed, name, recorded_at)
            for use, allowed, name, recorded_at in rows.tuples().iterator()
        ]


def of_class(actor: Staff | None, class_id: int) -> list[PhotoRow]:
    """What is allowed for each pupil of a class, in name order; a few queries for all."""
    need_staff(actor)
    with reading():
        class_row(class_id)
        known = pupils(class_id)
        answers = _newest([it.id for it in known])
    return [
        PhotoRow(
            it,
            frozenset(use for use, allowed in answers[it.id].items() if allowed),
            frozenset(answers[it.id]),
        )
        for it in known
    ]


def allowed(pupil_ids: Collection[int], use: PhotoUse) -> frozenset[int]:
    """Those of the pupils whose photos may be shown in `use`; one query."""
    with reading():
        answers = _newest(pupil_ids)
    return frozenset(pupil_id for pupil_id, known in answers.items() if known.get(use))


def _newest(pupil_ids: Collection[int]) -> dict[int, dict[PhotoUse, bool]]:
    found: dict[int, dict[PhotoUse, bool]] = defaultdict(dict)
    if pupil_ids:
        for pupil_id, use, is_allowed in _NEWEST(pupil_ids).tuples():
            found[pupil_id][PhotoUse(use)] = is_allowed
    return found


def _newest_rows(pupil_ids: Collection[int]) -> Any:
    # The newest is the one added last, whatever the clock of the device said.
    table, other = models.PhotoPermission, models.PhotoPermission.alias()
    last = (
        other.select(fn.MAX(other.id))
        .where(other.pupil.in_(pupil_ids))
        .group_by(other.pupil, other.use)
    )
    return table.select(table.pupil, table.use, table.allowed).where(table.id.in_(last))


_NEWEST = Prepared(models.PhotoPermission, _newest_rows)


def _use(use: PhotoUse | str) -> PhotoUse:
    try:
        return PhotoUse(use)
    except ValueError:
        raise Refused("Photos can be allowed for portfolio, class story or school story.") from None
