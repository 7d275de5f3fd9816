"""The pupils' agreement: its wording, and who has signed it (R18–R20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from peewee import fn

from db import audit, drawing, models
from db.clock import DEFAULT_TIME_ZONE, school_day
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Refused, need_leader, need_staff
from db.records import (
    Agreement,
    AgreementRow,
    AgreementTile,
    Promise,
    Pupil,
    Signature,
    SignedAgreement,
    Staff,
)
from db.roster import pupils
from db.words import clean, required

MOST_PROMISES = 12
TITLE_LENGTH = 40
WORDS_LENGTH = 240

FIRST_PROMISES = (
    Promise(
        "Respect",
        "I respect my teachers, my helpers and my classmates. I listen, and I am polite.",
    ),
    Promise(
        "Be kind",
        "I only write and share things that are kind. I want everyone to feel good.",
    ),
    Promise(
        "Speak up",
        "If something worries me or makes me sad, I tell a teacher or a grown-up at home.",
    ),
    Promise(
        "Ask first",
        "I use this only when my parent or carer has said that I may.",
    ),
    Promise(
        "Be yourself",
        "I use only my own name and my own pictures. I never go in as someone else.",
    ),
    Promise(
        "Good words",
        "I use words that are right for school. I do not use rude or hurtful words.",
    ),
)
FIRST_CLOSING = "If I break a promise, my teacher will talk with me, and we will put it right."

SIGN_FIRST = "Please read and sign our promises first."


def start(now: datetime) -> None:
    """Give a new school the first wording; inside the transaction that sets it up."""
    _make(FIRST_PROMISES, FIRST_CLOSING, now, None)


def current() -> Agreement:
    """The wording that is signed today. Raises `NotFound` before the school is set up."""
    with reading():
        return _agreements([_newest().id])[0]


def change_wording(
    actor: Staff | None, promises: Sequence[Promise], closing: str, now: datetime
) -> Agreement:
    """Make a new version of the wording, which everybody signs anew (R19).

    Raises `NotAllowed` for anybody but a leader; `Refused` for no promise or more than twelve,
    for empty or too long words, and when nothing is different from the current version.
    """
    leader = need_leader(actor)
    if not 1 <= len(promises) <= MOST_PROMISES:
        raise Refused(f"The agreement has 1 to {MOST_PROMISES} promises.")
    cleaned = tuple(
        Promise(
            required(it.title, "a title for every promise", most=TITLE_LENGTH),
            required(it.words, "the words of every promise", most=WORDS_LENGTH),
        )
        for it in promises
    )
    closing = required(closing, "the line under the promises", most=WORDS_LENGTH)
    with writing():
        before = current()
        if (before.promises, before.closing) == (cleaned, closing):
            raise Refused("These are the words of today: nothing has been changed.")
        version = _make(cleaned, closing, now, leader)
        audit.record(now, leader.id, "changed the agreement", f"version {version}")
        return current()


def sign(
    pupil: Pupil | None,
    version: int,
    now: datetime,
    *,
    typed_name: str = "",
    strokes: Iterable[Iterable[tuple[float, float]]] = (),
) -> Signature:
    """Keep a pupil's signature for ever, with school, version and day (R19).

    It is either typed or drawn. Signing the same version again changes nothing and gives what
    stands. Raises `NotAllowed` without a pupil, `NotFound` for one who has left, `Refused` for
    a wording that is not today's, an empty name, or a drawing that is no more than a dot.
    """
    if pupil is None:
        raise NotAllowed("Please choose your name first.")
    drawn = drawing.checked(strokes)
    name = clean(typed_name)
    if drawn and name:
        raise Refused("Please type your name or draw it, not both.")
    if not drawn:
        name = required(typed_name, "your name")
        if not any(char.isalpha() for char in name):
            raise Refused("Please use letters for your name.")
    with writing():
        row = models.Pupil.get_or_none(models.Pupil.id == pupil.id, models.Pupil.left_on.is_null())
        if row is None:
            raise NotFound("You are not on the class list. Please ask your teacher.")
        wording = _newest()
        if wording.number != version:
            raise Refused("Our promises have new words. Please read them again.")
        already = models.Signature.get_or_none(
            models.Signature.pupil == pupil.id, models.Signature.version == wording.id
        )
        if already is not None:
            return _signature(already, wording.number)
        school = models.School.get()
        full_name = f"{row.preferred_name or row.forename} {row.surname}".strip()
        kept = models.Signature.create(
            pupil=pupil.id,
            version=wording.id,
            pupil_name=full_name,
            school_name=school.name,
            typed_name="" if drawn else name,
            strokes=drawing.written(drawn),
            signed_at=now,
            day=school_day(now, school.time_zone or DEFAULT_TIME_ZONE),
        )
        audit.record(now, None, "signed the agreement", f"{full_name}, version {wording.number}")
        return _signature(kept, wording.number)


def need_signed(pupil_id: int) -> None:
    """R20: raises `NotAllowed` unless the pupil has signed the current wording."""
    signature, version = models.Signature, models.AgreementVersion
    with reading():
        newest = version.select(fn.MAX(version.number))
        mine = (
            signature.select()
            .join(version, on=(signature.version == version.id))
            .where(signature.pupil == pupil_id, version.number == newest)
        )
        if not mine.exists():
            raise NotAllowed(SIGN_FIRST)


def what_i_signed(pupil_id: int) -> SignedAgreement | None:
    """The newest that this pupil signed, with its very words; None for nothing yet."""
    with reading():
        found = _newest_of([pupil_id])
        return _with_words(found)[0] if found else None


def tiles(class_id: int) -> list[AgreementTile]:
    """The pupils of a class in name order, with who has signed the current wording."""
    with reading():
        known = pupils(class_id)
        current_id = _newest().id
        signature = models.Signature
        rows = signature.select(signature.pupil).where(
            signature.version == current_id, signature.pupil.in_([it.id for it in known])
        )
        signed = {row.pupil_id for row in rows}
        return [AgreementTile(it, it.id in signed) for it in known]


def overview(actor: Staff | None, class_id: int) -> list[AgreementRow]:
    """Staff see for each pupil, in name order, what they signed and when, or that they have not."""
    need_staff(actor)
    with reading():
        known = pupils(class_id)
        newest = _newest().number
        found = {row.pupil_id: row for row in _newest_of([it.id for it in known])}
        return [
            AgreementRow(
                it,
                _signature(found[it.id], found[it.id].number) if it.id in found else None,
                it.id in found and found[it.id].number == newest,
            )
            for it in known
        ]


def signed_of_class(actor: Staff | None, class_id: int) -> list[SignedAgreement]:
    """What each pupil of the class signed last, with its words, in name order, for printing."""
    need_staff(actor)
    with reading():
        order = {it.id: place for place, it in enumerate(pupils(class_id))}
        rows = _newest_of(list(order))
        return _with_words(sorted(rows, key=lambda row: order[row.pupil_id]))


def _make(promises: Sequence[Promise], closing: str, now: datetime, leader: Staff | None) -> int:
    version, promise = models.AgreementVersion, models.AgreementPromise
    number = (version.select(fn.MAX(version.number)).scalar() or 0) + 1
    row = version.create(
        number=number, closing=closing, made_at=now, made_by=leader.id if leader else None
    )
    promise.insert_many(
        [
            {"version": row.id, "position": place, "title": it.title, "words": it.words}
            for place, it in enumerate(promises, start=1)
        ]
    ).execute()
    return number


def _newest() -> models.AgreementVersion:
    table = models.AgreementVersion
    row: models.AgreementVersion | None = table.select().order_by(table.number.desc()).first()
    if row is None:
        raise NotFound("There is no agreement yet. Please set up the school first.")
    return row


def _newest_of(pupil_ids: list[int]) -> list[models.Signature]:
    """The last signature of each of these pupils, with its version's `number`: one query."""
    signature, version = models.Signature, models.AgreementVersion
    last = (
        signature.select(signature.pupil, fn.MAX(signature.version).alias("version_id"))
        .where(signature.pupil.in_(pupil_ids))
        .group_by(signature.pupil)
    )
    return list(
        signature.select(signature, version.number)
        .join(version, on=(signature.version == version.id))
        .join(
            last,
            on=((signature.pupil == last.c.pupil_id) & (signature.version == last.c.version_id)),
        )
        .objects()
    )


def _with_words(rows: Sequence[models.Signature]) -> list[SignedAgreement]:
    words = {it.version: it for it in _agreements({row.version_id for row in rows})}
    return [SignedAgreement(_signature(row, row.number), words[row.number]) for row in rows]


def _agreements(version_ids: Iterable[int]) -> list[Agreement]:
    """These wordings with their promises in order: two queries, however many there are."""
    version, promise = models.AgreementVersion, models.AgreementPromise
    ids = list(version_ids)
    promises: dict[int, list[Promise]] = {each: [] for each in ids}
    for row in promise.select().where(promise.version.in_(ids)).order_by(promise.position):
        promises[row.version_id].append(Promise(row.title, row.words))
    return [
        Agreement(row.number, tuple(promises[row.id]), row.closing, row.made_at)
        for row in version.select().where(version.id.in_(ids)).order_by(version.number)
    ]


def _signature(row: models.Signature, number: int) -> Signature:
    return Signature(
        pupil_name=row.pupil_name,
        school_name=row.school_name,
        version=number,
        typed_name=row.typed_name,
        strokes=drawing.read(row.strokes),
        signed_at=row.signed_at,
        day=row.day,
    )
