"""What the outside sees of stories: frozen, loaded whole, ready to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from db.records import Pupil, SchoolClass

_START = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class PostKind(StrEnum):
    NEWS = "news"
    CELEBRATION = "celebration"
    NEWSLETTER = "newsletter"
    UPDATE = "update"
    REMINDER = "reminder"
    HOMEWORK = "homework"


CLASS_KINDS = (
    PostKind.NEWS,
    PostKind.CELEBRATION,
    PostKind.UPDATE,
    PostKind.REMINDER,
    PostKind.HOMEWORK,
)
SCHOOL_KINDS = (
    PostKind.NEWS,
    PostKind.CELEBRATION,
    PostKind.NEWSLETTER,
    PostKind.UPDATE,
    PostKind.REMINDER,
)


class PostState(StrEnum):
    """`WAITING` is for a leader, because of its words (R24)."""

    DRAFT = "draft"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    TAKEN_DOWN = "taken down"


class CommentState(StrEnum):
    SHOWN = "shown"
    WAITING = "waiting"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody wrote, as the form holds it. No `class_ids` means the school story.

    `due_on` is homework's; a reminder may have `happens_on`, and `happens_at` by the school's
    clock. `comments_on` says whether parents may comment.
    """

    kind: PostKind
    words: str
    title: str = ""
    class_ids: Sequence[int] = ()
    comments_on: bool = True
    due_on: date | None = None
    happens_on: date | None = None
    happens_at: time | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where somebody may write (R5, R9): the stories of these classes, and whether the school's."""

    classes: tuple[SchoolClass, ...]
    school: bool


@dataclass(frozen=True, slots=True)
class StoryFile:
    """A file that may be shown. `kind` is photo, pdf, audio or video; sizes in pixels.

    `sha256` and `poster_sha256` name files of `db.media`; no poster is an empty name.
    """

    id: int
    sha256: str
    kind: str
    content_type: str
    poster_sha256: str
    width: int
    height: int
    seconds: float
    pages: int
    caption: str


@dataclass(frozen=True, slots=True)
class TaggedFile:
    """A file as its writer sees it. Not `answered`: nobody has said who is in it, and it cannot be
    shown; nor while `without` are pupils whose permission is missing (R7)."""

    file: StoryFile
    needs_answer: bool
    answered: bool
    pupils: tuple[Pupil, ...]
    without: tuple[Pupil, ...]

    @property
    def may_be_shown(self) -> bool:
        return (self.answered or not self.needs_answer) and not self.without


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as its writer sees it, published or not. `note` says why it was not published or
    was taken down; `places` are names of classes, or of the school story."""

    id: int
    writing: Writing
    state: PostState
    note: str
    writer_id: int
    writer: str
    places: tuple[str, ...]
    saved_at: datetime
    publish_at: datetime | None
    published_at: datetime | None
    files: tuple[TaggedFile, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A published post. `files` are only those that may be shown now, `hidden` how many more
    there are (R7). `liked` and `is_new` are those of the parent who asked, False for others; new
    is what they have not opened and came after they did."""

    id: int
    kind: PostKind
    title: str
    words: str
    writer_id: int
    writer: str
    published_at: datetime
    edited_at: datetime | None
    pinned: bool
    comments_on: bool
    due_on: date | None
    happens_on: date | None
    happens_at: time | None
    likes: int
    comments: int
    reads: int
    files: tuple[StoryFile, ...]
    hidden: int = 0
    liked: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a story, to go on from; `str()` of it is short and safe in an address."""

    pinned: bool
    shown_at: datetime
    post_id: int

    def __str__(self) -> str:
        return f"{int(self.pinned)}-{(self.shown_at - _START) // _TICK}-{self.post_id}"


def read_cursor(words: str) -> Cursor | None:
    """The cursor that `str()` made these words of; None for any others."""
    parts = words.split("-")
    if len(parts) != 3 or not all(it.isascii() and it.isdigit() and len(it) < 18 for it in parts):
        return None
    pinned, ticks, post_id = (int(it) for it in parts)
    try:
        return Cursor(bool(pinned), _START + ticks * _TICK, post_id)
    except OverflowError:
        return None


@dataclass(frozen=True, slots=True)
class Page:
    """Some posts, newest first, pinned ones on top; `after` leads to the next, None at the end."""

    posts: tuple[Post, ...]
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class OldWords:
    """What stood in a post until `staff` changed it."""

    title: str
    words: str
    staff: str
    edited_at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """`name` is a parent's or a member of staff's. `is_mine` is for the one who asked.

    `children` are filled for staff only: whose parent it is.
    """

    id: int
    post_id: int
    name: str
    is_staff: bool
    words: str
    state: CommentState
    written_at: datetime
    is_mine: bool = False
    reason: str = ""
    children: tuple[str, ...] = ()
    held: bool = False
