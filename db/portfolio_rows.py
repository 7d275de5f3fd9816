"""Whose portfolios somebody may see (R16), and items as records; for use inside a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from peewee import JOIN, Expression, Query

from db import agreement, models
from db.family_records import Asked, Visitor
from db.policy import NotFound
from db.portfolio_records import Item, ItemComment, ItemMedia, ItemState, Viewer
from db.records import Pupil, Role, Staff

NOTHING_HERE = "This is not in a portfolio that you can see, or not any more."
JUST_DECIDED = "Somebody else decided about this just now. Please look at it again."
TAKEN_BACK = ItemState.TAKEN_BACK.value


def visible_pupils(viewer: Viewer) -> Query:
    """The ids of the pupils whose portfolios `viewer` may see, as a query to ask within.

    A pupil sees their own, a parent whose phone is signed in those of children whom staff
    confirmed for them, staff those of the classes they teach, leaders all; nobody those of pupils
    who left.
    """
    p = models.Pupil
    here = p.select(p.id).where(p.left_on.is_null())
    if isinstance(viewer, Pupil):
        return here.where(p.id == viewer.id)
    if isinstance(viewer, Visitor):
        # Asked anew, not read from `viewer.children`: a withdrawal (R23) or signing the phone out
        # ends it at once, also for an upload that had begun before.
        link, g, phone = models.Guardianship, models.Guardian, models.PhoneSession
        own = (
            link.select(link.pupil)
            .join(g)
            .join(phone, on=(phone.guardian == g.id))
            .where(
                g.id == viewer.guardian_id,
                phone.id == viewer.phone_id,
                phone.ended_at.is_null(),
                g.withdrawn_at.is_null(),
                link.state == Asked.CONFIRMED.value,
            )
        )
        return here.where(p.id.in_(own))
    if viewer.role is Role.LEADER:
        return here
    return here.where(p.id.in_(_taught(viewer)))


def need_to_see(viewer: Viewer, pupil_id: int) -> models.Pupil:
    """The pupil's row. Raises `NotFound`, and for a pupil who has not signed `NotAllowed` (R20)."""
    _need_signed(viewer)
    p = models.Pupil
    row = p.get_or_none(p.id == pupil_id, p.id.in_(visible_pupils(viewer)))
    if row is None:
        raise NotFound(NOTHING_HERE)
    return row


def item_row(viewer: Viewer, item_id: int) -> models.PortfolioItem:
    """The item's row. Raises as `need_to_see` does; what was taken back is not there."""
    _need_signed(viewer)
    it = models.PortfolioItem
    row = it.get_or_none(
        it.id == item_id, it.state != TAKEN_BACK, it.pupil.in_(visible_pupils(viewer))
    )
    if row is None:
        raise NotFound(NOTHING_HERE)
    return row


def with_everything() -> Query:
    """Items with their file, parent and member of staff, to narrow down and give to `records`."""
    it = models.PortfolioItem
    return (
        it.select(it, models.Media, models.Guardian.name, models.Staff.name)
        .join(models.Media, JOIN.LEFT_OUTER)
        .switch(it)
        .join(models.Guardian, JOIN.LEFT_OUTER)
        .switch(it)
        .join(models.Staff, JOIN.LEFT_OUTER)
        .where(it.state != TAKEN_BACK)
    )


def records(rows: Iterable[models.PortfolioItem], pupils: Mapping[int, Pupil]) -> list[Item]:
    """`rows` of `with_everything` as records, with their comments: one query for all."""
    rows = list(rows)
    comments = _comments([row.id for row in rows])
    return [_record(row, pupils[row.pupil_id], tuple(comments[row.id])) for row in rows]


def uncommented(row: models.PortfolioItem, pupil: Pupil) -> Item:
    """A row that was made just now, as a record: nobody has said anything about it."""
    return _record(row, pupil, ())


def media_record(row: models.Media) -> ItemMedia:
    return ItemMedia(
        row.sha256,
        row.kind,
        row.content_type,
        row.width,
        row.height,
        row.seconds,
        row.pages,
        row.poster_sha256,
        row.size,
    )


def is_of(sha256: str) -> Expression:
    """Whether a file is the media of this name, or has the poster of this name."""
    m = models.Media
    named: Expression = (m.sha256 == sha256) | (m.poster_sha256 == sha256)
    return named


def _need_signed(viewer: Viewer) -> None:
    if isinstance(viewer, Pupil):
        agreement.need_signed(viewer.id)


def _taught(staff: Staff) -> Query:
    link, e = models.StaffClass, models.Enrolment
    return (
        e.select(e.pupil)
        .join(link, on=(link.school_class == e.school_class))
        .where(link.staff == staff.id, e.left_on.is_null())
    )


def _comments(item_ids: list[int]) -> dict[int, list[ItemComment]]:
    table, staff = models.ItemComment, models.Staff
    found: dict[int, list[ItemComment]] = defaultdict(list)
    rows = (
        table.select(table.item, staff.name, table.words, table.written_at)
        .join(staff)
        .where(table.item.in_(item_ids))
        .order_by(table.id)
    )
    for item_id, writer, words, written_at in rows.tuples().iterator():
        found[item_id].append(ItemComment(writer, words, written_at))
    return found


def _record(row: models.PortfolioItem, pupil: Pupil, comments: tuple[ItemComment, ...]) -> Item:
    return Item(
        id=row.id,
        pupil=pupil,
        words=row.words,
        media=media_record(row.media) if row.media else None,
        state=ItemState(row.state),
        sent_by=row.guardian.name if row.guardian else "",
        posted_at=row.posted_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        note=row.note,
        comments=comments,
    )
