"""The real program on a real terminal line (a pty): what it writes, what it does with signals."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

KIOSK = Path(sys.executable).parent / "kiosk"
STARTED = b"\x1b[?1049h"
RESTORED = b"\x1b[?1049l"


class PtyKiosk:
    """`kiosk` with the arguments, on a terminal of 80 by 24 that is its controlling terminal."""

    def __init__(self, *arguments: str, environ: dict[str, str] | None = None) -> None:
        self.master, self._slave = pty.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.line_before = termios.tcgetattr(self._slave)
        self.written = b""
        self.process = subprocess.Popen(
            [KIOSK, *arguments],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
            env={**os.environ, "TERM": "xterm-256color", **(environ or {})},
        )

    def read(self, seconds: float = 0.3) -> bytes:
        """What is written until it has been quiet for `seconds`."""
        new = b""
        while select.select([self.master], [], [], seconds)[0]:
            try:
                part = os.read(self.master, 65536)
            except OSError:
                break
            if not part:
                break
            new += part
        self.written += new
        return new

    def wait_for(self, words: str | bytes, seconds: float = 30.0) -> None:
        """Until `words` have been written since the last call."""
        wanted = words.encode() if isinstance(words, str) else words
        start = len(self.written)
        until = time.monotonic() + seconds
        while wanted not in self.written[start:]:
            assert time.monotonic() < until, f"{words!r} never came: {self.written[-2000:]!r}"
            assert self.process.poll() is None, f"it ended: {self.written[-2000:]!r}"
            self.read(0.05)

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def signal(self, number: signal.Signals) -> None:
        """As a person at the keyboard, or the system, would send it to the whole group."""
        os.killpg(self.process.pid, number)

    @property
    def state(self) -> str:
        """The letter of /proc: S or R while it lives, T when it is suspended."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0]

    @property
    def line(self) -> list[object]:
        """How the terminal line is set now."""
        return termios.tcgetattr(self._slave)

    def end(self, seconds: float = 20.0) -> int:
        """Wait for its end, reading on; its code."""
        until = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < until:
            self.read(0.05)
        return self.process.wait(0.1)

    def hang_up(self) -> None:
        """The terminal is gone: its window was closed, its line cut."""
        os.close(self._slave)
        os.close(self.master)
        self.master = self._slave = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for handle in (self.master, self._slave):
            with contextlib.suppress(OSError):
                os.close(handle)
