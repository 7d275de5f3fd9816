"""The real program in tmux, as a person at its keyboard has it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

KIOSK = Path(sys.executable).parent / "kiosk"


class Tmux:
    """A terminal of its own, with a tmux server of its own that ends with it."""

    def __init__(self, folder: Path, *, width: int = 120, height: int = 40) -> None:
        self._tmux = [shutil.which("tmux") or "tmux", "-f", "/dev/null", "-S", str(folder / "tmux")]
        self._size = ["-x", str(width), "-y", str(height)]
        self._started = False

    def start(self, *arguments: str, home: Path, program: Sequence[str] = (str(KIOSK),)) -> None:
        """Run `kiosk`, or another program, with these arguments."""
        environ = {**os.environ, "HOME": str(home), "LANG": "C.UTF-8", "COLORTERM": "truecolor"}
        command = " ".join(f"'{it}'" for it in (*program, *arguments))
        if self._started:
            self._run("respawn-window", "-k", "-t", "kiosk", command)
        else:
            new = ("new-session", "-d", "-s", "kiosk", *self._size, command)
            self._run(*new, environ=environ)
            self._run("set-option", "-t", "kiosk", "remain-on-exit", "on")
            self._started = True

    @property
    def attach(self) -> list[str]:
        """The command that shows it in another terminal, which then has the keys, too."""
        self._run("set-option", "-t", "kiosk", "status", "off")
        self._run("set-option", "-s", "escape-time", "20")
        return [*self._tmux, "attach-session", "-t", "kiosk"]

    def keys(self, *names: str) -> None:
        """Keys by tmux's names for them: Enter, Escape, Tab, Up, F2, C-q, or one character."""
        for name in names:
            self._run("send-keys", "-t", "kiosk", name)

    def type(self, words: str) -> None:
        self._run("send-keys", "-t", "kiosk", "-l", "--", words)

    @property
    def screen(self) -> str:
        return self._run("capture-pane", "-t", "kiosk", "-p")

    def wait_for(self, *words: str, seconds: float = 30.0) -> str:
        """Until all of `words` are on the screen; gives the screen."""
        until = time.monotonic() + seconds
        while True:
            screen = self.screen
            if all(it in screen for it in words):
                return screen
            assert time.monotonic() < until, f"{words} never came:\n{screen}"
            time.sleep(0.05)

    def press_until(self, key: str, words: str) -> str:
        """Press a key, again and again with patience, until `words` are on the screen."""
        for _ in range(20):
            self.keys(key)
            until = time.monotonic() + 1.5
            while time.monotonic() < until:
                if words in (screen := self.screen):
                    return screen
                time.sleep(0.05)
        raise AssertionError(f"{words!r} never came:\n{self.screen}")

    def wait_until_gone(self, words: str, seconds: float = 30.0) -> str:
        until = time.monotonic() + seconds
        while words in (screen := self.screen):
            assert time.monotonic() < until, f"{words!r} stayed:\n{screen}"
            time.sleep(0.05)
        return screen

    @property
    def process(self) -> int:
        return int(self._run("display-message", "-t", "kiosk", "-p", "#{pane_pid}"))

    @property
    def ended(self) -> bool:
        return self._run("display-message", "-t", "kiosk", "-p", "#{pane_dead}").strip() == "1"

    def kill(self) -> None:
        """As if somebody pulled the plug: the process is gone between two instructions."""
        os.kill(self.process, signal.SIGKILL)
        until = time.monotonic() + 10
        while not self.ended:
            assert time.monotonic() < until, "it did not die"
            time.sleep(0.02)

    def close(self) -> None:
        if self._started:
            subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)

    def _run(self, *arguments: str, environ: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            [*self._tmux, *arguments], env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"tmux {arguments[0]}: {done.stderr}"
        return done.stdout
