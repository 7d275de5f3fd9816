"""Dates on a phone: one as a file, or all of them at a private address."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from playhouse.test_utils import count_queries
from starlette.testclient import TestClient

from db import models, story, withdrawal
from db.connection import writing
from db.story_records import PostKind, Writing
from kiosk.settings import Phones, Settings
from kiosk.web import app as web_app
from tests.conftest import NOW, TODAY, Here, add_pupils
from tests.db.stories import news, other_class, published
from tests.db.test_calendar import parsed, summaries
from tests.names import HOSTILE
from tests.web.conftest import ORIGIN, Clock, new_phone, parent_of, signed_in
from tests.web.harmless import harmless

PUBLIC = "https://kiosk.school.example:8443"


def reminder(here: Here, title: str = "Swimming", day: date = TODAY, **more: object) -> int:
    how = {"class_ids": (here.maple.id,), "happens_on": day, "words": "", "title": title} | more
    return published(here.leader, Writing(PostKind.REMINDER, **how))  # type: ignore[arg-type]


@pytest.fixture
def aisha(phone: TestClient, here: Here) -> int:
    """Her parent has the phone."""
    signed_in(phone, parent_of(here, here.pupil_ids[0]))
    return here.pupil_ids[0]


def make(phone: TestClient, key: str = "") -> str:
    """The path of a new private address."""
    text = phone.post("/calendar", data={"key": key}).text
    _, links = harmless(text)
    (subscribe,) = [it for it in links if it.startswith("webcal://")]
    path = subscribe[subscribe.index("/calendar/") :]
    assert f"{path}" in text.split("readonly")[1]
    return path


def guardian() -> int:
    return int(models.Guardian.get().id)


def test_a_private_address_is_made_used_replaced_and_ended(
    phone: TestClient, here: Here, aisha: int, clock: Clock
) -> None:
    reminder(here)
    stranger = new_phone(here, clock)
    nothing = stranger.get("/nothing").content
    assert "Make my private address" in phone.get("/calendar").text
    first = make(phone)
    answer = stranger.get(first)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "set-cookie" not in answer.headers
    assert summaries(answer.content) == ["Swimming"]
    page = phone.get("/calendar").text
    assert "cannot be shown again" in page
    assert first not in page
    second = make(phone)
    assert summaries(stranger.get(second).content) == ["Swimming"]
    assert phone.post("/calendar/end", data={"end": "1"}).headers["location"] == "/calendar"
    for over in (first, second, "/calendar/guess.ics", "/calendar/.ics", second[:-4]):
        answer = stranger.get(over)
        assert (answer.status_code, answer.content) == (404, nothing), over
    assert stranger.post("/calendar", data={"key": ""}).content == nothing


def test_loading_the_page_again_or_a_second_tap_makes_no_second_address(
    phone: TestClient, aisha: int
) -> None:
    key = phone.get("/calendar").text.split('name="key" value="')[1].split('"')[0]
    assert make(phone, key) == make(phone, key)
    assert models.CalendarLink.select().count() == 1
    assert make(phone, key) != make(phone, "another")
    answer = phone.post("/calendar", data={"key": key})  # this one has ended since
    assert (answer.status_code, answer.headers["location"]) == (303, "/calendar")


def test_r23_withdrawn_the_address_ends_at_once(
    phone: TestClient, here: Here, aisha: int, clock: Clock
) -> None:
    address, post = make(phone), reminder(here)
    program = new_phone(here, clock)
    known = program.get(address).headers["etag"]
    withdrawal.withdraw(here.leader, guardian(), "moved", NOW)
    answer = program.get(address, headers={"If-None-Match": known})
    assert (answer.status_code, answer.content) == (404, program.get("/nothing").content)
    date_file = phone.get(f"/child/{aisha}/post/{post}/date.ics")
    assert (date_file.status_code, date_file.headers["location"]) == (303, "/")


def test_a_calendar_program_loads_it_only_when_something_changed(
    phone: TestClient, here: Here, aisha: int, clock: Clock
) -> None:
    address, post = make(phone), reminder(here)
    first = phone.get(address)
    assert first.headers["cache-control"] == "private, no-cache"
    clock.now += timedelta(hours=6)
    known = {"If-None-Match": first.headers["etag"]}
    again = phone.get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    story.take_down(here.leader, post, "", clock.now)
    gone = phone.get(address, headers=known)
    assert (gone.status_code, parsed(gone.content)) == (200, [])
    assert phone.head(address).status_code == 200


def test_the_address_is_that_of_the_settings_whatever_the_request_says(
    here: Here, clock: Clock
) -> None:
    settings = Settings(here.data, phones=Phones(8080, public_url=PUBLIC))
    app = web_app.build(settings, clock=clock)
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    signed_in(client, parent_of(here, here.pupil_ids[0]))
    text = client.post(
        "/calendar", data={"key": "k"}, headers={"X-Forwarded-Host": "evil.example"}
    ).text
    assert f'value="{PUBLIC}/calendar/' in text
    assert 'href="webcal://kiosk.school.example:8443/calendar/' in text
    assert "127.0.0.1" not in text
    assert "school’s own network" not in text


def test_one_date_is_a_file_for_the_phones_calendar(
    phone: TestClient, here: Here, aisha: int
) -> None:
    task = published(
        here.leader,
        Writing(PostKind.HOMEWORK, "Learn", "Spellings", class_ids=(here.maple.id,), due_on=TODAY),
    )
    link = f"/child/{aisha}/post/{task}/date.ics"
    assert link in harmless(phone.get(f"/child/{aisha}/homework").text)[1]
    answer = phone.get(link)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="school-{task}.ics"'
    assert answer.headers["cache-control"] == "private, no-cache"
    assert summaries(answer.content) == ["Homework due: Spellings"]
    plain = published(here.leader, news(here))
    refused = phone.get(f"/child/{aisha}/post/{plain}/date.ics")
    assert (refused.status_code, "no date in this post" in refused.text) == (422, True)


def test_dates_of_other_classes_and_children_are_not_there(
    phone: TestClient, here: Here, aisha: int
) -> None:
    oak = other_class()
    zed, zoe = add_pupils(oak, ["Zed", "Zoe"])
    theirs, hers = reminder(here, "Trip", class_ids=(oak,)), reminder(here)
    nothing = phone.get("/nothing").content
    for child, post in ((aisha, theirs), (zed, theirs), (here.pupil_ids[1], hers), (aisha, 99999)):
        answer = phone.get(f"/child/{child}/post/{post}/date.ics")
        assert (answer.status_code, answer.content) == (404, nothing)
    assert summaries(phone.get(make(phone)).content) == ["Swimming"]
    with writing():
        models.Guardianship.create(
            guardian=guardian(), pupil=zoe, state="confirmed", asked_at=NOW, decided_at=NOW
        )
    for child, post, status in ((zoe, theirs, 200), (aisha, hers, 200), (aisha, theirs, 404)):
        assert phone.get(f"/child/{child}/post/{post}/date.ics").status_code == status


def test_whatever_was_written_the_file_is_strict(phone: TestClient, here: Here, aisha: int) -> None:
    for number, words in enumerate(HOSTILE):
        title = f"{number} {words}"[:78]
        reminder(here, title, words=f"B{words}\n\nBEGIN:VEVENT\r\nUID:x;,\\n " + "é" * 90)
    events = parsed(phone.get(make(phone)).content)
    assert len(events) == len(HOSTILE)
    kept = {row.title for row in models.Post.select()}
    assert {str(it["SUMMARY"]) for it in events} == kept
    for it in events:
        assert it["DTSTAMP"].to_ical().endswith(b"Z")


def test_the_clock_moves_and_the_dates_stay_those_of_the_schools_wall(here: Here) -> None:
    """Over the night on which British clocks go forward, with the device's own clock."""
    app = web_app.build(
        Settings(here.data, phones=Phones(8080)), hosts=lambda: frozenset({"127.0.0.1"})
    )
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    signed_in(client, parent_of(here, here.pupil_ids[0]))
    bell, night = time(9, 0), date(2027, 3, 28)
    for days in (-1, 0, 1):
        reminder(here, f"Day {days}", night + timedelta(days=days), happens_at=bell)
    reminder(here, "In the hour that is not", night, happens_at=time(1, 30))
    reminder(here, "All day", night)
    address, files = "", set()
    for moment in ("2027-03-27T23:30", "2027-03-28T00:30", "2027-03-28T01:30", "2027-06-27T22:30"):
        with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=UTC), tick=False):
            address = address or make(client)
            files.add(client.get(address).content)
    (file,) = files
    starts = {str(it["SUMMARY"]): it.start for it in parsed(file)}
    assert starts == {
        "Day -1": datetime(2027, 3, 27, 9, 0, tzinfo=UTC),
        "Day 0": datetime(2027, 3, 28, 8, 0, tzinfo=UTC),
        "Day 1": datetime(2027, 3, 29, 8, 0, tzinfo=UTC),
        "In the hour that is not": datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        "All day": night,
    }
    # The school's day, not that of UTC, says what is too old: 92 days after the 27th of March.
    with time_machine.travel(datetime(2027, 6, 27, 23, 30, tzinfo=UTC), tick=False):
        later = client.get(address).content
    assert "Day -1" not in summaries(later)
    assert "All day" in summaries(later)


def test_a_feed_of_many_dates_costs_the_queries_of_one(
    phone: TestClient, here: Here, aisha: int, clock: Clock
) -> None:
    address, program = make(phone), new_phone(here, clock)

    def queries(number: int) -> int:
        with count_queries() as counted:
            assert len(parsed(program.get(address).content)) == number
        return counted.count

    reminder(here)
    few = queries(1)
    for _ in range(30):
        reminder(here)
    assert queries(31) == few
