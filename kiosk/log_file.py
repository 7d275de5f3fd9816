"""The kiosk's log: what went wrong, in a file that stays small and holds nobody's secrets."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST = 1_000_000  # bytes, of each of the files
OLDER_FILES = 3

_DIGITS = re.compile(r"\d{6,}")
_CONTROLS = {code: "·" for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if code not in (9, 10)}


class NothingSecret(logging.Formatter):
    """Six digits or more in a row could be a PIN, and a control byte could act on whoever reads
    the log in a terminal: neither is written."""

    def format(self, record: logging.LogRecord) -> str:
        return _DIGITS.sub("……", super().format(record)).translate(_CONTROLS)


def keep(path: Path | None) -> None:
    """Write what is logged to `path`, or nowhere. Never to the terminal: the kiosk draws there."""
    logging.raiseExceptions = False  # a full disk must not draw over the screen either
    handler: logging.Handler = logging.NullHandler()
    if path is not None:
        handler = RotatingFileHandler(
            path, maxBytes=LARGEST, backupCount=OLDER_FILES, encoding="utf-8", delay=True
        )
    handler.setFormatter(NothingSecret("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
