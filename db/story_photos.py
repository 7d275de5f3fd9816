"""Photos and other files of posts, and who is in them (R7).

A photo is shown only where staff have said who is in it ("nobody" is an answer) and each of these
pupils has permission for that story. That is asked anew each time a post is read, so permission
that is withdrawn hides the photo at once and everywhere, and nothing has to be put right later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from db import audit, media, models, photo_permission
from db.connection import reading, writing
from db.family_records import PhotoUse
from db.policy import NotFound, Refused
from db.prepared import Prepared
from db.records import Pupil, Staff
from db.roster import as_known
from db.story_files import LONGEST_CAPTION, add_file, need_caption
from db.story_records import PostState, StoryFile, TaggedFile
from db.story_rows import named, photo_use, place_ids, text, working, writable

NEEDS_ANSWER = frozenset({"photo", "video", "pdf"})
FILE_GONE = "That photo or file is not there any more."
JUST_KEPT = timedelta(minutes=1)  # whoever kept the same bytes anew is about to name them


class FilesWanted(Refused):
    """A post cannot be published before something about its photos and files is put right."""


@dataclass(frozen=True, slots=True)
class Taggable:
    """A pupil to tag. Not `allowed`: a photo with them in it cannot be published in this story."""

    pupil: Pupil
    allowed: bool


def taggable(
    actor: Staff | None, class_ids: Collection[int], *, everybody: bool = False
) -> list[Taggable]:
    """The pupils of these classes in name order, and who of them must be in no photo; without
    classes, or with `everybody`, it is the whole school. For before a photo is chosen."""
    working(actor)
    p, e = models.Pupil, models.Enrolment
    with reading():
        rows = p.select().where(p.left_on.is_null())
        if class_ids and not everybody:
            enrolled = e.select(e.pupil).where(
                e.school_class.in_(list(class_ids)), e.left_on.is_null()
            )
            rows = rows.where(p.id.in_(enrolled))
        pupils = as_known(rows)
        allowed = photo_permission.allowed([it.id for it in pupils], photo_use(class_ids))
    return [Taggable(it, it.id in allowed) for it in pupils]


def attach(
    actor: Staff | None, post_id: int, sha256: str, key: str, now: datetime, caption: str = ""
) -> int:
    """Add a file of `db.media` to a post; gives the id of the file in the post.

    `key` is the sender's own: given again, nothing is added. Raises `NotAllowed`, `NotFound`,
    `Refused` for one file too many or a post that was taken down.
    """
    with writing():
        staff, row, _ = writable(actor, post_id)
        need_caption(row, caption)
        file_id = add_file(row, sha256, key, now, caption)
        if row.state == PostState.PUBLISHED.value:
            audit.record(now, staff.id, "added a file to a post", named(row))
        return file_id


def describe(actor: Staff | None, file_id: int, caption: str) -> None:
    """Say in words what is to be seen, for those who cannot see it.

    Raises `Refused`; `word_list.Tripped` for a post that was sent on its way already.
    """
    caption = text(caption, LONGEST_CAPTION, "caption", lines=False)
    with writing():
        file = _file(file_id)
        _, row, _ = writable(actor, file.post_id)
        need_caption(row, caption)
        models.PostFile.update(caption=caption).where(models.PostFile.id == file_id).execute()


def remove(actor: Staff | None, file_id: int, now: datetime) -> None:
    """Take a file out of its post, and out of the store unless something else shows it. Raises
    `NotAllowed`, `NotFound`."""
    with writing():
        file = _file(file_id)
        staff, row, _ = writable(actor, file.post_id)
        models.PostFile.delete().where(models.PostFile.id == file_id).execute()
        if row.published_at is not None:
            audit.record(now, staff.id, "took a file out of a post", named(row))
        left = media.let_go(file.media_id, max(file.added_at, now - JUST_KEPT))
    media.remove(left)


def answer(
    actor: Staff | None, file_id: int, pupil_ids: Collection[int], now: datetime
) -> TaggedFile:
    """Say who is in a photo; no pupils means nobody is. The answer before it counts no more.

    Pupils without permission can be named, for that is true; the photo is then not shown, and a
    draft with it is not published. Raises `NotAllowed`, `NotFound` for a pupil who is not here,
    unless the answer before named them already.
    """
    wanted = sorted(set(pupil_ids))
    p, f, tag = models.Pupil, models.PostFile, models.PostFilePupil
    with writing():
        file = _file(file_id)
        staff, row, class_ids = writable(actor, file.post_id)
        before = tag.select(tag.pupil).where(tag.file == file_id)
        known = p.left_on.is_null() | p.id.in_(before)
        if p.select().where(p.id.in_(wanted), known).count() != len(wanted):
            raise NotFound("One of these pupils is not on the class list any more.")
        tag.delete().where(tag.file == file_id).execute()
        if wanted:
            tag.insert_many([(file_id, it) for it in wanted], [tag.file, tag.pupil]).execute()
        f.update(answered_at=now, answered_by=staff.id).where(f.id == file_id).execute()
        if row.published_at is not None:
            audit.record(now, staff.id, "said who is in a photo", named(row))
        (found,) = tagged([row.id], photo_use(class_ids), only=file_id)[row.id]
        return found


def need_publishable(post_id: int) -> None:
    """Raises `FilesWanted`, with the names, while a photo of the post may not be shown (R7)."""
    use = photo_use(place_ids(post_id))
    files = tagged([post_id], use).get(post_id, ())
    open_ones = sum(it.needs_answer and not it.answered for it in files)
    if open_ones:
        which = "one photo or file" if open_ones == 1 else f"{open_ones} photos or files"
        raise FilesWanted(f"Please say first who is in {which}. “Nobody” is an answer.")
    without = {pupil.id: pupil.full_name for it in files for pupil in it.without}
    if without:
        who = ", ".join(without.values())
        raise FilesWanted(f"There is no permission to show photos in the {use} of: {who}.")


def tagged(
    post_ids: Collection[int], use: PhotoUse, only: int | None = None
) -> dict[int, tuple[TaggedFile, ...]]:
    """The files of posts in the order they came, with who is in them: three queries, whatever
    the number of posts, files and pupils. `only` is one file."""
    found: dict[int, list[TaggedFile]] = defaultdict(list)
    with reading():
        rows = list(_FILE(only)) if only is not None else _rows(post_ids)
        inside = _pupils([row.id for row in rows])
        everybody = {pupil.id for pupils in inside.values() for pupil in pupils}
        allowed = photo_permission.allowed(everybody, use) if everybody else frozenset()
    for row in rows:
        pupils = inside.get(row.id, [])
        found[row.post_id].append(
            TaggedFile(
                file=_record(row),
                needs_answer=row.kind in NEEDS_ANSWER,
                answered=row.answered_at is not None,
                pupils=tuple(pupils),
                without=tuple(it for it in pupils if it.id not in allowed),
            )
        )
    return {post_id: tuple(files) for post_id, files in found.items()}


def _rows(post_ids: Collection[int]) -> list[Any]:
    return list(_FILES(post_ids)) if post_ids else []


def _pupils(file_ids: list[int]) -> dict[int, list[Pupil]]:
    if not file_ids:
        return {}
    rows = list(_PUPILS(file_ids))
    found: dict[int, list[Pupil]] = defaultdict(list)
    files_of: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        files_of[row.id].append(row.in_file)
    for pupil in as_known({row.id: row for row in rows}.values()):
        for file_id in files_of[pupil.id]:
            found[file_id].append(pupil)
    return found


def _files(wanted: Any) -> Any:
    f, m = models.PostFile, models.Media
    facts = (m.kind, m.content_type, m.poster_sha256, m.width, m.height, m.seconds, m.pages)
    return f.select(f, *facts).join(m).where(wanted).order_by(f.id)


def _tags(file_ids: Collection[int]) -> Any:
    p, tag = models.Pupil, models.PostFilePupil
    names = (p.id, p.forename, p.preferred_name, p.surname, p.avatar)
    rows = p.select(*names, tag.file.alias("in_file")).join(tag)
    return rows.where(tag.file.in_(file_ids))


_FILES = Prepared(models.PostFile, lambda post_ids: _files(models.PostFile.post.in_(post_ids)))
_FILE = Prepared(models.PostFile, lambda file_id: _files(models.PostFile.id == file_id))
_PUPILS = Prepared(models.Pupil, _tags)


def shown(files: Iterable[TaggedFile]) -> tuple[StoryFile, ...]:
    """Those that readers may see."""
    return tuple(it.file for it in files if it.may_be_shown)


def _file(file_id: int) -> models.PostFile:
    row = models.PostFile.get_or_none(models.PostFile.id == file_id)
    if row is None:
        raise NotFound(FILE_GONE)
    return row


def _record(row: models.PostFile) -> StoryFile:
    return StoryFile(
        id=row.id,
        sha256=row.media_id,
        kind=row.kind,
        content_type=row.content_type,
        poster_sha256=row.poster_sha256,
        width=row.width,
        height=row.height,
        seconds=row.seconds,
        pages=row.pages,
        caption=row.caption,
    )
