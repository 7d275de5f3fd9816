"""Killed while posts are written, scheduled and come due: each is published once or not at all."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

from db import connection, models, story
from db.check import check
from db.clock import utc_now
from db.connection import FILE_NAME, reading
from tests.conftest import Here
from tests.faults.conftest import KILLS, child, lines_until_killed

LATER = timedelta(hours=2)


def test_r5_no_post_is_lost_or_published_twice(here: Here, chance: random.Random) -> None:
    connection.close_database()
    told: dict[str, str] = {}  # the last that an operation said about each post
    for kill in range(KILLS):
        with child("publish", here.data, f"k{kill}", chance.random()) as process:
            said = lines_until_killed(process, chance.uniform(0, 0.4))
        told |= {words: what for what, words in (line.split() for line in said)}

        connection.open_database(here.data / FILE_NAME)
        states = known()
        assert check() == [], f"kill {kill}"
        for words, what in told.items():
            # What was not said yet may be done; what is scheduled may have come due.
            later = {"draft": "draft scheduled published", "scheduled": "scheduled published"}
            assert states[words] in later.get(what, what).split(), f"{words}, kill {kill}"
        story.publish_due(utc_now() + LATER)  # the kiosk is back
        states = known()
        assert "scheduled" not in states.values()
        published = {words for words, state in states.items() if state == "published"}
        assert published >= {words for words, what in told.items() if what != "draft"}
        told |= dict.fromkeys(published, "published")
        assert once(published), f"kill {kill}"
        assert check() == []
        connection.close_database()
    assert len(told) > KILLS, "the children wrote too little to prove anything"


def known() -> dict[str, str]:
    """Each post by its words, and its state."""
    p = models.Post
    with reading():
        return dict(p.select(p.words, p.state).tuples())


def once(published: set[str]) -> bool:
    """Whether the log says of each of these, and of nothing else, once that it was published."""
    entry = models.AuditEntry
    with reading():
        rows = entry.select(entry.detail).where(entry.action == "published a post")
        counts = Counter(row.detail.rpartition(" ")[2] for row in rows)
    return counts == Counter(published)
