"""Everything the points screen shows, of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from db import groups, points, roster, school, skills
from db.clock import school_day
from db.connection import reading
from db.records import Act, Kind, PupilGroup, PupilTile, SchoolClass, Skill

NEWEST = 60


@dataclass(frozen=True, slots=True)
class Board:
    """`day` is the school day it was read on; `acts` are the newest of it, newest first."""

    school_class: SchoolClass
    day: date
    tiles: tuple[PupilTile, ...]
    skills: tuple[Skill, ...]
    groups: tuple[PupilGroup, ...]
    acts: tuple[Act, ...]


def board(class_id: int, now: datetime) -> Board:
    """The board of a class at `now`. Needs-work skills and awards are not on it (R2).

    The same few queries, whatever the size of class and history. Raises `NotFound`.
    """
    with reading():
        here = school.current()
        day = school_day(now, here.time_zone) if here else school_day(now)
        return Board(
            school_class=roster.school_class(class_id),
            day=day,
            tiles=tuple(roster.tiles(class_id, day)),
            skills=tuple(it for it in skills.skills() if it.kind is not Kind.NEEDS_WORK),
            groups=tuple(groups.groups(class_id)),
            acts=tuple(points.feed(class_id, day, NEWEST)),
        )
