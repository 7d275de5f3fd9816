"""`kiosk check` finds what does not agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db import models, points, skills
from db.check import check
from db.connection import database, writing
from tests.conftest import NOW, Here


def award(here: Here) -> None:
    points.award(here.leader, "act", here.maple.id, here.pupil_ids[:3], skills.skills()[0].id, NOW)


def test_all_is_well_after_awards_and_undo(here: Here) -> None:
    award(here)
    assert check() == []
    points.undo(here.leader, "act", NOW)
    assert check() == []


def wrong_pupil(here: Here) -> None:
    models.Pupil.update(points=5).where(models.Pupil.id == here.pupil_ids[0]).execute()


def wrong_class(here: Here) -> None:
    models.SchoolClass.update(points=5).execute()


def half_an_undo(here: Here) -> None:
    models.Award.update(undone_at=NOW).where(models.Award.pupil == here.pupil_ids[0]).execute()
    models.Pupil.update(points=0).where(models.Pupil.id == here.pupil_ids[0]).execute()
    models.SchoolClass.update(points=2).execute()


def two_homes(here: Here) -> None:
    other = models.SchoolClass.create(name="Oak")
    models.Enrolment.create(pupil=here.pupil_ids[0], school_class=other)


def no_trigger(here: Here) -> None:
    database.execute_sql("DROP TRIGGER signature_no_update")


def no_pupil(here: Here) -> None:
    models.Attendance.create(
        pupil=here.pupil_ids[5], day=NOW.date(), mark="late", staff=here.leader.id, marked_at=NOW
    )
    database.execute_sql("UPDATE attendance SET pupil_id = 4711")


def blank_signature(here: Here) -> None:
    version = models.AgreementVersion.get_or_none() or models.AgreementVersion.create(
        number=1, made_at=NOW
    )
    if not version.promises.exists():
        models.AgreementPromise.create(version=version, position=1, title="T", words="W")
    models.Signature.create(
        pupil=here.pupil_ids[0],
        version=version,
        pupil_name="Aisha",
        school_name="Riverside",
        signed_at=NOW,
        day=NOW.date(),
    )


def post(here: Here, **how: object) -> models.Post:
    made = {"kind": "news", "staff": here.leader.id, "made_at": NOW, "saved_at": NOW} | how
    return models.Post.create(**made)


def wrong_likes(here: Here) -> None:
    models.PostPlace.create(post=post(here, likes=2))


def wrong_comments(here: Here) -> None:
    models.PostPlace.create(post=post(here, comments=1))


def unseen_post(here: Here) -> None:
    models.PostPlace.create(post=post(here, state="published", published_at=NOW))


def draft_that_is_seen(here: Here) -> None:
    models.PostPlace.create(post=post(here), shown_at=NOW)


def post_for_nobody(here: Here) -> None:
    post(here)


def held_for_nothing(here: Here) -> None:
    models.PostPlace.create(post=post(here, held=True))


def news_that_is_done(here: Here) -> None:
    row = post(here)
    models.PostPlace.create(post=row)
    models.HomeworkDone.create(post=row, pupil=here.pupil_ids[0], done_at=NOW)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (wrong_pupil, "total of 5, but awards of 1"),
        (wrong_class, "total of 5, but awards of 3"),
        (half_an_undo, "not the same for all"),
        (two_homes, "2 home classes"),
        (no_trigger, "signature_no_update is missing"),
        (no_pupil, "attendance points to a row of pupil"),
        (blank_signature, "neither a name nor a drawing"),
        (wrong_likes, "2 likes, but there are 0"),
        (wrong_comments, "1 comments, but there are 0"),
        (unseen_post, "otherwise than it says"),
        (draft_that_is_seen, "otherwise than it says"),
        (post_for_nobody, "no story"),
        (held_for_nothing, "no report on it is open"),
        (news_that_is_done, "is no homework"),
    ],
)
def test_what_does_not_agree_is_said(here: Here, spoil: Callable[[Here], None], words: str) -> None:
    award(here)
    database.execute_sql("PRAGMA foreign_keys = off")
    with database.connection_context():
        database.execute_sql("PRAGMA foreign_keys = off")
        with writing():
            spoil(here)
        database.execute_sql("PRAGMA foreign_keys = on")
    found = check()
    assert [sentence for sentence in found if words in sentence], found
