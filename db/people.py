"""Staff: who they are, and how they sign in."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from types import ModuleType

from db import audit, models, throttle
from db.clock import school_day
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused, need_leader, need_staff
from db.records import Role, Staff
from db.words import required

PIN_DIGITS = 6
LONGEST_PIN = 12


def staff_list() -> list[Staff]:
    """Everybody who works here now, in name order."""
    with reading():
        rows = models.Staff.select().where(models.Staff.left_on.is_null())
        return sorted((_record(row) for row in rows), key=lambda staff: staff.name.casefold())


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A member of staff as leaders see them; `wait` is the seconds they may not sign in for."""

    staff: Staff
    classes: tuple[str, ...]
    wait: int


def staff_lines(actor: Staff | None, now: datetime) -> list[StaffLine]:
    """Everybody who works here, with their classes and waits, in name order. Leaders only."""
    need_leader(actor)
    link, c = models.StaffClass, models.SchoolClass
    classes: dict[int, list[str]] = {}
    with reading():
        everybody = staff_list()
        waits = throttle.waiting(throttle.STAFF, now)
        rows = link.select(link.staff, c.name).join(c).where(c.left_on.is_null())
        for staff_id, name in rows.tuples().iterator():
            classes.setdefault(staff_id, []).append(name)
    return [
        StaffLine(
            staff,
            tuple(sorted(classes.get(staff.id, []), key=str.casefold)),
            waits.get(staff.id, 0),
        )
        for staff in everybody
    ]


def add_staff(
    name: str,
    role: Role,
    now: datetime,
    *,
    pin: str | None = None,
    class_name: str | None = None,
    actor: Staff | None = None,
) -> Staff:
    """Add a member of staff. Without `actor` it is the person who runs this device's commands.

    Raises `Refused` for an empty name, a name that is there already, an unfit PIN or a class
    that does not exist; `NotAllowed` when `actor` is not a leader.
    """
    if actor is not None:
        need_leader(actor)
    name = required(name, "a name")
    hashed = _hash(pin) if pin is not None else ""
    with writing():
        taken = models.Staff.select().where(
            models.Staff.name == name, models.Staff.left_on.is_null()
        )
        if taken.exists():
            raise Refused(f"{name} is on the staff list already.")
        row = models.Staff.create(name=name, role=role.value, pin_hash=hashed)
        if class_name:
            school_class = models.SchoolClass.get_or_none(
                models.SchoolClass.name == class_name, models.SchoolClass.left_on.is_null()
            )
            if school_class is None:
                raise Refused(f"There is no class called {class_name}.")
            models.StaffClass.create(staff=row, school_class=school_class)
        audit.record(now, actor.id if actor else None, "added staff", f"{name}, {role.value}")
        return _record(row)


def sign_in(staff_id: int, pin: str, now: datetime) -> Staff:
    """The member of staff whose PIN this is.

    Raises `NotAllowed` for a wrong PIN or where no PIN is set yet, `TryLater` after too many
    wrong ones (`db/throttle.py`).
    """
    with reading():
        row = _working(staff_id)
    if not row.pin_hash:
        raise NotAllowed("No PIN has been set for you yet. Please ask a school leader.")
    throttle.charge(throttle.STAFF, staff_id, now)
    if not _matches(row.pin_hash, pin):
        raise NotAllowed("That PIN is not right. Please try again.")
    throttle.forget(throttle.STAFF, staff_id)
    with writing():
        audit.record(now, staff_id, "signed in")
    return _record(row)


def set_pin(actor: Staff | None, staff_id: int, pin: str, now: datetime) -> None:
    """A leader sets anybody's PIN; everybody may change their own.

    Raises `NotAllowed`, `NotFound`, or `Refused` for a PIN that is too short or too easy.
    """
    if need_staff(actor).id != staff_id:
        need_leader(actor)
    hashed = _hash(pin)
    with writing():
        row = _working(staff_id)
        row.pin_hash = hashed
        row.save(only=[models.Staff.pin_hash])
        throttle.forget(throttle.STAFF, staff_id)
        audit.record(now, need_staff(actor).id, "set a PIN", row.name)


def set_role(actor: Staff | None, staff_id: int, role: Role, now: datetime) -> Staff:
    """A leader says what somebody is here. Raises `Refused` for the last leader who can sign in."""
    leader = need_leader(actor)
    with writing():
        row = _working(staff_id)
        if role is not Role.LEADER:
            _keep_a_leader(row)
        row.role = role.value
        row.save(only=[models.Staff.role])
        audit.record(now, leader.id, "changed a role", f"{row.name}, {role.value}")
        return _record(row)


def lift_wait(actor: Staff | None, staff_id: int, now: datetime) -> None:
    """A leader lets somebody try their PIN again at once."""
    need_leader(actor)
    with writing():
        _working(staff_id)
        throttle.lift(actor, throttle.STAFF, staff_id, now)


def remove_staff(actor: Staff | None, staff_id: int, now: datetime) -> None:
    """A member of staff leaves: no more sign-in; what they did keeps their name.

    Raises `Refused` for the last leader who can sign in.
    """
    leader = need_leader(actor)
    with writing():
        row = _working(staff_id)
        _keep_a_leader(row)
        row.left_on = school_day(now)
        row.pin_hash = ""
        row.save()
        audit.record(now, leader.id, "removed staff", row.name)


def check_pin(pin: str) -> None:
    """Raises `Refused` for a PIN of fewer than six digits, or one that is guessed first."""
    if not (pin.isascii() and pin.isdigit()):
        raise Refused("A PIN is made of digits only.")
    if not PIN_DIGITS <= len(pin) <= LONGEST_PIN:
        raise Refused(f"A PIN has {PIN_DIGITS} to {LONGEST_PIN} digits.")
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    if steps in ({0}, {1}, {9}) or pin == pin[:2] * (len(pin) // 2) or pin == pin[:3] * 2:
        raise Refused("That PIN is too easy to guess. Please choose another.")


def _hash(pin: str) -> str:
    check_pin(pin)
    return str(_pins().hashed(pin))


def _matches(pin_hash: str, pin: str) -> bool:
    return bool(_pins().matches(pin_hash, pin))


def _pins() -> ModuleType:
    """Loaded with the first PIN: nobody needs argon2 to see the home screen."""
    return import_module("db.pins")


def _working(staff_id: int) -> models.Staff:
    row = models.Staff.get_or_none(models.Staff.id == staff_id, models.Staff.left_on.is_null())
    if row is None:
        raise NotFound("That person is not on the staff list any more.")
    return row


def _keep_a_leader(row: models.Staff) -> None:
    """`Refused` when the school would have no leader left who can sign in."""
    others = models.Staff.select().where(
        models.Staff.role == Role.LEADER.value,
        models.Staff.left_on.is_null(),
        models.Staff.pin_hash != "",
        models.Staff.id != row.id,
    )
    if row.role == Role.LEADER.value and not others.exists():
        raise Refused("The school needs at least one leader who can sign in.")


def _record(row: models.Staff) -> Staff:
    return Staff(row.id, row.name, Role(row.role), bool(row.pin_hash))
