"""Photos of one's own posts that nobody sees any more, because permission was withdrawn (R7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db import models, photo_permission
from db.connection import reading
from db.family_records import PhotoUse
from db.records import Pupil, Staff
from db.story_photos import tagged
from db.story_records import PostState, StoryFile, TaggedFile
from db.story_rows import working

BEGINNING = 80  # letters of a post without a title


@dataclass(frozen=True, slots=True)
class Hidden:
    """A photo that its readers cannot see any more, because `without` have no permission now.
    `post` is the title of its post, or how that begins."""

    post_id: int
    post: str
    file: StoryFile
    without: tuple[Pupil, ...]


def hidden(actor: Staff | None) -> list[Hidden]:
    """The photos in this person's published posts that are hidden now because somebody in them
    has no permission, newest post first. Raises `NotAllowed`.

    The same few queries, and of the posts of all the years only those with such a photo are read:
    the staff room asks whenever anything changes.
    """
    post, place = models.Post, models.PostPlace
    with reading():
        staff = working(actor)
        mine = (post.staff == staff.id) & (post.state == PostState.PUBLISHED.value)
        of_school = post.id.in_(place.select(place.post).where(place.school_class.is_null()))
        files = _of(mine & ~of_school, PhotoUse.CLASS_STORY)
        files |= _of(mine & of_school, PhotoUse.SCHOOL_STORY)
        rows = list(
            post.select(post.id, post.title, post.words)
            .where(post.id.in_(list(files)))
            .order_by(post.published_at.desc(), post.id.desc())
        )
    return [
        Hidden(row.id, row.title or row.words[:BEGINNING], file.file, file.without)
        for row in rows
        for file in files[row.id]
        if file.without
    ]


def _of(posts: Any, use: PhotoUse) -> dict[int, tuple[TaggedFile, ...]]:
    """The files of those of these posts in which somebody has no permission, by the post's id."""
    post, file, tag = models.Post, models.PostFile, models.PostFilePupil
    tags = tag.select(tag.pupil).distinct().join(file).join(post).where(posts)
    everybody = {row.pupil_id for row in list(tags)}
    without = everybody - photo_permission.allowed(everybody, use)
    if not without:
        return {}
    theirs = file.select(file.post).join(tag).where(tag.pupil.in_(sorted(without)))
    rows = list(post.select(post.id).where(posts, post.id.in_(theirs)))
    return tagged([row.id for row in rows], use)
