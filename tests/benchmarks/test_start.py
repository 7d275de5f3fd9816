"""From the command to the first picture, as whole processes in a terminal of their own."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

from db import connection
from tests.benchmarks.bare_app import HELLO
from tests.benchmarks.conftest import Race
from tests.conftest import Here

STARTS = 20
PATIENCE = 60.0  # seconds
SHOWN = "Maple"


def test_first_paint(race: Race, here: Here) -> None:
    connection.close_database()
    kiosk = [str(Path(sys.executable).with_name("kiosk")), "run", "--data", str(here.data)]
    bare = [sys.executable, str(Path(__file__).with_name("bare_app.py"))]
    race(
        "program start to first paint of home",
        lambda: until_painted(kiosk, SHOWN),
        "a Textual app of one line",
        lambda: until_painted(bare, HELLO),
        goal=1.5,
        rounds=STARTS,
    )


def until_painted(command: list[str], words: str) -> None:
    """Start the program in a terminal of 80×24, wait until it draws `words`, and end it."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execv(command[0], command)
    try:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        drawn = b""
        end = time.monotonic() + PATIENCE
        while words.encode() not in drawn:
            ready, _, _ = select.select([terminal], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{command} never showed {words!r}: {drawn[-500:]!r}"
            drawn += os.read(terminal, 65536)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
