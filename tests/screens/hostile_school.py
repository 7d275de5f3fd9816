"""A school in which every word that a person could type means harm, straight in the tables."""

from __future__ import annotations

from datetime import timedelta

from db import models
from db.avatars import avatar_for
from db.connection import writing
from db.records import Kind, Mark
from tests.conftest import NOW, TODAY, Here
from tests.names import HOSTILE, WHOLE

# A lone surrogate cannot be written to a database at all.
KEPT = [name for name in (*HOSTILE, *WHOLE) if name.isprintable() or "\ud800" not in name]
CODE = (2, 0, 11)


def word(number: int) -> str:
    return KEPT[number % len(KEPT)]


def fill(here: Here) -> list[int]:
    """Fill the open records; gives the pupils' ids, in the order of `KEPT`."""
    with writing():
        models.School.update(name=KEPT[0]).execute()
        models.Staff.update(name=KEPT[0]).where(models.Staff.id == here.leader.id).execute()
        models.SchoolClass.update(
            name=KEPT[1], year_group=KEPT[9], goal_name=KEPT[2], goal_points=100
        ).execute()
        models.Enrolment.delete().execute()
        for number, name in enumerate(KEPT):
            models.SchoolClass.create(name=f"{name}{number}", year_group=name)
            models.Staff.create(name=f"{name}{number}", role="teacher")
            models.Skill.create(
                name=name,
                icon="⭐",
                key=word(number)[:1] if number % 7 == 0 else "",
                kind=list(Kind)[number % 3].value,
                points=1 + number % 5,
            )
        skill = models.Skill.select().order_by(models.Skill.id.desc()).first()
        version = models.AgreementVersion.create(number=2, closing=KEPT[0], made_at=NOW)
        for position in range(6):
            models.AgreementPromise.create(
                version=version, position=position, title=word(position), words=word(position + 9)
            )
        ids = [_pupil(here, number, name, skill.id, version.id) for number, name in enumerate(KEPT)]
        for number, name in enumerate(KEPT):
            group = models.PupilGroup.create(school_class=here.maple.id, name=name)
            for pupil_id in ids[number : number + 4]:
                models.GroupMember.create(group=group, pupil=pupil_id)
        _portfolios(here, ids)
        models.KeepApart.create(school_class=here.maple.id, first=ids[0], second=ids[1])
    return ids


def _portfolios(here: Here, ids: list[int]) -> None:
    """Every pupil has a parent, who waits or is connected, and a piece of writing with comments."""
    for number, pupil_id in enumerate(ids):
        guardian = models.Guardian.create(name=word(number + 3), joined_at=NOW)
        models.Guardianship.create(
            guardian=guardian,
            pupil=pupil_id,
            relationship=word(number + 6),
            state="waiting" if number % 2 else "confirmed",
            asked_at=NOW,
        )
        models.GuardianContact.create(
            pupil=pupil_id, name=word(number + 7), relationship=word(number + 8)
        )
        item = models.PortfolioItem.create(
            pupil=pupil_id,
            words="\n".join(KEPT),
            upload_key=f"key {number}",
            guardian=guardian,
            posted_at=NOW,
            note=word(number + 1),
        )
        models.ItemComment.create(
            item=item, staff=here.leader.id, words=word(number + 2), written_at=NOW
        )
        models.PhotoPermission.create(
            pupil=pupil_id,
            use="portfolio",
            allowed=True,
            recorded_by=here.leader.id,
            recorded_at=NOW,
        )


def _pupil(here: Here, number: int, name: str, skill_id: int, version_id: int) -> int:
    pupil = models.Pupil.create(
        forename=name,
        surname=word(number + 1),
        preferred_name=name if number % 2 else "",
        avatar=avatar_for(number),
        picture_code="",
    )
    models.Enrolment.create(pupil=pupil, school_class=here.maple.id)
    models.Award.create(
        act=f"act-{number // 3}",
        pupil=pupil,
        school_class=here.maple.id,
        skill=skill_id,
        skill_name=word(number + 2),
        icon="⭐",
        kind=Kind.EFFORT.value,
        points=1,
        note=word(number + 4),
        staff=here.leader.id,
        given_at=NOW - timedelta(minutes=number),
        day=TODAY,
    )
    if number % 4 == 0:
        models.Attendance.create(
            pupil=pupil, day=TODAY, mark=Mark.LATE.value, staff=here.leader.id, marked_at=NOW
        )
    if number % 2 == 0:
        models.Signature.create(
            pupil=pupil,
            version=version_id,
            pupil_name=name,
            school_name=word(number + 3),
            typed_name=word(number + 5),
            signed_at=NOW,
            day=TODAY,
        )
    return int(pupil.id)
