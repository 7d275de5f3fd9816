"""Tidy the media folder, at the start and every hour, in the kiosk and under `kiosk serve`."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager

from db import media
from db.clock import utc_now
from db.policy import Problem, Refused
from kiosk.again import again

log = logging.getLogger("kiosk")

EVERY = 3600.0  # seconds
FAILED = "the media folder cannot be tidied"


def tidy_media() -> None:
    """Remove files that no row names, and say so in the log; as well for files that are missing."""
    try:
        swept = media.sweep(utc_now())
    except Refused:
        return  # records on a server: there is no media folder
    except Problem as problem:
        log.warning("The media folder was not tidied. %s", problem)
        return
    if swept.removed:
        log.warning(
            "Files that nothing named were removed from the media folder: %d", swept.removed
        )
    if swept.missing:
        log.warning("Files are missing from the media folder: %d", len(swept.missing))


def tidied() -> AbstractContextManager[None]:
    """Tidy now and every hour in a thread, until the block ends; the records must be open."""
    return again(tidy_media, EVERY, FAILED)
