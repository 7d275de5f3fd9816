"""The lock on a real terminal line: no key and no signal of the keyboard ends or suspends it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.pty_kiosk import RESTORED, PtyKiosk

pytestmark = pytest.mark.e2e

KEYS = {
    "ctrl+c": b"\x03",
    "ctrl+z": b"\x1a",
    "ctrl+backslash": b"\x1c",
    "ctrl+q": b"\x11",
    "ctrl+s": b"\x13",
    "ctrl+d": b"\x04",
    "ctrl+p": b"\x10",
    "ctrl+y": b"\x19",
    "ctrl+]": b"\x1d",
    "escape": b"\x1b",
    "f1": b"\x1bOP",
    "f4": b"\x1bOS",
    "f10": b"\x1b[21~",
    "alt+f4": b"\x1b[1;3S",
    "ctrl+c (kitty)": b"\x1b[99;5u",
    "ctrl+z (kitty)": b"\x1b[122;5u",
    "end of file": b"\x04\x04\x04",
    "broken sequence": b"\x1b[<\xff\xfe\x9b;;;M\x1b]0;",
}


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[PtyKiosk]:
    started = PtyKiosk("run", "--data", str(tmp_path))
    try:
        started.wait_for("Look around")
        yield started
    finally:
        started.close()


def still_there(kiosk: PtyKiosk) -> None:
    time.sleep(0.3)
    kiosk.read()
    assert kiosk.process.poll() is None
    assert kiosk.state in "SRD"
    assert RESTORED not in kiosk.written


def test_nothing_typed_ends_or_suspends_it(kiosk: PtyKiosk) -> None:
    for keys in KEYS.values():
        kiosk.type(keys)
        kiosk.read(0.1)
    still_there(kiosk)
    kiosk.type(b"\x1b\\")  # ends what the broken sequence began
    kiosk.read()
    kiosk.type(b"1")
    kiosk.wait_for("school")


def test_keys_make_no_signals_even_where_the_environment_asks_for_it(tmp_path: Path) -> None:
    kiosk = PtyKiosk("run", "--data", str(tmp_path), environ={"TEXTUAL_ALLOW_SIGNALS": "1"})
    try:
        kiosk.wait_for("Look around")
        for keys in (b"\x03", b"\x1a", b"\x1c"):
            kiosk.type(keys)
            still_there(kiosk)
    finally:
        kiosk.close()


def test_signals_of_the_keyboard_are_not_followed(kiosk: PtyKiosk) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGHUP):
        kiosk.signal(number)
        still_there(kiosk)
    for _ in range(20):
        kiosk.signal(signal.SIGINT)
    still_there(kiosk)


def test_sigterm_ends_it_in_order_and_gives_the_terminal_back(kiosk: PtyKiosk) -> None:
    assert kiosk.line != kiosk.line_before
    kiosk.type(b"1")
    kiosk.read(0.5)
    kiosk.signal(signal.SIGTERM)
    assert kiosk.end() == 0
    kiosk.read()
    assert kiosk.written.rindex(RESTORED) > kiosk.written.index(b"Look around")
    assert kiosk.line == kiosk.line_before


def test_a_terminal_that_is_gone_ends_it(kiosk: PtyKiosk) -> None:
    kiosk.hang_up()
    assert kiosk.process.wait(15) == 1


def test_a_terminal_that_reads_no_more_does_not_keep_it_from_ending(kiosk: PtyKiosk) -> None:
    """Nobody reads what it writes: the line fills up, and the screen hangs in a write."""
    for _ in range(300):
        kiosk.type(b"\x1b[B\x1b[A")
        time.sleep(0.005)
    kiosk.signal(signal.SIGTERM)
    kiosk.process.wait(20)
