"""Do something again and again in a thread, for programs that have no screen."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger("kiosk")

LAST_WORD_SECONDS = 5.0


@contextmanager
def again(work: Callable[[], None], seconds: float, failed: str) -> Iterator[None]:
    """Do `work` now and every so many `seconds`, until the block ends. Where it fails, `failed`
    goes into the log, and it is done again all the same."""
    over = threading.Event()

    def run() -> None:
        while True:
            try:
                work()
            except Exception:
                log.exception(failed)
            if over.wait(seconds):
                return

    thread = threading.Thread(target=run, name=work.__name__, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LAST_WORD_SECONDS)
