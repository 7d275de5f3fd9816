"""The phone pages' process: up with the kiosk, up again after a kill, gone with the kiosk."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from db import connection
from kiosk import phone_pages
from kiosk.phone_pages import PhonePages
from kiosk.settings import Phones, Settings
from tests.conftest import Here

PATIENCE = 30.0


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port: int = made.getsockname()[1]
        return port


@pytest.fixture
def settings(here: Here) -> Settings:
    connection.close_database()
    return Settings(here.data, phones=Phones(free_port()))


def answers(settings: Settings) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{settings.phones.port}/", timeout=5) as page:
            return b"Riverside Primary" in page.read()
    except OSError:
        return False


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(true):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)


async def test_the_pages_are_there_until_they_are_stopped(settings: Settings) -> None:
    pages = PhonePages()
    await pages.start(settings)
    assert pages.state == "starting"
    await until(lambda: pages.state == "running")
    assert answers(settings)
    await pages.stop()
    assert (pages.state, answers(settings)) == ("off", False)


async def test_without_a_port_there_are_none(settings: Settings) -> None:
    pages = PhonePages()
    await pages.start(replace(settings, phones=Phones()))
    assert pages.state == "off"
    await pages.stop()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_killed_they_come_back(
    settings: Settings, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_pages, "PAUSES", (0.1,))
    pages = PhonePages()
    await pages.start(settings)
    try:
        await until(lambda: pages.state == "running")
        assert pages.process is not None
        pages.process.send_signal(number)
        await until(lambda: pages.state != "running")
        await until(lambda: pages.state == "running")
        assert answers(settings)
    finally:
        await pages.stop()


async def test_hung_they_are_started_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_pages, "PAUSES", (0.1,))
    monkeypatch.setattr(phone_pages, "SILENT_SECONDS", 7.0)
    pages = PhonePages()
    await pages.start(settings)
    try:
        await until(lambda: pages.state == "running")
        hung = pages.process
        assert hung is not None
        hung.send_signal(signal.SIGSTOP)
        await until(lambda: pages.state == "failed")
        assert pages.problem == "They hung."
        await until(lambda: pages.state == "running")
        assert hung.returncode == -signal.SIGKILL
        assert answers(settings)
    finally:
        await pages.stop()


async def test_a_port_that_is_taken_is_said_and_had_when_it_is_free(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_pages, "PAUSES", (0.1,))
    pages = PhonePages()
    with socket.socket() as other:
        other.bind(("0.0.0.0", settings.phones.port))
        other.listen()
        await pages.start(settings)
        await until(lambda: pages.state == "failed")
        assert pages.problem.startswith(f"The phone pages cannot use port {settings.phones.port}")
    try:
        await until(lambda: pages.state == "running")
        assert pages.problem == ""
    finally:
        await pages.stop()


def test_they_end_with_the_kiosk_however_it_ends(settings: Settings) -> None:
    """The parent is killed: it says nothing to anybody."""
    code = (
        "import asyncio, sys, pathlib\n"
        "from kiosk.phone_pages import PhonePages\n"
        "from kiosk.settings import Settings, Phones\n"
        "async def main():\n"
        "    pages = PhonePages()\n"
        "    phones = Phones(int(sys.argv[2]))\n"
        "    await pages.start(Settings(pathlib.Path(sys.argv[1]), phones=phones))\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    words = [sys.executable, "-c", code, str(settings.data), str(settings.phones.port)]
    with subprocess.Popen(words) as parent:
        try:
            until_then = time.monotonic() + PATIENCE
            while not answers(settings):
                assert time.monotonic() < until_then
                time.sleep(0.1)
        finally:
            parent.kill()
    until_then = time.monotonic() + 15
    while answers(settings):
        assert time.monotonic() < until_then, "nobody ended the phone pages"
        time.sleep(0.1)


def test_serve_alone_says_where_and_ends_in_order(settings: Settings) -> None:
    words = [sys.executable, "-m", "kiosk.start", "serve", "--data", str(settings.data)]
    words += ["--phone-port", str(settings.phones.port)]
    environ = os.environ | {"KIOSK_PUBLIC_URL": "http://kiosk.school.example"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert answers(settings)
        finally:
            process.terminate()
    assert said == "Phones find the pages at http://kiosk.school.example\n"
    assert not answers(settings)


def test_a_certificate_that_is_none_is_a_sentence(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("nothing")
    words = [sys.executable, "-m", "kiosk.start", "serve", "--data", str(settings.data)]
    words += ["--phone-port", str(settings.phones.port)]
    words += ["--tls-cert", str(tmp_path / "cert.pem"), "--tls-key", str(tmp_path / "cert.pem")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert "The certificate and the key" in done.stderr
