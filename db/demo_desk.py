"""Where the posts of the made-up school are written: moments of the term, dice, and rows that are
on their way into the tables, since one insert a table is quicker than one a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from db import models
from db.clock import DEFAULT_TIME_ZONE
from db.demo_posts import Piece
from db.readers import readers
from db.story_records import CommentState, PostState

AFTER_SCHOOL = time(15, 35)
READ = ((1, 0.35), (2, 0.6), (7, 0.8), (999, 0.92))  # by days since, how many have
LIKED = 0.35  # of those who read
ROWS_AT_ONCE = 200

UNPUBLISHED = dict.fromkeys(
    ("due_on", "happens_on", "happens_at", "publish_at", "published_at", "edited_at")
) | {"comments_on": True, "edits": 0, "reads": 0, "likes": 0, "comments": 0}


@dataclass
class Desk:
    """`days` are the school days of the term through today."""

    now: datetime
    days: Sequence[date]
    chance: Random = field(default_factory=lambda: Random(1357))  # noqa: S311 - no secret
    rows: dict[type[models.Table], list[dict[str, object]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(DEFAULT_TIME_ZONE)
        self.next_id = 1 + models.Post.select().count()
        self.joined = {row.id: row.joined_at for row in models.Guardian.select()}
        self._readers: dict[int | None, list[int]] = {}

    @property
    def today(self) -> date:
        return self.days[-1]

    def moment(self, ago: int) -> datetime:
        """Soon after school so many school days ago; of today, a while ago."""
        day = self.days[max(0, len(self.days) - 1 - ago)]
        at = datetime.combine(day, AFTER_SCHOOL, self.zone)
        at += timedelta(minutes=self.chance.randint(0, 45))
        return at if at < self.now else self.now - timedelta(minutes=self.chance.randint(20, 40))

    def later(self, moment: datetime, hours: int) -> datetime:
        """Some time after `moment`, within `hours` and not after now."""
        there = moment + timedelta(minutes=self.chance.randint(1, hours * 60))
        return min(there, self.now)

    def add(self, piece: Piece, staff_id: int, class_id: int | None) -> int:
        """A published post, with what parents did; gives its id."""
        at = self.moment(piece.ago)
        edited_at = self.later(at, 2) if piece.before else None
        if edited_at:
            old = {"title": piece.title, "words": piece.before}
            self.put(models.PostEdit, post=self.next_id, staff=staff_id, edited_at=edited_at, **old)
        totals = self._seen(piece, at, staff_id, class_id)
        return self._post(
            class_id,
            piece.pinned,
            kind=piece.kind.value,
            title=piece.title,
            words=piece.words,
            staff=staff_id,
            state=PostState.PUBLISHED.value,
            comments_on=piece.comments_on,
            due_on=None if piece.due is None else weekday(at.date(), piece.due),
            happens_on=None if piece.happens is None else weekday(self.today, piece.happens),
            happens_at=piece.at,
            made_at=at,
            saved_at=at,
            published_at=at,
            edited_at=edited_at,
            edits=int(bool(edited_at)),
            **totals,
        )

    def draft(
        self, piece: Piece, staff_id: int, class_id: int | None, publish_at: datetime | None = None
    ) -> int:
        """A post that is not published, or will be at `publish_at`; gives its id."""
        at = self.now - timedelta(minutes=self.chance.randint(50, 300))
        return self._post(
            class_id,
            kind=piece.kind.value,
            title=piece.title,
            words=piece.words,
            staff=staff_id,
            state=(PostState.SCHEDULED if publish_at else PostState.DRAFT).value,
            publish_at=publish_at,
            made_at=at,
            saved_at=at,
        )

    def put(self, table: type[models.Table], **row: object) -> None:
        """A row for `write`; those of one table name the same columns."""
        self.rows[table].append(row)

    def write(self) -> None:
        """What was put, into the tables."""
        for table in sorted(self.rows, key=lambda it: it is not models.Post):
            rows = self.rows[table]
            for first in range(0, len(rows), ROWS_AT_ONCE):
                table.insert_many(rows[first : first + ROWS_AT_ONCE]).execute()
        self.rows.clear()

    def _post(self, class_id: int | None, pinned: bool = False, **columns: object) -> int:
        post_id, self.next_id = self.next_id, self.next_id + 1
        row = UNPUBLISHED | columns
        self.put(models.Post, id=post_id, **row)
        self.put(
            models.PostPlace,
            post=post_id,
            school_class=class_id,
            pinned=pinned,
            shown_at=row["published_at"],
        )
        return post_id

    def _seen(
        self, piece: Piece, at: datetime, staff_id: int, class_id: int | None
    ) -> dict[str, int]:
        """Who has read, liked and written under the post that is next; gives the totals."""
        since = (self.now - at).days
        share = next(share for days, share in READ if since < days)
        known = {it: max(at, self.joined[it]) for it in self._readers_of(class_id)}
        read = {
            it: self.later(first, 30) for it, first in known.items() if self.chance.random() < share
        }
        writers = self.chance.sample(sorted(known), len(piece.comments))
        read |= {it: self.later(known[it], 30) for it in writers}
        liked = [it for it in read if self.chance.random() < LIKED]
        for it, moment in read.items():
            self.put(models.PostRead, post=self.next_id, guardian=it, read_at=moment)
        for it in liked:
            self.put(models.PostLike, post=self.next_id, guardian=it, liked_at=read[it])
        said = at
        for it, words in zip(writers, piece.comments, strict=True):
            said = max(said, read[it])
            self._remark(words, said, guardian=it)
        if piece.answer:
            self._remark(piece.answer, self.later(said, 3), staff=staff_id)
        comments = len(piece.comments) + bool(piece.answer)
        return {"reads": len(read), "likes": len(liked), "comments": comments}

    def _remark(
        self, words: str, at: datetime, *, guardian: int | None = None, staff: int | None = None
    ) -> None:
        number = len(self.rows[models.PostComment])
        self.put(
            models.PostComment,
            post=self.next_id,
            guardian=guardian,
            staff=staff,
            words=words,
            state=CommentState.SHOWN.value,
            key=f"demo {self.next_id} {number}",
            written_at=at,
        )

    def _readers_of(self, class_id: int | None) -> list[int]:
        if class_id not in self._readers:
            self._readers[class_id] = sorted(readers([] if class_id is None else [class_id]))
        return self._readers[class_id]


def weekday(day: date, later: int) -> date:
    """The day so many days later, or the Monday after it."""
    there = day + timedelta(days=later)
    return there + timedelta(days=7 - there.weekday()) if there.weekday() > 4 else there
