"""Dates for parents' own calendars: one as a file, or all at a private address (RFC 5545).

A private address is for one parent and shows the homework and dates of their children's classes
and of the school. Only a hash of it is kept; a new one ends the one before, and a withdrawal ends
it at once (R23). It has the first names of children only where a parent has several, and never a
word of another child.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vDuration
from peewee import fn

from db import audit, models
from db.clock import moment_of, school_day
from db.codes import hash_token, new_token
from db.connection import reading, writing
from db.policy import NotFound, Refused
from db.readers import classes_of, readable
from db.remembered import Remembered
from db.roster import as_known
from db.small_markdown import plain
from db.story_records import PostKind
from db.story_rows import time_zone

MAKER = "-//Classroom kiosk//Stories and homework//EN"
SHOWN_FOR = timedelta(days=92)
MOST_EVENTS = 500
EVERY = timedelta(hours=4)
LONGEST_SUMMARY = 120
LONGEST_DESCRIPTION = 500  # the whole words are on the page; a calendar has room for little
NO_SUCH_ADDRESS = "This calendar address does not work any more."

_FEEDS: Remembered[bytes] = Remembered(20)
"""A long one takes a third of a second to make, and a program may ask again and again."""


def new_address(guardian_id: int, now: datetime) -> str:
    """The secret part of a parent's new calendar address, readable only now; the one before ends.

    Raises `NotFound` for a parent who is connected to nobody.
    """
    token, table = new_token(), models.CalendarLink
    with writing():
        classes_of(guardian_id)
        _end(guardian_id, now)
        table.create(token_hash=hash_token(token), guardian=guardian_id, made_at=now)
        name = models.Guardian.get_by_id(guardian_id).name
        audit.record(now, None, "made a calendar address", name)
    return token


def end_address(guardian_id: int, now: datetime) -> None:
    """The parent's address works no more; without one, nothing changes."""
    with writing():
        if _end(guardian_id, now):
            name = models.Guardian.get_by_id(guardian_id).name
            audit.record(now, None, "ended a calendar address", name)


def has_address(guardian_id: int) -> bool:
    table = models.CalendarLink
    with reading():
        return bool(
            table.select().where(table.guardian == guardian_id, table.ended_at.is_null()).exists()
        )


def works(token: str) -> bool:
    """Whether this is the secret part of an address that has not ended."""
    table = models.CalendarLink
    with reading():
        its = table.token_hash == hash_token(token)
        return bool(table.select().where(its, table.ended_at.is_null()).exists())


def feed(token: str, now: datetime) -> bytes:
    """The calendar at a private address, as a whole file. It is the same, byte for byte, until
    something in it changes.

    Raises `NotFound`, with one sentence, for an address that has ended or never was.
    """
    token_hash = hash_token(token)
    with reading():
        first = school_day(now, time_zone()) - SHOWN_FOR
    return _FEEDS.get((token_hash, first), lambda: _feed(token_hash, first))


def event(guardian_id: int, post_id: int, pupil_id: int | None = None) -> bytes:
    """One reminder or task of a parent's stories, as a file to put into a calendar; of the stories
    of one child where `pupil_id` is given.

    Raises `NotFound` for a post they do not read, `Refused` for one without a date.
    """
    with reading():
        row, _ = readable(guardian_id, post_id, pupil_id)
        if row.happens_on is None and row.due_on is None:
            raise Refused("There is no date in this post.")
        children = classes_of(guardian_id)
        return _calendar([row], children, subscribed=False)


def _feed(token_hash: str, first: date) -> bytes:
    table = models.CalendarLink
    with reading():
        row = table.get_or_none(table.token_hash == token_hash, table.ended_at.is_null())
        if row is None:
            raise NotFound(NO_SUCH_ADDRESS)
        try:
            children = classes_of(row.guardian_id)
        except NotFound:
            raise NotFound(NO_SUCH_ADDRESS) from None
        return _calendar(_posts(children, first), children, subscribed=True)


def _end(guardian_id: int, now: datetime) -> int:
    table = models.CalendarLink
    ended: int = (
        table.update(ended_at=now)
        .where(table.guardian == guardian_id, table.ended_at.is_null())
        .execute()
    )
    return ended


def _posts(children: Mapping[int, frozenset[int]], first: date) -> list[models.Post]:
    p, place = models.Post, models.PostPlace
    classes = sorted(frozenset().union(*children.values()))
    theirs = place.select().where(
        place.post == p.id,
        place.school_class.is_null() | place.school_class.in_(classes),
        place.shown_at.is_null(False),
    )
    rows = (
        p.select()
        .where((p.happens_on >= first) | (p.due_on >= first), fn.EXISTS(theirs))
        .order_by(p.id.desc())
        .limit(MOST_EVENTS)
    )
    return list(rows)


def _calendar(
    posts: list[models.Post], children: Mapping[int, frozenset[int]], *, subscribed: bool
) -> bytes:
    school = models.School.get()
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if subscribed:
        calendar.add("x-wr-calname", school.name)
        calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(EVERY))
    whose = _whose(posts, children)
    for row in posts:
        calendar.add_component(_event(row, school, whose.get(row.id, "")))
    whole: bytes = calendar.to_ical()
    return whole


def _event(row: models.Post, school: models.School, whose: str) -> Event:
    event = Event()
    event.add("uid", f"post-{row.id}.{school.created_at:%Y%m%dT%H%M%S%f}@classroom-kiosk")
    event.add("dtstamp", row.edited_at or row.published_at)
    event.add("last-modified", row.edited_at or row.published_at)
    event.add("sequence", row.edits)
    words = plain(row.words)
    lines = (row.title or words).splitlines()
    summary = lines[0][:LONGEST_SUMMARY] if lines else ""
    if row.kind == PostKind.HOMEWORK.value:
        summary = f"Homework due: {summary}"
    event.add("summary", f"{summary} ({whose})" if whose else summary)
    if words and words != row.title:
        cut = words if len(words) <= LONGEST_DESCRIPTION else f"{words[:LONGEST_DESCRIPTION]}…"
        event.add("description", cut)
    if row.happens_on and row.happens_at:
        event.add("dtstart", moment_of(row.happens_on, row.happens_at, school.time_zone))
    elif day := row.due_on or row.happens_on:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Homework" if row.due_on else "School"])
    return event


def _whose(posts: list[models.Post], children: Mapping[int, frozenset[int]]) -> dict[int, str]:
    """Which of a parent's several children each post is for; the school's are for all of them."""
    if len(children) < 2:
        return {}
    p, place = models.Pupil, models.PostPlace
    known = as_known(p.select().where(p.id.in_(list(children))))
    found: dict[int, str] = {}
    classes: dict[int, set[int]] = {}
    rows = place.select(place.post, place.school_class).where(
        place.post.in_([row.id for row in posts]), place.school_class.is_null(False)
    )
    for post_id, class_id in rows.tuples().iterator():
        classes.setdefault(post_id, set()).add(class_id)
    for post_id, its in classes.items():
        found[post_id] = ", ".join(it.forename for it in known if children[it.id] & its)
    return found
