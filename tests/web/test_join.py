"""A parent joins on the phone, and sees nothing before the school has confirmed (R21–R23)."""

from __future__ import annotations

from datetime import timedelta

from starlette.testclient import TestClient

from db import invitations, withdrawal
from tests.conftest import NOW, Here
from tests.web.conftest import ORIGIN, Clock, new_phone, parent_of, signed_in


def test_r21_a_parent_joins_waits_and_is_confirmed(phone: TestClient, here: Here) -> None:
    aisha = here.pupil_ids[0]
    made = invitations.invite(here.leader, aisha, NOW)
    page = phone.get(f"/J/{made.code.upper()}")
    assert page.status_code == 200
    assert "Riverside Primary" in page.text
    assert "Aisha" not in page.text
    answer = phone.post(f"/j/{made.code}", data={"name": "Sam", "relationship": "Dad"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "HttpOnly" in answer.headers["set-cookie"]
    waiting = phone.get("/")
    assert "Waiting for the school" in waiting.text
    assert "Aisha" not in waiting.text
    guardian_id = invitations.waiting(here.leader, here.maple.id)[0].guardian_id
    invitations.confirm(here.leader, guardian_id, aisha, NOW)
    assert "Aisha" in phone.get("/").text


def test_r21_looking_uses_nothing_up_and_a_code_works_once(
    phone: TestClient, here: Here, clock: Clock
) -> None:
    made = invitations.invite(here.leader, here.pupil_ids[0], NOW)
    for _ in range(3):
        assert phone.get(f"/j/{made.code}").status_code == 200
        assert phone.head(f"/j/{made.code}").status_code == 200
    phone.post(f"/j/{made.code}", data={"name": "Sam", "relationship": "Dad"})
    other = new_phone(here, clock)
    used = other.get(f"/j/{made.code}")
    guessed = other.get(f"/j/{'a' * 26}")
    assert used.status_code == guessed.status_code == 404
    assert used.content == guessed.content == other.get("/nothing/here").content


def test_a_missing_name_keeps_what_was_typed_and_the_code(phone: TestClient, here: Here) -> None:
    made = invitations.invite(here.leader, here.pupil_ids[0], NOW)
    answer = phone.post(f"/j/{made.code}", data={"name": " ", "relationship": "Carer"})
    assert answer.status_code == 422
    assert 'value="Carer" required checked' in answer.text
    assert phone.get(f"/j/{made.code}").status_code == 200


def test_an_impatient_second_tap_or_a_lost_answer_joins_once(
    phone: TestClient, here: Here, clock: Clock
) -> None:
    made = invitations.invite(here.leader, here.pupil_ids[0], NOW)
    key = phone.get(f"/j/{made.code}").text.split('name="key" value="')[1].split('"')[0]
    form = {"name": "Sam", "relationship": "Dad", "key": key}
    again = TestClient(phone.app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    again.follow_redirects = False
    first, second = (it.post(f"/j/{made.code}", data=form) for it in (phone, again))
    assert first.status_code == second.status_code == 303
    assert first.headers["set-cookie"] == second.headers["set-cookie"]
    assert "Waiting for the school" in again.get("/").text
    assert len(invitations.waiting(here.leader, here.maple.id)) == 1
    for other in ({**form, "key": "guessed"}, {**form, "key": ""}):
        assert again.post(f"/j/{made.code}", data=other).status_code == 404
    clock.now = NOW + timedelta(minutes=11)
    assert again.post(f"/j/{made.code}", data=form).status_code == 404


def test_one_more_child_and_one_more_phone(phone: TestClient, here: Here, clock: Clock) -> None:
    token = parent_of(here, here.pupil_ids[0])
    signed_in(phone, token)
    made = invitations.invite(here.leader, here.pupil_ids[1], NOW)
    assert "one more child" in phone.get(f"/j/{made.code}").text
    phone.post(f"/j/{made.code}", data={"relationship": "Dad"})
    assert "One more child is waiting" in phone.get("/").text
    shown = phone.post("/another-phone")
    assert "<svg" in shown.text
    address = shown.text.split('class="address">')[1].split("<")[0]
    second = new_phone(here, clock)
    place = address[address.index("/j/") :]
    assert "Use this phone too" in second.get(place).text
    assert second.post(place).status_code == 415  # a form with nothing in it has no type here
    assert second.post(place, data={"go": "1"}).status_code == 303
    assert "Aisha" in second.get("/").text


def test_r23_a_withdrawn_parent_is_told_to_call_and_nothing_else(
    phone: TestClient, here: Here
) -> None:
    signed_in(phone, parent_of(here, here.pupil_ids[0]))
    guardian_id = invitations.board(here.leader, here.maple.id, NOW)[0].parents[0].guardian_id
    withdrawal.withdraw(here.leader, guardian_id, "A court order", NOW)
    page = phone.get("/")
    assert "Please call the school" in page.text
    assert "Aisha" not in page.text
    assert "court" not in page.text
    assert phone.post("/another-phone", data={"a": "1"}).status_code == 404


def test_signing_out_one_phone_or_all(phone: TestClient, here: Here) -> None:
    signed_in(phone, parent_of(here, here.pupil_ids[0]))
    assert "Aisha" in phone.get("/").text
    phone.post("/sign-out", data={"a": "1"})
    signed_in(phone, "")
    assert "scan the code" in phone.get("/").text


def test_a_used_code_on_the_phone_that_used_it_says_that_all_is_well(
    phone: TestClient, here: Here
) -> None:
    made = invitations.invite(here.leader, here.pupil_ids[0], NOW)
    answer = phone.post(f"/j/{made.code}", data={"name": "Sam", "relationship": "Dad"})
    signed_in(phone, answer.cookies["phone"])
    again = phone.get(f"/j/{made.code}")
    assert again.status_code == 404
    assert "used on this phone already" in again.text


def test_r23_every_page_of_a_withdrawn_parent_leads_to_the_one_that_says_why(
    phone: TestClient, here: Here
) -> None:
    aisha = here.pupil_ids[0]
    signed_in(phone, parent_of(here, aisha))
    guardian_id = invitations.board(here.leader, here.maple.id, NOW)[0].parents[0].guardian_id
    withdrawal.withdraw(here.leader, guardian_id, "A court order", NOW)
    for path in (f"/child/{aisha}/portfolio", "/child/99999/portfolio", "/this-phone"):
        answer = phone.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
