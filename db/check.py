"""Do the records agree with themselves? Totals with rows, rows with one another, file with disk."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Case, SqliteDatabase, fn

from db import models, story_check
from db.connection import database, reading
from db.roster import AT_FRONT

KEPT_FOR_EVER = ("signature", "agreement_version", "agreement_promise", "audit_entry")
MOST_OF_A_KIND = 20


def check() -> list[str]:
    """Every disagreement in the open records, a sentence each; empty when all is well.

    At most twenty of a kind are named. Changes nothing. Raises `StorageProblem` when the
    records cannot be read at all.
    """
    with reading():
        return [sentence for look in LOOKS for sentence in look()]


def _file() -> list[str]:
    """What SQLite itself finds, and the triggers that keep what is signed as it is (R19)."""
    if not isinstance(database.obj, SqliteDatabase):
        return []
    found = [
        f"The file is damaged: {row[0]}"
        for row in database.execute_sql(f"PRAGMA integrity_check({MOST_OF_A_KIND})").fetchall()
        if row[0] != "ok"
    ]
    found += [
        f"Row {row[1]} of {row[0]} points to a row of {row[2]} that is not there."
        for row in database.execute_sql("PRAGMA foreign_key_check").fetchmany(MOST_OF_A_KIND)
    ]
    there = {
        row[0]
        for row in database.execute_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
    }
    found += [
        f"Nothing keeps rows of {table} from a change any more: {name} is missing."
        for table in KEPT_FOR_EVER
        for name in (f"{table}_no_update", f"{table}_no_delete")
        if name not in there
    ]
    return found


def _standing() -> Any:
    """An award's points, or 0 where it was undone, moves no total (R2) or there is none."""
    a = models.Award
    return fn.COALESCE(fn.SUM(Case(None, [(a.undone_at.is_null() & AT_FRONT, a.points)], 0)), 0)


def _pupil_totals() -> list[str]:
    p, a = models.Pupil, models.Award
    rows = (
        p.select(p.id, p.forename, p.surname, p.points, _standing().alias("awarded"))
        .join(a, JOIN.LEFT_OUTER, on=(a.pupil == p.id))
        .group_by(p.id)
        .having(_standing() != p.points)
        .limit(MOST_OF_A_KIND)
    )
    return [
        f"Pupil {row.id} ({row.forename} {row.surname}) has a total of {row.points}, "
        f"but awards of {row.awarded}."
        for row in rows
    ]


def _class_totals() -> list[str]:
    c, a = models.SchoolClass, models.Award
    rows = (
        c.select(c.id, c.name, c.points, _standing().alias("awarded"))
        .join(a, JOIN.LEFT_OUTER, on=(a.school_class == c.id))
        .group_by(c.id)
        .having(_standing() != c.points)
        .limit(MOST_OF_A_KIND)
    )
    return [
        f"Class {row.id} ({row.name}) has a total of {row.points}, but awards of {row.awarded}."
        for row in rows
    ]


def _acts() -> list[str]:
    """One act is one skill at one moment, and stands or is undone as a whole (R3)."""
    a = models.Award
    different = [
        fn.MIN(field) != fn.MAX(field)
        for field in (a.school_class, a.skill, a.points, a.staff, a.given_at)
    ]
    half_undone = (fn.COUNT(a.undone_at) > 0) & (fn.COUNT(a.undone_at) < fn.COUNT(a.id))
    torn = half_undone
    for difference in different:
        torn = torn | difference
    rows = a.select(a.act).group_by(a.act).having(torn).limit(MOST_OF_A_KIND)
    return [f"Award {row.act} is not the same for all of its pupils." for row in rows]


def _home_classes() -> list[str]:
    p, e = models.Pupil, models.Enrolment
    rows = (
        p.select(p.id, p.forename, p.surname, fn.COUNT(e.school_class).alias("homes"))
        .join(e, on=((e.pupil == p.id) & e.is_home & e.left_on.is_null()))
        .where(p.left_on.is_null())
        .group_by(p.id)
        .having(fn.COUNT(e.school_class) > 1)
        .limit(MOST_OF_A_KIND)
    )
    return [
        f"Pupil {row.id} ({row.forename} {row.surname}) has {row.homes} home classes."
        for row in rows
    ]


def _agreement() -> list[str]:
    """Every wording has its promises, every signature a name or a drawing."""
    v, pr, s = models.AgreementVersion, models.AgreementPromise, models.Signature
    wordless = (
        v.select(v.number)
        .join(pr, JOIN.LEFT_OUTER, on=(pr.version == v.id))
        .where(pr.id.is_null())
        .limit(MOST_OF_A_KIND)
    )
    found = [f"Version {row.number} of the agreement has no promises." for row in wordless]
    blank = (
        s.select(s.id, s.pupil_name)
        .where(s.typed_name == "", s.strokes.in_(("", "[]")))
        .limit(MOST_OF_A_KIND)
    )
    found += [
        f"Signature {row.id} ({row.pupil_name}) has neither a name nor a drawing." for row in blank
    ]
    if models.School.select().exists() and not v.select().exists():
        found.append("There is no agreement to sign.")
    return found


LOOKS = (
    _file,
    _pupil_totals,
    _class_totals,
    _acts,
    _home_classes,
    _agreement,
    story_check.look,
)
