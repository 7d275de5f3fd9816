"""Records of an earlier version are brought up to date with all that is in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playhouse.migrations import Runner

from db import connection, models, photo_permission, steps
from db.check import check
from db.connection import database, reading, writing
from db.family_records import PhotoUse
from db.set_up import set_up
from tests.conftest import FORENAMES, NOW, PIN, add_pupils


def test_families_and_media_are_all_there_when_stories_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tmp_path / "steps"
    before.mkdir()
    for step in ("0001_start.py", "0002_families.py"):
        shutil.copy(connection.MIGRATIONS / step, before)
    file = tmp_path / connection.FILE_NAME
    with monkeypatch.context() as earlier:
        earlier.setattr(steps, "MIGRATIONS", before)
        earlier.setattr(connection, "MIGRATIONS", before)
        connection.open_database(file)
    with writing():
        assert not database.table_exists("post")
        _, leader = set_up("Riverside Primary", "Mrs Rowan", PIN, NOW)
        maple = models.SchoolClass.create(name="Maple")
        pupil = add_pupils(maple.id, FORENAMES)[0]
        guardian = models.Guardian.create(name="Sam", joined_at=NOW)
        models.Guardianship.create(guardian=guardian, pupil=pupil, asked_at=NOW)
        models.Media.create(
            sha256="a" * 64, kind="photo", content_type="image/jpeg", size=3, stored_at=NOW
        )
        models.PortfolioItem.create(pupil=pupil, media="a" * 64, upload_key="one", posted_at=NOW)
        photo_permission.record(leader, pupil, PhotoUse.CLASS_STORY, True, NOW)
    connection.close_database()
    connection.open_database(file)
    try:
        with reading():
            runner = Runner(database.obj, str(connection.MIGRATIONS))
            assert all(step.applied for step in runner.status())
            assert models.PortfolioItem.get().media_id == "a" * 64
            assert models.Post.select().count() == 0
            assert photo_permission.allowed([pupil], PhotoUse.CLASS_STORY) == {pupil}
            assert check() == []
    finally:
        connection.close_database()
