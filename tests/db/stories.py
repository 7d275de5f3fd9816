"""What tests of stories begin with: a teacher, a parent, a photo, a post."""

from __future__ import annotations

import itertools
from datetime import datetime

from db import models, photo_permission, story, story_drafts
from db.connection import writing
from db.family_records import PhotoUse
from db.people import add_staff
from db.records import Role, Staff
from db.story_records import PostKind, Writing
from tests.conftest import NOW, Here

_numbers = itertools.count(1)


def teacher(class_id: int | None, name: str = "Mr Ash", role: Role = Role.TEACHER) -> Staff:
    """A member of staff who teaches the class."""
    with writing():
        staff = add_staff(name, role, NOW, pin="135791")
        if class_id is not None:
            models.StaffClass.create(staff=staff.id, school_class=class_id)
    return staff


def other_class(name: str = "Oak") -> int:
    with writing():
        return int(models.SchoolClass.create(name=name).id)


def parent(*pupil_ids: int, name: str = "Sam") -> int:
    """A parent whom staff confirmed for these pupils."""
    with writing():
        row = models.Guardian.create(name=name, joined_at=NOW)
        for pupil_id in pupil_ids:
            models.Guardianship.create(
                guardian=row, pupil=pupil_id, state="confirmed", asked_at=NOW, decided_at=NOW
            )
        return int(row.id)


def file(kind: str = "photo") -> str:
    """The name of a file of `db.media`; there is only its row."""
    sha256 = f"{next(_numbers):064x}"
    with writing():
        models.Media.create(
            sha256=sha256, kind=kind, content_type=f"{kind}/x", size=3, stored_at=NOW
        )
    return sha256


def news(here: Here, words: str = "We grew beans.", kind: PostKind = PostKind.NEWS) -> Writing:
    return Writing(kind, words, class_ids=(here.maple.id,))


def published(
    actor: Staff | None, written: Writing, now: datetime = NOW, *, anyway: bool = False
) -> int:
    post_id = story_drafts.save(actor, written, now)
    story.publish(actor, post_id, now, anyway=anyway)
    return post_id


def allow(
    here: Here, pupil_id: int, allowed: bool = True, use: PhotoUse = PhotoUse.CLASS_STORY
) -> None:
    photo_permission.record(here.leader, pupil_id, use, allowed, NOW)
