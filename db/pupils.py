"""Pupils sign in with a picture code: three of twelve pictures, in order.

The code is kept readable, because staff must be able to show it to a child who has forgotten it.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Sequence
from datetime import datetime

from db import audit, models, throttle
from db.connection import reading, writing
from db.policy import NotAllowed, Refused, TryLater, need_staff
from db.records import Picture, Pupil, PupilCode, Staff
from db.roster import as_known, class_row, enrolled_ids, full_name, pupil_row, pupils

PICTURES = (
    Picture("🍎", "apple"),
    Picture("🚀", "rocket"),
    Picture("⚽", "ball"),
    Picture("🌈", "rainbow"),
    Picture("🎈", "balloon"),
    Picture("🌳", "tree"),
    Picture("🏠", "house"),
    Picture("🔑", "key"),
    Picture("🚲", "bike"),
    Picture("🌙", "moon"),
    Picture("🎁", "present"),
    Picture("👑", "crown"),
)
CODE_LENGTH = 3


def sign_in(pupil_id: int, code: Sequence[int], now: datetime) -> Pupil:
    """The pupil whose three pictures these are, as places in `PICTURES`.

    Raises `NotAllowed` for other pictures or where none are set yet, `TryLater` after too many
    wrong tries (`db/throttle.py`), `NotFound` for a pupil who has left.
    """
    with reading():
        row = pupil_row(pupil_id)
    if not row.picture_code:
        raise NotAllowed("You have no pictures yet. Please ask your teacher.")
    try:
        throttle.charge(throttle.PUPIL, pupil_id, now)
    except TryLater as wait:
        raise TryLater(
            f"Let's wait a little. Try again in {wait.seconds} "
            f"second{'' if wait.seconds == 1 else 's'}, or ask your teacher.",
            wait.seconds,
        ) from None
    if _parsed(row.picture_code) != tuple(code):
        raise NotAllowed("Those are not your pictures. Have another go!")
    throttle.forget(throttle.PUPIL, pupil_id)
    return as_known([row])[0]


def codes(actor: Staff | None, class_id: int, now: datetime) -> list[PupilCode]:
    """Staff see the codes of a class, in name order, and who has to wait."""
    need_staff(actor)
    with reading():
        known = pupils(class_id)
        table = models.Pupil
        rows = table.select(table.id, table.picture_code).where(
            table.id.in_([it.id for it in known])
        )
        kept = {row.id: _parsed(row.picture_code) for row in rows}
        waits = throttle.waiting(throttle.PUPIL, now)
        return [PupilCode(it, kept[it.id], waits.get(it.id, 0)) for it in known]


def set_code(actor: Staff | None, pupil_id: int, code: Sequence[int], now: datetime) -> None:
    """Staff give a pupil three different pictures; a wait ends.

    Raises `NotAllowed`, `NotFound`, or `Refused` for anything but three different pictures.
    """
    staff = need_staff(actor)
    wanted = tuple(code)
    if len(wanted) != CODE_LENGTH or len(set(wanted)) != CODE_LENGTH:
        raise Refused("Please choose three different pictures.")
    if not all(0 <= place < len(PICTURES) for place in wanted):
        raise Refused("That picture is not one of the twelve.")
    with writing():
        row = pupil_row(pupil_id)
        _keep(row, wanted)
        audit.record(now, staff.id, "set a picture code", full_name(row))


def new_code(actor: Staff | None, pupil_id: int, now: datetime) -> tuple[int, ...]:
    """Give a pupil three other pictures, drawn by chance; a wait ends."""
    staff = need_staff(actor)
    with writing():
        row = pupil_row(pupil_id)
        code = _by_chance(1, {_parsed(row.picture_code)})[0]
        _keep(row, code)
        audit.record(now, staff.id, "reset a picture code", full_name(row))
        return code


def new_codes(actor: Staff | None, class_id: int, now: datetime) -> None:
    """Give every pupil of the class new pictures; no two of them get the same."""
    staff = need_staff(actor)
    table = models.Pupil
    with writing():
        here = class_row(class_id)
        rows = list(table.select().where(table.id.in_(enrolled_ids(class_id))))
        drawn = _by_chance(len(rows), {_parsed(row.picture_code) for row in rows})
        for row, code in zip(rows, drawn, strict=True):
            row.picture_code = _written(code)
        table.bulk_update(rows, [table.picture_code], batch_size=100)
        waits = models.SignInThrottle
        waits.delete().where(
            waits.person_kind == throttle.PUPIL, waits.person_id.in_([row.id for row in rows])
        ).execute()
        audit.record(now, staff.id, "gave new picture codes", f"{here.name} ({len(rows)})")


def lift_wait(actor: Staff | None, pupil_id: int, now: datetime) -> None:
    """Staff end a pupil's wait after wrong tries."""
    staff = need_staff(actor)
    with writing():
        row = pupil_row(pupil_id)
        throttle.forget(throttle.PUPIL, pupil_id)
        audit.record(now, staff.id, "lifted a wait", full_name(row))


def _by_chance(count: int, not_these: set[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """`count` codes; all different, and none of `not_these`, as long as there are enough."""
    every = list(itertools.permutations(range(len(PICTURES)), CODE_LENGTH))
    chance = secrets.SystemRandom()
    fresh = [code for code in every if code not in not_these]
    if len(fresh) >= count:
        return chance.sample(fresh, count)
    return chance.choices(every, k=count)


def _keep(row: models.Pupil, code: tuple[int, ...]) -> None:
    row.picture_code = _written(code)
    row.save(only=[models.Pupil.picture_code])
    throttle.forget(throttle.PUPIL, row.id)


def _written(code: tuple[int, ...]) -> str:
    return ",".join(map(str, code))


def _parsed(words: str) -> tuple[int, ...]:
    return tuple(int(part) for part in words.split(",")) if words else ()
