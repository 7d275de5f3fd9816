"""What points are for (R2)."""

from __future__ import annotations

from datetime import datetime
from unicodedata import east_asian_width

from db import audit, models
from db.connection import reading, writing
from db.policy import NotFound, Refused, need_staff
from db.records import Kind, Skill, Staff
from db.words import clean, required

SKILL_LENGTH = 40
HEAVIEST = 5

STARTING_SKILLS = (
    ("Working hard", "💪", "1", Kind.EFFORT, 1),
    ("Not giving up", "🌱", "2", Kind.EFFORT, 1),
    ("Good listening", "👂", "3", Kind.EFFORT, 1),
    ("Kindness", "💛", "4", Kind.VALUE, 1),
    ("Respect", "🤝", "5", Kind.VALUE, 1),
    ("Teamwork", "🧩", "6", Kind.VALUE, 1),
    ("Honesty", "🌟", "7", Kind.VALUE, 1),
    ("Great idea", "💡", "8", Kind.ACHIEVEMENT, 2),
    ("Wonderful work", "🏆", "9", Kind.ACHIEVEMENT, 3),
)

# To choose from. Each is one code point, two cells wide in every terminal.
ICONS = tuple(
    "💪🌱👂💛🤝🧩🌟💡🏆🎯🚀📚🎨🎵🧮🔬🧹🙋🙏💬"
    "💖👏🙌🤗😊😎🥳🧠👀🎉🏅🥇🎓📝🔢🎭🏃🌈🌻🦋"
    "🐢🐝🦉🦁🍎🌍💧🔑🧗🚦🌙🔥💎🎁🧸🧭🪴🪁🛑🤔"
)

_KIND_ORDER = list(Kind)


def skills(*, with_retired: bool = False) -> list[Skill]:
    """The skills in use: by kind, then by key and name. `NEEDS_WORK` only where switched on."""
    with reading():
        rows = list(models.Skill.select())
        school = models.School.select().first()
    found = [_record(row) for row in rows if with_retired or row.retired_at is None]
    if not (school and school.needs_work):
        found = [skill for skill in found if skill.kind is not Kind.NEEDS_WORK]
    return sorted(
        found,
        key=lambda s: (s.retired, _KIND_ORDER.index(s.kind), s.key or "~", s.name.casefold()),
    )


def save(
    actor: Staff | None,
    now: datetime,
    *,
    skill_id: int | None,
    name: str,
    icon: str,
    key: str,
    kind: Kind,
    points: int,
) -> Skill:
    """Add a skill (`skill_id` None) or change one. Awards already given keep their words (R3).

    `points` is the weight, 1 to 5; a `NEEDS_WORK` skill takes that many away, and exists only
    where the school switched it on. `key` is the one key that chooses it, or empty.

    Raises `Refused` with the reason.
    """
    staff = need_staff(actor)
    name = required(name, "a name for the skill", most=SKILL_LENGTH)
    icon = clean(icon)
    if len(icon) != 1 or east_asian_width(icon) != "W":
        raise Refused("Please choose one picture for the skill.")
    key = clean(key).lower()
    if len(key) > 1 or (key and not (key.isascii() and key.isalnum())):
        raise Refused("A skill's key is one letter or digit, or none.")
    if not 1 <= points <= HEAVIEST:
        raise Refused(f"A skill is worth 1 to {HEAVIEST} points.")
    with writing():
        school = models.School.select().first()
        if kind is Kind.NEEDS_WORK and not (school and school.needs_work):
            raise Refused("Skills that take points away are switched off in this school.")
        clash = _clash(skill_id, name, key)
        if clash is not None:
            raise Refused(clash)
        row = models.Skill() if skill_id is None else _row(skill_id)
        row.name, row.icon, row.key, row.kind = name, icon, key, kind.value
        row.points = -points if kind is Kind.NEEDS_WORK else points
        row.save()
        audit.record(
            now, staff.id, "added a skill" if skill_id is None else "changed a skill", name
        )
        return _record(row)


def retire(actor: Staff | None, skill_id: int, now: datetime) -> Skill:
    """Take a skill out of use. What was awarded for it stays as it was."""
    return _set_retired(actor, skill_id, now, retired=True)


def bring_back(actor: Staff | None, skill_id: int, now: datetime) -> Skill:
    """Use a retired skill again; its key goes if another skill has taken it meanwhile."""
    return _set_retired(actor, skill_id, now, retired=False)


def start(now: datetime) -> None:
    """Give a new school its first skills; inside the transaction that sets it up."""
    if not models.Skill.select().exists():
        for name, icon, key, kind, points in STARTING_SKILLS:
            models.Skill.create(name=name, icon=icon, key=key, kind=kind.value, points=points)


def _set_retired(actor: Staff | None, skill_id: int, now: datetime, *, retired: bool) -> Skill:
    staff = need_staff(actor)
    with writing():
        row = _row(skill_id)
        if not retired and _clash(skill_id, row.name, "") is not None:
            raise Refused("Another skill has this name now.")
        if not retired and _clash(skill_id, "", row.key) is not None:
            row.key = ""
        row.retired_at = now if retired else None
        row.save()
        audit.record(
            now, staff.id, "retired a skill" if retired else "brought a skill back", row.name
        )
        return _record(row)


def _clash(skill_id: int | None, name: str, key: str) -> str | None:
    for other in models.Skill.select().where(models.Skill.retired_at.is_null()):
        if other.id == skill_id:
            continue
        if name and other.name.casefold() == name.casefold():
            return f"There is a skill called {other.name} already."
        if key and other.key == key:
            return f"The key {key} belongs to {other.name}."
    return None


def _row(skill_id: int) -> models.Skill:
    row = models.Skill.get_or_none(models.Skill.id == skill_id)
    if row is None:
        raise NotFound("That skill is not there.")
    return row


def _record(row: models.Skill) -> Skill:
    return Skill(
        row.id, row.name, row.icon, row.key, Kind(row.kind), row.points, row.retired_at is not None
    )
