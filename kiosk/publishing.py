"""Publish what was scheduled, in the kiosk and under `kiosk serve`: at its time, or as soon as one
of them is there again (R5, R9)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from db import story
from db.clock import utc_now
from db.policy import Problem
from kiosk.again import again

log = logging.getLogger("kiosk")

EVERY = 5.0  # seconds
FAILED = "what is due cannot be published"


def publish_due(now: datetime) -> None:
    """Publish what is due. What may not be shown any more is a draft again, its writer is told
    why, and the log that it happened."""
    try:
        due = story.publish_due(now)
    except Problem:
        return  # whoever needs the records now says what is wrong with them
    for post_id in due.stopped:
        log.warning("Post %d was not published at its time. Its writer has the reason.", post_id)


def published(clock: Callable[[], datetime] = utc_now) -> AbstractContextManager[None]:
    """Publish what is due, now and every few seconds in a thread, until the block ends; the
    records must be open."""

    def publish() -> None:
        publish_due(clock())

    return again(publish, EVERY, FAILED)
