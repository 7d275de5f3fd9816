"""The fair picker: nobody twice before everybody once.

A round is kept in the records, so it goes on after a restart. Who is absent is skipped and
keeps the turn for later; who joins the class joins the running round.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom

from db import models
from db.attendance import present
from db.connection import reading, writing
from db.policy import NotFound, Refused, need_staff
from db.records import Pupil, Staff
from db.roster import class_row, enrolled_ids, pupils

CHANCE = SystemRandom()


@dataclass(frozen=True, slots=True)
class Round:
    """How far the running round is. `had` of the `here` pupils present today had their turn.

    `last` is the pupil whose turn is the newest, `left` are those present who still wait.
    """

    had: int
    here: int
    absent: int
    last: Pupil | None
    left: tuple[Pupil, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """`begins_round` when everybody had a turn and a new round began with this pupil."""

    pupil: Pupil
    round: Round
    begins_round: bool


def running_round(class_id: int, now: datetime) -> Round:
    """Where the class's round stands. Raises `NotFound` without the class."""
    with reading():
        class_row(class_id)
        return _round(class_id, now)


def pick(actor: Staff | None, class_id: int, now: datetime, *, chance: Random = CHANCE) -> Picked:
    """Choose one of the pupils present who had no turn in this round, and note the turn.

    When everybody present had one, a new round begins; the last pupil of the old round is not
    the first of the new one, unless nobody else is here.

    Raises `NotAllowed`, `NotFound`, and `Refused` when nobody is here.
    """
    need_staff(actor)
    table = models.PickerTurn
    with writing():
        class_row(class_id)
        here = {pupil.id: pupil for pupil in present(class_id, now)}
        if not here:
            raise Refused("Nobody is here to be picked: all are marked absent today.")
        turns = _turns(class_id)
        waiting = set(here) - turns.keys()
        begins_round = not waiting
        if begins_round:
            table.delete().where(table.school_class == class_id).execute()
            waiting = set(here) - {_newest(turns)} or set(here)
        pupil_id = chance.choice(sorted(waiting))
        at = max([now, *(turn + timedelta(microseconds=1) for turn in turns.values())])
        table.insert(school_class=class_id, pupil=pupil_id, picked_at=at).execute()
        return Picked(here[pupil_id], _round(class_id, now), begins_round)


def put_back(actor: Staff | None, class_id: int, pupil_id: int, now: datetime) -> Round:
    """The pupil's turn did not count: they wait again. Putting back twice changes nothing."""
    need_staff(actor)
    table = models.PickerTurn
    with writing():
        if pupil_id not in enrolled_ids(class_id):
            raise NotFound("This pupil is not in this class any more.")
        table.delete().where(table.school_class == class_id, table.pupil == pupil_id).execute()
        return _round(class_id, now)


def start_again(actor: Staff | None, class_id: int, now: datetime) -> Round:
    """Begin a new round: nobody has had a turn."""
    need_staff(actor)
    table = models.PickerTurn
    with writing():
        class_row(class_id)
        table.delete().where(table.school_class == class_id).execute()
        return _round(class_id, now)


def _round(class_id: int, now: datetime) -> Round:
    known = {pupil.id: pupil for pupil in pupils(class_id)}
    here = present(class_id, now)
    turns = {it: at for it, at in _turns(class_id).items() if it in known}
    left = tuple(pupil for pupil in here if pupil.id not in turns)
    return Round(
        had=len(here) - len(left),
        here=len(here),
        absent=len(known) - len(here),
        last=known[_newest(turns)] if turns else None,
        left=left,
    )


def _turns(class_id: int) -> dict[int, datetime]:
    table = models.PickerTurn
    rows = table.select().where(table.school_class == class_id)
    return {row.pupil_id: row.picked_at for row in rows}


def _newest(turns: dict[int, datetime]) -> int:
    return max(turns, key=lambda pupil_id: turns[pupil_id])
