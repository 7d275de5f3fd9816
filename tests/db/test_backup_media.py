"""Photos, films and papers go into the backup, and come back, each whole."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import tracemalloc
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import backup_media, connection, media, models
from db.backup import FORMAT, MANIFEST, WITHOUT_MEDIA, backup, restore
from db.connection import FILE_NAME, writing
from db.media import Facts, Media
from db.policy import Refused
from tests.conftest import NOW, Here

PHOTO = Facts("photo", "image/jpeg", 64, 32)


@pytest.fixture
def worker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("worker")


def keep(worker: Path, held: bytes, poster: bytes = b"") -> Media:
    clean, still = worker / "clean", worker / "poster"
    clean.write_bytes(held)
    still.write_bytes(poster)
    return media.keep(clean, still if poster else None, PHOTO, NOW)


def test_files_and_posters_come_back(here: Here, tmp_path: Path, worker: Path) -> None:
    kept = keep(worker, b"a film", b"its still")
    made = backup(tmp_path / "safe.zip", NOW)
    restored = restore(made.file, tmp_path / "new", NOW)
    assert (restored.disagreements, made.lacking, media.check(every_byte=True)) == ((), (), [])
    assert media.folder() == tmp_path / "new" / "media"
    assert media.path(kept.sha256).read_bytes() == b"a film"
    assert media.path(kept.poster_sha256).read_bytes() == b"its still"
    assert media.folder().stat().st_mode & 0o077 == 0


def test_what_no_row_names_is_not_in_it(here: Here, tmp_path: Path, worker: Path) -> None:
    kept = keep(worker, b"named")
    other = media.path("ab" * 32)
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(b"left over")
    (media.folder() / ".new-half").write_bytes(b"half")
    with zipfile.ZipFile(backup(tmp_path / "safe.zip", NOW).file) as zipped:
        members = [name for name in zipped.namelist() if "media" in name]
        manifest = json.loads(zipped.read(MANIFEST))
    assert members == [f"media/{kept.sha256}"]
    assert manifest["files"][members[0]] == kept.sha256


def test_the_files_of_the_records_before_are_kept_with_them(
    here: Here, tmp_path: Path, worker: Path
) -> None:
    first = keep(worker, b"first")
    made = backup(tmp_path / "safe.zip", NOW)
    second = keep(worker, b"second")
    restored = restore(made.file, here.data, NOW)
    swept = media.sweep(NOW)
    assert (swept.removed, swept.missing) == (1, ())
    assert media.path(first.sha256).exists()
    assert not media.path(second.sha256).exists()
    assert restored.kept is not None
    connection.open_database(restored.kept / FILE_NAME)
    assert media.check(every_byte=True) == []
    assert media.path(second.sha256).read_bytes() == b"second"


def test_a_damaged_file_is_mended_by_restoring(here: Here, tmp_path: Path, worker: Path) -> None:
    kept = keep(worker, b"a photo")
    made = backup(tmp_path / "safe.zip", NOW)
    media.path(kept.sha256).write_bytes(b"rotten!")
    restore(made.file, here.data, NOW)
    assert media.check(every_byte=True) == []


def test_what_is_missing_or_damaged_keeps_no_backup_from_being_made(
    here: Here, tmp_path: Path, worker: Path
) -> None:
    gone, rotten, good = (keep(worker, name) for name in (b"gone", b"fresh", b"good"))
    media.path(gone.sha256).unlink()
    media.path(rotten.sha256).write_bytes(b"stale")
    made = backup(tmp_path / "safe.zip", NOW)
    restored = restore(made.file, tmp_path / "new", NOW)
    assert sorted(it[12:24] for it in made.lacking) == sorted(
        [gone.sha256[:12], rotten.sha256[:12]]
    )
    assert restored.backup == made
    assert media.path(good.sha256).exists()
    assert len(media.check(every_byte=True)) == 2


def test_what_is_taken_back_while_a_backup_is_made_is_whole_in_it(
    here: Here, tmp_path: Path, worker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(worker, b"a photo", b"small")
    write = backup_media.write

    def meanwhile(*args: Any) -> Any:
        with writing():
            left = media.let_go(kept.sha256, NOW)
        media.remove(left)
        assert not media.path(kept.sha256).exists()
        return write(*args)

    monkeypatch.setattr(backup_media, "write", meanwhile)
    made = backup(tmp_path / "safe.zip", NOW)
    restored = restore(made.file, tmp_path / "new", NOW)
    assert (made.lacking, restored.disagreements, media.check(every_byte=True)) == ((), (), [])
    assert media.path(kept.sha256).read_bytes() == b"a photo"


def test_a_backup_from_before_there_were_media_is_restored(here: Here, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup(tmp_path / "new.zip", NOW).file) as zipped:
        manifest, records = json.loads(zipped.read(MANIFEST)), zipped.read(FILE_NAME)
    assert manifest.pop("format") == FORMAT
    del manifest["lacking"]
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as zipped:
        zipped.writestr(MANIFEST, json.dumps({"format": WITHOUT_MEDIA} | manifest))
        zipped.writestr(FILE_NAME, records)
    restored = restore(tmp_path / "old.zip", tmp_path / "other", NOW)
    assert (restored.backup.school, restored.disagreements) == ("Riverside Primary", ())


@pytest.mark.parametrize(
    "name",
    [
        "media/../../x",
        "media/" + "A" * 64,
        "media/" + "a" * 64 + "/x",
        "media/",
        "/etc/x",
        "a" * 64,
    ],
)
def test_a_member_leads_nowhere_but_into_the_media_folder(
    here: Here, tmp_path: Path, name: str
) -> None:
    made = backup(tmp_path / "safe.zip", NOW)
    with zipfile.ZipFile(made.file) as zipped:
        manifest, records = json.loads(zipped.read(MANIFEST)), zipped.read(FILE_NAME)
    manifest["files"][name] = ""
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as zipped:
        zipped.writestr(MANIFEST, json.dumps(manifest))
        zipped.writestr(FILE_NAME, records)
        zipped.writestr(name, b"")
    with pytest.raises(Refused, match="not a backup"):
        restore(tmp_path / "bad.zip", here.data, NOW)


def test_a_photo_damaged_inside_the_backup_restores_nothing(
    here: Here, tmp_path: Path, worker: Path
) -> None:
    keep(worker, b"a photo of a clay dragon")
    made = backup(tmp_path / "safe.zip", NOW)
    made.file.write_bytes(made.file.read_bytes().replace(b"clay dragon", b"clay wagon "))
    with pytest.raises(Refused, match="damaged"):
        restore(made.file, here.data, NOW)
    assert not list(here.data.glob("before-restore-*"))


def test_files_are_streamed(here: Here, tmp_path: Path, worker: Path) -> None:
    keep(worker, os.urandom(1 << 20) * 40)
    tracemalloc.start()
    try:
        made = backup(tmp_path / "safe.zip", NOW)
        restore(made.file, tmp_path / "new", NOW)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10 << 20
    assert media.check(every_byte=True) == []


def test_a_backup_while_photos_come_has_the_file_of_every_row(
    here: Here, tmp_path: Path, worker: Path
) -> None:
    stop = threading.Event()

    def send(number: int) -> None:
        folder = worker / str(number)
        folder.mkdir()
        count = 0
        while not stop.is_set():
            kept = keep(folder, f"photo {number} {count}".encode(), f"small {count}".encode())
            models.PortfolioItem.create(
                pupil=here.pupil_ids[0],
                media=kept.sha256,
                upload_key=f"{number}-{count}",
                posted_at=NOW,
            )
            count += 1

    threads = [threading.Thread(target=send, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    try:
        made = [backup(tmp_path / f"{number}.zip", NOW) for number in range(6)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    counts = []
    for number, one in enumerate(made):
        assert one.lacking == ()
        restored = restore(one.file, tmp_path / f"restored-{number}", NOW)
        assert restored.disagreements == ()
        assert media.check(every_byte=True) == []
        with closing(sqlite3.connect(tmp_path / f"restored-{number}" / FILE_NAME)) as records:
            counts.append(records.execute("SELECT COUNT(*) FROM media").fetchone()[0])
    assert counts[-1] > counts[0]
