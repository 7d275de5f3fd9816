"""What the operating system may send and the kiosk does not follow."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
import threading
from types import FrameType
from typing import Any, Protocol

# Long enough for a save that waits for its turn; then the program ends as it stands.
ENDING_SECONDS = 10.0


class CanExit(Protocol):
    def exit(self, result: Any = None, return_code: int = 0) -> None: ...


def hold_signals(app: CanExit) -> None:
    """Nothing suspends or ends the kiosk by a signal that a person at the keyboard can cause.

    SIGTERM (the device shuts down) ends it in order. SIGHUP does so only when the terminal is
    really gone: without it nobody could ever see the kiosk again. Either way the program is
    over after `ENDING_SECONDS`, even if the screen hangs; what was committed stays committed.
    """
    loop = asyncio.get_running_loop()

    # Plain handlers, not the loop's: they are heard while something holds the loop up, such as
    # writing to a terminal that reads no more.
    def on_terminate(_number: int, _frame: FrameType | None) -> None:
        end(0)

    def on_hangup(_number: int, _frame: FrameType | None) -> None:
        if not terminal_is_there():
            end(1)

    def end(return_code: int) -> None:
        last_word = threading.Timer(ENDING_SECONDS, os._exit, (1,))
        last_word.daemon = True
        last_word.start()
        loop.call_soon_threadsafe(lambda: app.exit(return_code=return_code))

    try:
        for ignored in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
            signal.signal(ignored, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, on_terminate)
        signal.signal(signal.SIGHUP, on_hangup)
    except ValueError:
        return  # not the main thread: a test's app, which owns no terminal


def terminal_is_there() -> bool:
    """Whether somebody could still look at what is drawn."""
    try:
        termios.tcgetattr(sys.__stderr__.fileno() if sys.__stderr__ else 2)
        os.ttyname(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (termios.error, OSError):
        return False
    return True
