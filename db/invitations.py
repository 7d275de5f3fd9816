"""Staff invite parents, see who is connected, and confirm or refuse who used a code (R21, R22).

A code is for one child and works once, within fourteen days. It is looked up by the hash of its
130 random bits, so wrong guesses need no throttling (`db/codes.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from db import audit, models
from db.codes import hash_code, new_code
from db.connection import reading, writing
from db.family_records import (
    Asked,
    Connection,
    Contact,
    InvitationState,
    Invited,
    Joined,
    Parent,
    Waiting,
)
from db.family_rows import guardian_here
from db.policy import NotFound, need_staff
from db.records import Pupil, Staff
from db.roster import as_known, class_row, full_name, pupil_row, pupils

VALID = timedelta(days=14)


def invite(actor: Staff | None, pupil_id: int, now: datetime, *, printed: bool = False) -> Invited:
    """Make a code for one child. Earlier codes stay good: a child may have several parents.

    `printed`: it goes home in a letter. Raises `NotAllowed`, `NotFound`.
    """
    staff = need_staff(actor)
    with writing():
        row = pupil_row(pupil_id)
        made = make_codes(staff, as_known([row]), now, printed=printed)[0]
        audit.record(now, staff.id, "invited a parent", full_name(row))
        return made


def invite_class(
    actor: Staff | None,
    class_id: int,
    now: datetime,
    *,
    printed: bool = True,
    pupil_ids: Collection[int] | None = None,
) -> list[Invited]:
    """Make a code for every pupil of the class, or those of `pupil_ids` in it, in name order."""
    staff = need_staff(actor)
    with writing():
        name = class_row(class_id).name
        chosen = [it for it in pupils(class_id) if pupil_ids is None or it.id in pupil_ids]
        made = make_codes(staff, chosen, now, printed=printed)
        audit.record(now, staff.id, "invited the parents of a class", f"{name} ({len(made)})")
        return made


def cancel(actor: Staff | None, invitation_id: int, now: datetime) -> None:
    """End a code nobody used yet; one that is over stays as it is. Raises `NotFound`."""
    staff = need_staff(actor)
    table = models.Invitation
    with writing():
        row = _invitation(invitation_id)
        ended = (
            table.update(ended_at=now)
            .where(table.id == row.id, table.used_at.is_null(), table.ended_at.is_null())
            .execute()
        )
        if ended:
            audit.record(now, staff.id, "cancelled an invitation", f"code {row.id}")


def state(invitation_id: int, now: datetime) -> InvitationState:
    """What became of a code, in one query: the kiosk asks while it shows it."""
    with reading():
        row = _invitation(invitation_id)
    if row.used_at is not None:
        return InvitationState.USED
    if row.ended_at is not None:
        return InvitationState.ENDED
    return InvitationState.EXPIRED if row.expires_at <= now else InvitationState.OPEN


def used_by(actor: Staff | None, invitation_id: int) -> int | None:
    """The guardian who used this code, None while nobody has. Raises `NotFound`."""
    need_staff(actor)
    with reading():
        guardian_id: int | None = _invitation(invitation_id).used_by_id
        return guardian_id


def board(actor: Staff | None, class_id: int, now: datetime) -> list[Joined]:
    """The class in name order: who is connected, waiting, invited, not invited (R22).

    The same few queries, whatever the size of the class. Raises `NotFound`.
    """
    need_staff(actor)
    return joined(class_id, now)


def joined(class_id: int, now: datetime) -> list[Joined]:
    """`board()` for operations that know who asks."""
    with reading():
        class_row(class_id)
        known = pupils(class_id)
        ids = [it.id for it in known]
        parents = _parents(ids)
        until = _open_until(ids, now)
        contacts = _contacts(ids)
    return [
        Joined(
            pupil,
            _connection(parents[pupil.id], pupil.id in until),
            tuple(parents[pupil.id]),
            until.get(pupil.id),
            tuple(contacts[pupil.id]),
        )
        for pupil in known
    ]


def waiting(actor: Staff | None, class_id: int) -> list[Waiting]:
    """Who used a code for a pupil of the class and waits for staff, longest first."""
    need_staff(actor)
    link, g = models.Guardianship, models.Guardian
    with reading():
        class_row(class_id)
        known = {it.id: it for it in pupils(class_id)}
        rows = (
            link.select(link.guardian, g.name, link.relationship, link.pupil, link.asked_at)
            .join(g)
            .where(
                link.pupil.in_(list(known)),
                link.state == Asked.WAITING.value,
                g.withdrawn_at.is_null(),
            )
            .order_by(link.asked_at, g.id)
        )
        return [
            Waiting(guardian_id, name, relationship, known[pupil_id], asked_at)
            for guardian_id, name, relationship, pupil_id, asked_at in rows.tuples().iterator()
        ]


def confirm(actor: Staff | None, guardian_id: int, pupil_id: int, now: datetime) -> None:
    """Connect somebody who waits with the child (R21).

    Raises `NotAllowed`, and `NotFound` where nobody waits (any more).
    """
    _decide(need_staff(actor), guardian_id, pupil_id, now, Asked.CONFIRMED)


def refuse(actor: Staff | None, guardian_id: int, pupil_id: int, now: datetime) -> None:
    """Turn down somebody who waits. With nothing else to see, their phones are signed out."""
    _decide(need_staff(actor), guardian_id, pupil_id, now, Asked.REFUSED)


def make_codes(
    staff: Staff | None, chosen: list[Pupil], now: datetime, *, printed: bool
) -> list[Invited]:
    """A code for each of these pupils, inside the transaction of the one who says what for."""
    table = models.Invitation
    codes = {pupil.id: new_code() for pupil in chosen}
    hashes = {pupil_id: hash_code(code) for pupil_id, code in codes.items()}
    expires_at = now + VALID
    if not chosen:
        return []
    table.insert_many(
        {
            "code_hash": hashes[pupil.id],
            "pupil": pupil.id,
            "printed": printed,
            "made_by": staff.id if staff else None,
            "made_at": now,
            "expires_at": expires_at,
        }
        for pupil in chosen
    ).execute()
    rows = table.select(table.pupil, table.id).where(table.code_hash.in_(list(hashes.values())))
    ids = dict(rows.tuples().iterator())
    return [Invited(ids[it.id], codes[it.id], it, expires_at) for it in chosen]


def _decide(staff: Staff, guardian_id: int, pupil_id: int, now: datetime, decision: Asked) -> None:
    link, phone = models.Guardianship, models.PhoneSession
    with writing():
        guardian, pupil = guardian_here(guardian_id), pupil_row(pupil_id)
        of_guardian = link.guardian == guardian_id
        decided = (
            link.update(state=decision.value, decided_at=now, decided_by=staff.id)
            .where(of_guardian, link.pupil == pupil_id, link.state == Asked.WAITING.value)
            .execute()
        )
        if not decided:
            raise NotFound("Nobody of that name is waiting for this pupil any more.")
        if not link.select().where(of_guardian, link.state != Asked.REFUSED.value).exists():
            phone.update(ended_at=now).where(
                phone.guardian == guardian_id, phone.ended_at.is_null()
            ).execute()
        verb = "confirmed" if decision is Asked.CONFIRMED else "refused"
        audit.record(now, staff.id, f"{verb} a parent", f"{guardian.name} for {full_name(pupil)}")


def _invitation(invitation_id: int) -> models.Invitation:
    row = models.Invitation.get_or_none(models.Invitation.id == invitation_id)
    if row is None:
        raise NotFound("That invitation is not there any more.")
    return row


def _parents(pupil_ids: list[int]) -> dict[int, list[Parent]]:
    link, g = models.Guardianship, models.Guardian
    found: dict[int, list[Parent]] = defaultdict(list)
    rows = (
        link.select(link.pupil, link.guardian, g.name, link.relationship, link.state)
        .join(g)
        .where(
            link.pupil.in_(pupil_ids),
            link.state != Asked.REFUSED.value,
            g.withdrawn_at.is_null(),
        )
        .order_by(link.asked_at, g.id)
    )
    for pupil_id, guardian_id, name, relationship, asked in rows.tuples().iterator():
        found[pupil_id].append(Parent(guardian_id, name, relationship, Asked(asked)))
    return found


def _open_until(pupil_ids: list[int], now: datetime) -> dict[int, datetime]:
    table = models.Invitation
    rows = (
        table.select(table.pupil, table.expires_at)
        .where(
            table.pupil.in_(pupil_ids),
            table.used_at.is_null(),
            table.ended_at.is_null(),
            table.expires_at > now,
        )
        .order_by(table.expires_at)
    )
    return dict(rows.tuples().iterator())  # the latest of each pupil comes last


def _contacts(pupil_ids: list[int]) -> dict[int, list[Contact]]:
    table = models.GuardianContact
    found: dict[int, list[Contact]] = defaultdict(list)
    rows = table.select(table.pupil, table.name, table.relationship).where(
        table.pupil.in_(pupil_ids)
    )
    for pupil_id, name, relationship in rows.order_by(table.id).tuples().iterator():
        found[pupil_id].append(Contact(name, relationship))
    return found


def _connection(parents: list[Parent], is_invited: bool) -> Connection:
    asked = {parent.asked for parent in parents}
    if Asked.CONFIRMED in asked:
        return Connection.CONNECTED
    if Asked.WAITING in asked:
        return Connection.WAITING
    return Connection.INVITED if is_invited else Connection.NOT_INVITED
