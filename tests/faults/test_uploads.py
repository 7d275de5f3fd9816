"""Phones are in the middle of sending when something dies, fills up or is besieged: what a phone
was told is saved is there once, whole, and nothing is left half."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from db import agreement, connection, media, models, roster, uploads
from db.check import check
from db.clock import utc_now
from db.connection import FILE_NAME
from kiosk.settings import Phones, Settings, Uploads
from kiosk.web import app as web_app
from tests import sending
from tests.conftest import NOW, Here
from tests.e2e.pty_kiosk import PtyKiosk
from tests.faults.conftest import KILLS
from tests.faults.test_storage import Disk, disk, records  # noqa: F401 - fixtures

PATIENCE = 60.0
SENDERS = 3
MANY = 100_000


def free_port() -> int:
    with closing(socket.socket()) as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
        return port


def link(here: Here) -> str:
    """An upload link for the first pupil that takes as many files as come."""
    aisha = roster.pupils(here.maple.id)[0]
    if not models.Signature.select().where(models.Signature.pupil == aisha.id).exists():
        agreement.sign(aisha, 1, NOW, typed_name=aisha.forename)
    return uploads.make(aisha, aisha.id, utc_now() + timedelta(hours=1), most_files=MANY).code


def picture(number: int) -> bytes:
    """A small photo, another one for each number."""
    out = BytesIO()
    colour = (number >> 16 & 255, number >> 8 & 255, number & 255)
    image = Image.new("RGB", (320, 240), colour)
    image.save(out, "PNG")  # to the pixel: no two are the same after decoding either
    return out.getvalue()


class Senders:
    """Phones that send without end, whatever the other side does, and remember what they were
    told."""

    def __init__(self, port: int, code: str) -> None:
        self.saved: set[str] = set()
        self._port, self._code = port, code
        self._number = 0
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._send) for _ in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _send(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                self._number += 1
                number = self._number
            name = f"photo {number}"
            asked = sending.request(
                self._port,
                f"/u/{self._code}",
                sending.form({"caption": name}, picture(number)),
                accept="application/json",
            )
            for _ in range(3):  # as the page's script does: the same file again
                answer = asyncio.run(sending.send(self._port, asked, wait=10))
                if answer.status == 200 and json.loads(answer.body)["files"][0]["saved"]:
                    with self._lock:
                        self.saved.add(name)
                    break
                if self._stop.wait(0.05):
                    break


@contextmanager
def pages(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The phone pages alone, killed at the end."""
    words = [sys.executable, "-m", "kiosk.start", "serve", "--data", str(data)]
    with subprocess.Popen(
        [*words, "--phone-port", str(port)],
        env=os.environ | {"KIOSK_FREE_MB": "0"},
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            wait_for(port)
            yield process
        finally:
            process.kill()


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
            return
        assert time.monotonic() < until, "the phone pages never answered"
        time.sleep(0.02)


def all_is_there(data: Path, saved: set[str]) -> None:
    """Each once, with its hash; no row without its file, no file without a row."""
    connection.open_database(data / FILE_NAME)
    try:
        assert check() + media.check(every_byte=True) == []
        names = [row.words for row in models.PortfolioItem.select()]
        assert len(names) == len(set(names))
        assert saved <= set(names), saved - set(names)
        # Whoever died is a day gone: what it left is swept.
        assert media.sweep(utc_now() + timedelta(days=1)).missing == ()
        rows = models.Media.select(models.Media.sha256, models.Media.poster_sha256).tuples()
        named = {name for row in rows for name in row if name}
        files = {it.name for it in (data / "media").rglob("*") if it.is_file()}
        assert files == named
        held = {row.media_id for row in models.PortfolioItem.select() if row.media_id}
        assert held == {row.sha256 for row in models.Media.select()}
    finally:
        connection.close_database()


def test_nothing_told_as_saved_is_lost_when_the_phone_pages_are_killed(
    here: Here, chance: random.Random
) -> None:
    port, code = free_port(), link(here)
    connection.close_database()
    phones = Senders(port, code)
    try:
        for _ in range(KILLS):
            with pages(here.data, port) as process:
                time.sleep(chance.uniform(0.1, 2.5))
                process.kill()
    finally:
        with pages(here.data, port):
            until = time.monotonic() + PATIENCE  # a busy machine saves little in a short life
            while len(phones.saved) < 3 and time.monotonic() < until:
                time.sleep(0.1)
            phones.close()
            assert len(list((here.data / "incoming").iterdir())) == 0
    assert len(phones.saved) >= 3, "too little was saved to prove anything"
    all_is_there(here.data, phones.saved)


def test_nothing_told_as_saved_is_lost_when_the_kiosk_is_killed(
    here: Here, chance: random.Random
) -> None:
    """And its phone pages end with it, so that the next kiosk has the port."""
    port, code = free_port(), link(here)
    connection.close_database()
    phones = Senders(port, code)
    words = ("run", "--data", str(here.data), "--phone-port", str(port))
    try:
        for _ in range(max(2, KILLS // 3)):
            kiosk = PtyKiosk(*words, environ={"KIOSK_FREE_MB": "0"})
            drain = threading.Thread(target=_drain, args=(kiosk.master,), daemon=True)
            drain.start()
            wait_for(port)
            time.sleep(chance.uniform(0.2, 1.5))
            kiosk.process.send_signal(signal.SIGKILL)
            kiosk.process.wait(PATIENCE)
            kiosk.close()
            until = time.monotonic() + 15
            while _answers(port):
                assert time.monotonic() < until, "the phone pages outlived the kiosk"
                time.sleep(0.05)
    finally:
        phones.close()
    assert phones.saved
    all_is_there(here.data, phones.saved)


def _drain(terminal: int) -> None:
    with suppress(OSError):
        while os.read(terminal, 65536):
            pass


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_disk_that_fills_up_in_the_middle_of_a_file(
    here: Here,
    disk: Disk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Though there seemed to be room for it when it began."""
    monkeypatch.setattr(media, "need_room", lambda *_: None)
    if not disk.real:
        pytest.skip("needs the right to mount a small disk")
    code = link(here)
    settings = Settings(here.data, phones=Phones(8080), uploads=Uploads(free_bytes=0))
    app = web_app.build(settings, hosts=lambda: frozenset({"127.0.0.1"}))
    origin = "http://127.0.0.1:8080"
    noise = BytesIO()
    Image.effect_noise((900, 700), 90).save(noise, "JPEG", quality=90)
    assert len(noise.getvalue()) > 250_000
    free = os.statvfs(disk.folder).f_bavail * os.statvfs(disk.folder).f_frsize
    filler = disk.folder / "film.mkv"
    with TestClient(app, base_url=origin, headers={"Origin": origin}) as phone:

        def send() -> tuple[int, dict[str, object]]:
            answer = phone.post(
                f"/u/{code}",
                files=[("files", ("a.jpg", noise.getvalue(), "image/jpeg"))],
                headers={"Accept": "application/json"},
            )
            return answer.status_code, answer.json()

        statuses: list[int] = []
        # Room for a part of what comes; then for what comes, and not for what is made of it.
        for room in (100_000, len(noise.getvalue()) + 40_000, 2 * len(noise.getvalue())):
            filler.write_bytes(b"\1" * max(0, free - room))
            status, said = send()
            statuses.append(status)
            if status == 200:
                continue  # there was room after all
            words = str(said["why"]) or str(said["files"][0]["why"])  # type: ignore[index]
            assert words.endswith(".")
            assert "room" in words or "full" in words, words
            assert models.PortfolioItem.select().count() == 0
            assert media.check(every_byte=True) == []
            assert list((here.data / "incoming").glob("*")) == []
        assert statuses[0] in (422, 503)
        assert 200 not in statuses[:2]
        filler.unlink()
        assert send()[0] == 200
    assert models.PortfolioItem.select().count() == 1
    assert media.check(every_byte=True) == []


def test_two_hundred_that_trickle_keep_no_photo_waiting(here: Here) -> None:
    """A good upload is decoded, kept and told as saved within two seconds meanwhile."""
    port, code = free_port(), link(here)
    connection.close_database()
    with pages(here.data, port):
        besiegers = []
        for number in range(200):
            line = socket.socket()
            line.bind((f"127.0.0.{2 + number % 50}", 0))
            line.connect(("127.0.0.1", port))
            line.sendall(b"POST /u/x HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
            besiegers.append(line)
        stop = threading.Event()

        def trickle() -> None:
            while not stop.wait(0.2):
                for line in besiegers:
                    with suppress(OSError):
                        line.send(b"a")

        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            asked = sending.request(
                port, f"/u/{code}", sending.form({}, picture(7)), accept="application/json"
            )
            asyncio.run(sending.send(port, asked))  # the first one loads the decoder from the disk
            again = sending.request(
                port, f"/u/{code}", sending.form({}, picture(8)), accept="application/json"
            )
            answer = asyncio.run(sending.send(port, again))
        finally:
            stop.set()
            thread.join()
            for line in besiegers:
                line.close()
    assert (answer.status, json.loads(answer.body)["files"][0]["saved"]) == (200, True)
    assert answer.seconds < 2
