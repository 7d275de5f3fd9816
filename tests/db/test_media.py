"""The store of files: whole under their hash or not there, whatever happens in between."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from db import media, models
from db.connection import FILE_NAME, writing
from db.media import Facts, Room
from db.policy import NotFound, Refused
from tests.conftest import NOW, Here

PHOTO = Facts("photo", "image/jpeg", 64, 32)


@pytest.fixture
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("worker") / "clean.jpg"
    file.write_bytes(b"a photo")
    return file


@pytest.fixture
def poster(clean: Path) -> Path:
    file = clean.with_name("poster.jpg")
    file.write_bytes(b"small")
    return file


def test_a_file_stands_under_its_hash(records: Path, clean: Path, poster: Path) -> None:
    kept = media.keep(clean, poster, PHOTO, NOW)
    name = sha256(b"a photo").hexdigest()
    assert kept == media.get(name)
    assert (kept.sha256, kept.size, kept.poster_size, kept.facts) == (name, 7, 5, PHOTO)
    assert media.path(name) == records / "media" / name[:2] / name
    assert media.path(name).read_bytes() == b"a photo"
    assert media.path(kept.poster_sha256).read_bytes() == b"small"
    assert media.path(name).stat().st_mode & 0o077 == 0


def test_the_same_bytes_twice_are_one_file(records: Path, clean: Path) -> None:
    first = media.keep(clean, None, PHOTO, NOW)
    tomorrow = NOW + timedelta(days=1)
    assert media.keep(clean, None, PHOTO, tomorrow) == replace(first, stored_at=tomorrow)
    assert models.Media.select().count() == 1
    assert len([file for file in (records / "media").rglob("*") if file.is_file()]) == 1


def test_what_is_given_away_is_moved_in(records: Path, clean: Path, poster: Path) -> None:
    ours = [records / "clean", records / "poster"]
    for one, other in zip((clean, poster), ours, strict=True):
        other.write_bytes(one.read_bytes())
        other.chmod(0o644)
    kept = media.keep(*ours, PHOTO, NOW, take=True)
    assert kept == media.keep(clean, poster, PHOTO, NOW)
    assert not any(it.exists() for it in ours)
    assert media.check(every_byte=True) == []
    assert media.path(kept.sha256).stat().st_mode & 0o077 == 0
    assert clean.exists()


def test_what_is_no_name_leads_nowhere(records: Path) -> None:
    for name in ("", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"):
        with pytest.raises(NotFound):
            media.path(name)
    with pytest.raises(NotFound):
        media.get("a" * 64)


def test_sweep_removes_what_no_row_names(records: Path, clean: Path, poster: Path) -> None:
    kept = media.keep(clean, poster, PHOTO, NOW)
    clean.write_bytes(b"another")
    lost = media.keep(clean, None, PHOTO, NOW)
    with writing():
        models.Media.delete_by_id(lost.sha256)
    fresh, old = records / "media" / ".new-a", records / "media" / ".new-b"
    for file, age in ((fresh, 59), (old, 61)):
        file.write_bytes(b"half")
        moment = (NOW - timedelta(minutes=age)).timestamp()
        os.utime(file, (moment, moment))
    assert media.path(lost.sha256).exists()
    assert media.sweep(NOW) == media.Swept(2, ())
    assert not media.path(lost.sha256).exists()
    assert fresh.exists()
    assert media.path(kept.sha256).exists()
    assert media.path(kept.poster_sha256).exists()
    media.path(kept.sha256).unlink()
    assert media.sweep(NOW) == media.Swept(0, (kept.sha256,))


def test_sweep_forgets_what_nobody_came_to_use(here: Here, clean: Path, poster: Path) -> None:
    used = media.keep(clean, poster, PHOTO, NOW)
    models.PortfolioItem.create(
        pupil=here.pupil_ids[0], media=used.sha256, upload_key="1", posted_at=NOW
    )
    models.PortfolioItem.create(
        pupil=here.pupil_ids[0], words="only words", upload_key="2", posted_at=NOW
    )
    clean.write_bytes(b"cut off")
    unused = media.keep(clean, None, PHOTO, NOW)
    assert media.sweep(NOW + media.STALE).removed == 0
    media.keep(clean, None, PHOTO, NOW + media.STALE)  # sent once more: it is in use again
    assert media.sweep(NOW + media.STALE * 2).removed == 0
    assert media.sweep(NOW + media.STALE * 3) == media.Swept(1, ())
    assert [row.sha256 for row in models.Media.select()] == [used.sha256]
    assert not media.path(unused.sha256).exists()
    assert media.path(used.poster_sha256).exists()


def test_check_finds_missing_and_damaged_files(records: Path, clean: Path, poster: Path) -> None:
    kept = media.keep(clean, poster, PHOTO, NOW)
    assert media.check(every_byte=True) == []
    media.path(kept.sha256).write_bytes(b"A PHOTO")
    assert media.check() == []
    assert "damaged" in media.check(every_byte=True)[0]
    media.path(kept.sha256).write_bytes(b"a")
    assert "damaged" in media.check()[0]
    media.path(kept.poster_sha256).unlink()
    assert [kept.poster_sha256[:12] in said for said in media.check()] == [True, False]


def test_there_is_only_so_much_room(here: Here, clean: Path) -> None:
    pupil = here.pupil_ids[0]
    kept = media.keep(clean, None, PHOTO, NOW)
    item = models.PortfolioItem.create(
        pupil=pupil, media=kept.sha256, upload_key="k", posted_at=NOW
    )
    media.need_room(pupil, 3, Room(store=10, pupil=10, free=0))
    with pytest.raises(Refused, match="no room"):
        media.need_room(pupil, 4, Room(store=10, pupil=99, free=0))
    with pytest.raises(Refused, match="no room"):
        media.need_room(pupil, 4, Room(free=1 << 60))
    with pytest.raises(Refused, match="portfolio is full"):
        media.need_room(pupil, 4, Room(store=99, pupil=10, free=0))
    media.need_room(here.pupil_ids[1], 4, Room(store=99, pupil=10, free=0))
    item.state = "taken back"
    item.save()
    media.need_room(pupil, 4, Room(store=99, pupil=10, free=0))


KEEPING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from db import connection, media
data, clean = Path(sys.argv[1]), Path(sys.argv[2])
connection.open_database(data / connection.FILE_NAME)
for number in range(10_000):
    clean.write_bytes(str(number).encode() * 50_000)
    media.keep(clean, None, media.Facts("photo", "image/jpeg"), datetime.now(UTC))
    print(number, flush=True)
"""


@pytest.mark.fault
@pytest.mark.parametrize("after", [0.0, 0.013, 0.05])
def test_a_kill_never_leaves_a_row_without_its_file(
    records: Path, clean: Path, after: float
) -> None:
    assert (records / FILE_NAME).exists()
    with subprocess.Popen(
        [sys.executable, "-c", KEEPING, str(records), str(clean)], stdout=subprocess.PIPE
    ) as keeper:
        assert keeper.stdout is not None
        keeper.stdout.readline()
        time.sleep(after)
        os.kill(keeper.pid, signal.SIGKILL)
    assert models.Media.select().count() > 0
    assert media.check(every_byte=True) == []
    models.Media.update(stored_at=NOW + timedelta(days=9999)).execute()
    assert media.sweep(NOW + timedelta(days=9999)).missing == ()
    left = [file.name for file in (records / "media").rglob("*") if file.is_file()]
    assert sorted(left) == sorted(row.sha256 for row in models.Media.select())
