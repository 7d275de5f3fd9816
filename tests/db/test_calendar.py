"""Calendar files: what strict parsers make of them, and whose dates are in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playhouse.test_utils import count_queries

from db import calendar, models, story, withdrawal
from db.connection import database, writing
from db.policy import NotFound, Refused
from db.small_markdown import plain
from db.story_records import PostKind, Writing
from tests.conftest import NOW, TODAY, Here, add_pupils
from tests.db.stories import news, other_class, parent, published

BELL = time(15, 15)


def reminder(here: Here, title: str = "Swimming", **more: object) -> int:
    how = {"class_ids": (here.maple.id,), "happens_on": TODAY, "words": ""} | more
    return published(here.leader, Writing(PostKind.REMINDER, title=title, **how))  # type: ignore[arg-type]


def task(here: Here, title: str = "Spellings", **more: object) -> int:
    how = {"class_ids": (here.maple.id,), "due_on": TODAY, "words": "Learn them"} | more
    return published(here.leader, Writing(PostKind.HOMEWORK, title=title, **how))  # type: ignore[arg-type]


def parsed(file: bytes) -> list[icalendar.Event]:
    """The events, once nothing in the file is otherwise than RFC 5545 has it."""
    lines = file.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert len(line) <= 75
        assert not [byte for byte in line if byte < 32 and byte != 9]
        line.decode()  # no letter is torn by folding
    whole = icalendar.Calendar.from_ical(file)
    assert whole.to_ical() == file
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert {b"VERSION:2.0", f"PRODID:{calendar.MAKER}".encode()} <= set(lines)
    # A method would have to stand in the content type as well, and asks for an organiser.
    assert "METHOD" not in whole
    components = list(whole.walk())
    assert [it.errors for it in components if it.errors] == []
    assert not [key for it in components for key, value in it.items() if is_broken(value)]
    for it in vobject.readComponents(file.decode(), validate=True):
        for event in getattr(it, "vevent_list", []):
            event.validate(raiseException=True)
    events = [it for it in components if isinstance(it, icalendar.Event)]
    for event in events:
        for key in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
            assert not isinstance(event[key], list)
        assert event["DTSTAMP"].to_ical().endswith(b"Z")
    uids = [str(it["UID"]) for it in events]
    assert len(set(uids)) == len(uids)
    return events


def is_broken(value: object) -> bool:
    return type(value).__name__ == "vBroken"


def summaries(file: bytes) -> list[str]:
    return sorted(str(it["SUMMARY"]) for it in parsed(file))


def test_one_reminder_is_a_file_for_any_calendar(here: Here) -> None:
    sam = parent(here.pupil_ids[0])
    (event,) = parsed(calendar.event(sam, reminder(here, words="Bring a *towel*;\nand, a snack")))
    assert str(event["SUMMARY"]) == "Swimming"
    assert str(event["DESCRIPTION"]) == "Bring a towel;\nand, a snack"
    assert (event.start, event.end) == (TODAY, TODAY + timedelta(days=1))
    (event,) = parsed(calendar.event(sam, task(here)))
    assert (str(event["SUMMARY"]), event.start) == ("Homework due: Spellings", TODAY)
    with pytest.raises(Refused):
        calendar.event(sam, published(here.leader, news(here)))
    with pytest.raises(NotFound):
        calendar.event(sam, 4711)


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        (date(2027, 3, 27), BELL, "2027-03-27 15:15"),
        (date(2027, 3, 29), BELL, "2027-03-29 14:15"),
        (date(2027, 10, 29), BELL, "2027-10-29 14:15"),
        (date(2027, 11, 1), BELL, "2027-11-01 15:15"),
    ],
)
def test_a_time_is_that_of_the_schools_clock(here: Here, day: date, wall: time, utc: str) -> None:
    sam = parent(here.pupil_ids[0])
    post = reminder(here, happens_on=day, happens_at=wall)
    (event,) = parsed(calendar.event(sam, post))
    assert event.start == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_private_address_has_the_dates_of_ones_own_classes(here: Here) -> None:
    oak = other_class()
    (zed,) = add_pupils(oak, ["Zed"])
    sam, both = parent(here.pupil_ids[0]), parent(here.pupil_ids[0], zed, name="Kim")
    task(here)
    reminder(here, "Oak trip", class_ids=(oak,))
    reminder(here, "Fair", class_ids=())
    task(here, "Reading", class_ids=(here.maple.id, oak))
    published(here.leader, news(here))
    assert summaries(calendar.feed(calendar.new_address(sam, NOW), NOW)) == [
        "Fair",
        "Homework due: Reading",
        "Homework due: Spellings",
    ]
    assert summaries(calendar.feed(calendar.new_address(both, NOW), NOW)) == [
        "Fair",
        "Homework due: Reading (Aisha, Zed)",
        "Homework due: Spellings (Aisha)",
        "Oak trip (Zed)",
    ]


def test_one_date_is_of_the_stories_of_one_child(here: Here) -> None:
    oak = other_class()
    (zed,) = add_pupils(oak, ["Zed"])
    kim = parent(here.pupil_ids[0], zed)
    swimming = reminder(here)
    (event,) = parsed(calendar.event(kim, swimming, here.pupil_ids[0]))
    assert str(event["SUMMARY"]) == "Swimming (Aisha)"
    for pupil_id in (zed, here.pupil_ids[1], 4711):
        with pytest.raises(NotFound):
            calendar.event(kim, swimming, pupil_id)


def test_r23_an_address_ends_with_a_new_one_and_with_access(here: Here) -> None:
    sam = parent(here.pupil_ids[0])
    assert not calendar.has_address(sam)
    first = calendar.new_address(sam, NOW)
    second = calendar.new_address(sam, NOW)
    assert parsed(calendar.feed(second, NOW)) == []
    assert calendar.has_address(sam)
    calendar.end_address(sam, NOW)
    calendar.end_address(sam, NOW)
    third = calendar.new_address(sam, NOW)
    withdrawal.withdraw(here.leader, sam, "moved", NOW)
    sentences = set()
    for token in (first, second, third, "", "guess"):
        with pytest.raises(NotFound) as caught:
            calendar.feed(token, NOW)
        sentences.add(str(caught.value))
    assert len(sentences) == 1
    with pytest.raises(NotFound):
        calendar.new_address(sam, NOW)


def test_a_feed_says_how_often_to_look(here: Here) -> None:
    file = calendar.feed(calendar.new_address(parent(here.pupil_ids[0]), NOW), NOW)
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in file
    assert b"\r\nX-PUBLISHED-TTL:PT4H\r\n" in file


def test_only_a_hash_of_the_address_is_kept(here: Here) -> None:
    token = calendar.new_address(parent(here.pupil_ids[0]), NOW)
    database.close()
    for file in here.data.iterdir():
        assert token.encode() not in file.read_bytes()


def test_what_is_edited_is_the_same_event_and_what_is_taken_down_is_gone(here: Here) -> None:
    token = calendar.new_address(parent(here.pupil_ids[0]), NOW)
    post = reminder(here)
    before = calendar.feed(token, NOW)
    assert calendar.feed(token, NOW + timedelta(hours=5)) == before
    moved = Writing(PostKind.REMINDER, "", "Swimming", happens_on=TODAY + timedelta(days=1))
    story.edit(here.leader, post, moved, NOW + timedelta(hours=1))
    (old,), (new,) = parsed(before), parsed(calendar.feed(token, NOW))
    assert old["UID"] == new["UID"]
    assert (old["SEQUENCE"], new["SEQUENCE"]) == (0, 1)
    assert new.start == TODAY + timedelta(days=1)
    story.take_down(here.leader, post, "", NOW)
    assert parsed(calendar.feed(token, NOW)) == []


def test_old_dates_go(here: Here) -> None:
    token = calendar.new_address(parent(here.pupil_ids[0]), NOW)
    reminder(here)
    assert len(parsed(calendar.feed(token, NOW + calendar.SHOWN_FOR))) == 1
    assert parsed(calendar.feed(token, NOW + calendar.SHOWN_FOR + timedelta(days=1))) == []


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(max_size=120).map(lambda it: it[:78]),
    st.text(max_size=300),
    st.dates(date(2026, 11, 24), date(2027, 11, 1)),
    st.none() | st.times(),
)
def test_whatever_is_written_strict_parsers_read_it_back(
    here: Here, title: str, words: str, day: date, wall: time | None
) -> None:
    sam = parent(here.pupil_ids[0])
    with writing():
        models.PostPlace.delete().execute()
        models.Post.delete().execute()
    try:
        post = reminder(here, title, words=words, happens_on=day, happens_at=wall)
    except Refused:
        return
    (event,) = parsed(calendar.event(sam, post))
    kept = models.Post.get_by_id(post)
    if kept.title:
        assert str(event["SUMMARY"]) == kept.title
        assert str(event.get("DESCRIPTION", "")) in (plain(kept.words), "")


def test_long_words_are_cut(here: Here) -> None:
    sam = parent(here.pupil_ids[0])
    (event,) = parsed(calendar.event(sam, reminder(here, words="é" * 9_000)))
    assert str(event["DESCRIPTION"]) == "é" * calendar.LONGEST_DESCRIPTION + "…"


def test_the_feed_costs_the_same_for_many(here: Here) -> None:
    token = calendar.new_address(parent(*here.pupil_ids[:2]), NOW)

    def queries() -> int:
        with count_queries() as counted:
            calendar.feed(token, NOW)
        return counted.count

    reminder(here)
    few = queries()
    for _ in range(30):
        reminder(here)
    assert queries() == few
    assert queries() < few  # not made again while nobody changes anything
