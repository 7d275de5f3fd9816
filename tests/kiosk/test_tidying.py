"""The media folder is tidied as long as the pages are served."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from db import connection, media
from kiosk import tidying
from tests.conftest import Here
from tests.kiosk.test_phone_pages import free_port

PATIENCE = 30.0


def left_over() -> Path:
    nobodys = media.path("ab" * 32)
    nobodys.parent.mkdir(parents=True, exist_ok=True)
    nobodys.write_bytes(b"left over")
    return nobodys


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_is_left_over_goes_again_and_again(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "EVERY", 0.02)
    with tidying.tidied():
        for _ in range(3):
            nobodys = left_over()
            until(partial(lambda file: not file.exists(), nobodys))
    nobodys = left_over()
    time.sleep(0.2)
    assert nobodys.exists()


@pytest.mark.breaks
def test_trouble_does_not_end_it(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def broken(_: object) -> None:
        asked.append(1)
        raise ZeroDivisionError

    monkeypatch.setattr(tidying, "EVERY", 0.01)
    monkeypatch.setattr(media, "sweep", broken)
    with tidying.tidied():
        until(lambda: len(asked) > 2)


def test_a_server_of_the_school_tidies_by_itself(here: Here) -> None:
    nobodys = left_over()
    connection.close_database()
    port = str(free_port())
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk.serving", "--data", str(here.data), "--phone-port", port]
    ) as server:
        try:
            until(lambda: not nobodys.exists())
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(PATIENCE) is not None
