"""How files come in: refused at their first bytes, cut off, sent again, too many, too much."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from db import agreement, connection, models, roster, uploads
from db.clock import utc_now
from db.media import PUPIL_FULL
from kiosk.decoding import front
from kiosk.decoding.kinds import TWO_AT_ONCE, UNKNOWN
from kiosk.settings import Phones, Settings
from kiosk.web import incoming, serve, turns
from tests import sending
from tests.conftest import NOW, Here
from tests.portfolios import two_families
from tests.web.conftest import Clock, new_phone
from tests.web.test_uploads import items, jpeg, send

JSON = "application/json"
MEBIBYTE = 1 << 20
MOST_MEMORY = 48 * MEBIBYTE  # more than before, while 99 MB come in


@pytest.fixture
def code(here: Here) -> str:
    family = two_families(here)
    return uploads.make(family.aisha, family.aisha.id, NOW, most_files=2).code


@pytest.fixture
def open_code(here: Here) -> str:
    """A link that is good by the real clock."""
    aisha = roster.pupils(here.maple.id)[0]
    agreement.sign(aisha, 1, NOW, typed_name=aisha.forename)
    return uploads.make(aisha, aisha.id, utc_now(), most_files=2).code


@pytest.fixture
def port(here: Here) -> Iterator[int]:
    """The real server, in a thread."""
    sockets = serve.listen(0)
    server = serve.server(Settings(here.data, phones=Phones(8080)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets})
    thread.start()
    _until(lambda: server.started)
    yield sockets[0].getsockname()[1]
    server.should_exit = server.force_exit = True
    thread.join(10)


def _until(happened) -> None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def left_over(here: Here) -> list[Path]:
    return [it for it in (here.data / "incoming").rglob("*") if it.is_file()]


def head(port: int, code: str, length: int, accept: str = JSON) -> bytes:
    """The first lines of a form of `length` bytes, and no more."""
    asked = sending.request(port, f"/u/{code}", b"", accept=accept)
    return asked.replace(b"Content-Length: 0", f"Content-Length: {length}".encode())


def answer_to(port: int, said: bytes) -> tuple[int, bytes]:
    """What comes back while the other side still waits to send the rest."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line:
        line.sendall(said)
        got = b""
        with suppress(TimeoutError):
            while b"\r\n\r\n" not in got or not got.rstrip().endswith((b"}", b"</html>")):
                piece = line.recv(65536)
                if not piece:
                    break
                got += piece
        return int(got.split(b" ")[1]), got


def test_a_file_that_cannot_be_taken_is_refused_at_its_first_bytes(
    here: Here, open_code: str, port: int
) -> None:
    begun = time.monotonic()
    form = sending.form({}, b"MZ a program" * 2000)[:16_000]
    status, said = answer_to(port, head(port, open_code, 60 * MEBIBYTE) + form)
    assert (status, UNKNOWN.encode() in said) == (422, True)
    assert time.monotonic() - begun < 5
    _until(lambda: not left_over(here))


@pytest.mark.parametrize("accept", [JSON, "text/html"])
def test_more_than_may_come_is_refused_before_it_comes(
    here: Here, open_code: str, port: int, accept: str
) -> None:
    status, said = answer_to(port, head(port, open_code, 400 * MEBIBYTE, accept))
    assert status == 413
    assert (b"too large" if accept == JSON else incoming.TOO_MUCH.encode()) in said
    status, _ = answer_to(port, head(port, "a" * 26, MEBIBYTE, accept))
    assert status == 404
    assert left_over(here) == []


def test_what_is_cut_off_is_not_kept(here: Here, open_code: str, port: int) -> None:
    form = sending.form({}, jpeg(size=(1200, 900)) + bytes(MEBIBYTE))
    with closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as line:
        line.sendall(head(port, open_code, len(form)) + form[: len(form) // 2])
        _until(lambda: left_over(here))
    _until(lambda: not list((here.data / "incoming").iterdir()))
    assert items() == []
    assert models.Media.select().count() == 0
    assert uploads.look(open_code, utc_now()).left == 2


def test_a_file_whose_answer_was_lost_is_saved_also_on_a_link_that_is_full(
    phone: TestClient, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for colour in ("red", "blue"):
        assert send(phone, f"/u/{code}", jpeg(colour), accept=JSON).status_code == 200
    monkeypatch.setattr(front, "decode", None)  # and nothing is opened again
    again = send(phone, f"/u/{code}", jpeg("blue"), accept=JSON)
    assert (again.status_code, again.json()["files"][0]["saved"]) == (200, True)
    another = send(phone, f"/u/{code}", jpeg("green"), accept=JSON)
    assert (another.status_code, another.json()["files"][0]["why"]) == (422, uploads.FULL)
    assert len(items()) == 2


def test_the_same_file_twice_at_the_same_moment_is_one_item(
    here: Here, open_code: str, port: int
) -> None:
    asked = sending.request(port, f"/u/{open_code}", sending.form({}, jpeg()), accept=JSON)

    async def both() -> list[sending.Answer]:
        return await asyncio.gather(*(sending.send(port, asked) for _ in range(4)))

    answers = asyncio.run(both())
    assert [json.loads(it.body)["files"][0]["saved"] for it in answers] == [True] * 4
    assert len(items()) == 1
    assert uploads.look(open_code, utc_now()).left == 1


def test_one_file_more_than_a_link_takes(phone: TestClient, code: str) -> None:
    answer = send(phone, f"/u/{code}", jpeg("red"), jpeg("green"), jpeg("blue"))
    assert answer.status_code == 200
    assert answer.text.count(": saved") == 2
    assert incoming.TOO_MUCH in answer.text
    assert len(items()) == 2


def test_what_would_be_refused_anyway_is_not_opened_and_leaves_nothing(
    phone: TestClient, here: Here, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def opened(*_: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(front, "decode", opened)
    answer = send(phone, f"/u/{code}", jpeg(), caption="a" * 201)
    assert (answer.status_code, items()) == (422, [])
    assert models.Media.select().count() == 0


def test_a_form_of_very_many_parts(phone: TestClient, here: Here, code: str) -> None:
    answer = send(phone, f"/u/{code}", *[b"x"] * (incoming.MOST_PARTS + 1))
    assert answer.status_code == 413
    assert (items(), left_over(here)) == ([], [])


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html><script>alert(1)</script>", UNKNOWN),
        (jpeg()[:20] + b"<script>alert(1)</script>" + jpeg()[20:], TWO_AT_ONCE),
        (jpeg()[:700], None),
        (b"\xff\xd8\xff" + os.urandom(5000), None),
        (b"%PDF-1.7\n" + b"0 " * 5000, None),
    ],
    ids=["page", "two in one", "cut", "noise", "no pages"],
)
def test_what_is_no_good_ends_in_a_sentence(
    phone: TestClient, here: Here, code: str, body: bytes, why: str | None
) -> None:
    answer = send(phone, f"/u/{code}", body, accept=JSON)
    assert answer.status_code == 422
    (said,) = answer.json()["files"]
    assert not said["saved"]
    assert said["why"] == why if why else said["why"].endswith((".", "?"))
    assert (items(), left_over(here)) == ([], [])
    assert uploads.look(code, NOW).left == 2


def test_a_disk_that_fills_up_while_it_comes(
    phone: TestClient, here: Here, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def usage(folder: Path) -> object:
        asked.append(1)
        free = 100 << 30 if len(asked) < 3 else 100 * MEBIBYTE
        return SimpleNamespace(free=free)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    answer = send(phone, f"/u/{code}", jpeg() + os.urandom(2 * MEBIBYTE), accept=JSON)
    assert (answer.status_code, answer.json()["why"]) == (422, incoming.NO_ROOM)
    assert (items(), left_over(here)) == ([], [])


def test_a_full_portfolio_is_full_for_who_does_not_say_how_much_comes(
    here: Here, clock: Clock, code: str
) -> None:
    form = sending.form({}, jpeg())
    with new_phone(here, clock) as client:
        state = client.app.state  # type: ignore[attr-defined]
        few = replace(state.settings.uploads, pupil_bytes=100)
        state.settings = replace(state.settings, uploads=few)
        answer = client.post(
            f"/u/{code}",
            content=iter([form]),
            headers={
                "Accept": JSON,
                "Content-Type": f"multipart/form-data; boundary={sending.BOUNDARY}",
            },
        )
    assert answer.json()["files"][0]["why"] == PUPIL_FULL
    assert (items(), models.Media.select().count()) == ([], 0)


def test_who_has_waited_for_a_decoder_long_enough_is_told(
    here: Here, clock: Clock, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.05)
    with new_phone(here, clock) as client:
        client.app.state.turns.decoders = asyncio.Semaphore(0)  # type: ignore[attr-defined]
        answer = send(client, f"/u/{code}", jpeg(), accept=JSON)
        assert answer.json()["files"][0]["why"] == turns.BUSY
    assert (items(), left_over(here)) == ([], [])


@contextmanager
def pages(data: Path) -> Iterator[tuple[int, int]]:
    """`kiosk serve`; gives its process and port."""
    with closing(socket.socket()) as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
    words = [sys.executable, "-m", "kiosk.start", "serve", "--data", str(data)]
    with subprocess.Popen(
        [*words, "--phone-port", str(port)], env=os.environ | {"KIOSK_FREE_MB": "0"}
    ) as process:
        try:
            _until(lambda: _answers(port))
            yield process.pid, port
        finally:
            process.kill()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _most_memory(pid: int) -> int:
    """The most that the process ever had in memory, in bytes, since it was last made to forget."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) << 10
    raise AssertionError("the kernel does not say")


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux")
def test_a_film_of_99_megabytes_is_never_in_memory(here: Here, open_code: str) -> None:
    connection.close_database()
    with pages(here.data) as (pid, port):
        small = sending.request(port, f"/u/{open_code}", sending.form({}, jpeg()), accept=JSON)
        assert asyncio.run(sending.send(port, small)).status == 200
        with suppress(PermissionError):  # only root may: the process is closed to others
            Path(f"/proc/{pid}/clear_refs").write_text("5")
        before = _most_memory(pid)
        film = b"\0\0\0\x14ftypisom\0\0\0\0isom" + os.urandom(MEBIBYTE) * 99
        asked = sending.request(port, f"/u/{open_code}", sending.form({}, film), accept=JSON)
        answer = asyncio.run(sending.send(port, asked))
        more = _most_memory(pid) - before
    assert answer.status == 422
    assert not json.loads(answer.body)["files"][0]["saved"]
    assert more < MOST_MEMORY, f"{more >> 20} MB more"
    shutil.rmtree(here.data / "incoming", ignore_errors=True)
