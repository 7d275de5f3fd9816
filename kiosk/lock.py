"""What the operating system may send and the kiosk does not follow."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
from typing import Any, Protocol


class CanExit(Protocol):
    def exit(self, result: Any = None, return_code: int = 0) -> None: ...


def hold_signals(app: CanExit) -> None:
    """Nothing suspends or ends the kiosk by a signal that a person at the keyboard can cause.

    SIGTERM (the device shuts down) ends it in order. SIGHUP does so only when the terminal is
    really gone: without it nobody could ever see the kiosk again.
    """
    loop = asyncio.get_running_loop()
    try:
        for ignored in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
            signal.signal(ignored, signal.SIG_IGN)
        loop.add_signal_handler(signal.SIGTERM, app.exit)
        loop.add_signal_handler(signal.SIGHUP, _on_hangup, app)
    except (ValueError, NotImplementedError, RuntimeError):
        return  # not the main thread: a test's app, which owns no terminal


def _on_hangup(app: CanExit) -> None:
    if not terminal_is_there():
        app.exit(return_code=1)


def terminal_is_there() -> bool:
    """Whether somebody could still look at what is drawn."""
    try:
        termios.tcgetattr(sys.__stderr__.fileno() if sys.__stderr__ else 2)
        os.ttyname(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    except (termios.error, OSError):
        return False
    return True
