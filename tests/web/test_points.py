"""A child's points on a phone (R2, R4): what they were for, and only their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from playhouse.test_utils import count_queries
from starlette.testclient import TestClient

from db import family_rules, points, school, skills
from db.family_rules import Rules
from db.policy import Refused
from db.records import Kind
from kiosk.web.points import FEWEST, TALLEST, chart
from tests.conftest import NOW, TODAY, Here
from tests.names import HOSTILE
from tests.web.conftest import parent_of, signed_in
from tests.web.harmless import harmless


@pytest.fixture
def aisha(phone: TestClient, here: Here) -> int:
    """Her parent has the phone."""
    signed_in(phone, parent_of(here, here.pupil_ids[0]))
    return here.pupil_ids[0]


def give(here: Here, *pupil_ids: int, days_ago: int = 0, skill_id: int = 0, key: str = "") -> None:
    at = NOW - timedelta(days=days_ago)
    act = f"{key}{days_ago}{pupil_ids}"
    skill_id = skill_id or skills.skills()[0].id
    points.award(here.leader, act, here.maple.id, pupil_ids, skill_id, at, note="Between us")


def all_pages(phone: TestClient, place: str) -> Iterator[str]:
    """The page at `place` and all that it leads on to."""
    more = ""
    for _ in range(20):
        text = phone.get(place + more).text
        yield text
        _, found, rest = text.partition('href="?before=')
        if not found:
            return
        more = "?before=" + rest.partition('"')[0]


def needs_work(here: Here) -> int:
    school.switch_needs_work(here.leader, True, NOW)
    made = skills.save(
        here.leader,
        NOW,
        skill_id=None,
        name="Calling out",
        icon="🛑",
        key="",
        kind=Kind.NEEDS_WORK,
        points=2,
    )
    return made.id


def test_what_they_were_for_by_whom_and_when(phone: TestClient, here: Here, aisha: int) -> None:
    page = f"/child/{aisha}/points"
    assert "The first point is still to come" in phone.get(page).text
    give(here, aisha)
    give(here, aisha, here.pupil_ids[1], days_ago=3)
    give(here, here.pupil_ids[1], key="not hers")
    words, _ = harmless(phone.get(page).text)
    skill = skills.skills()[0]
    assert words.count(skill.name) == 2
    assert "2 points so far" in words
    assert "Mrs Rowan · today 10:30" in words
    assert "Mrs Rowan · Sat 21 Nov" in words
    assert "Tue 24 November" in words
    for hidden in ("Between us", "Ben", "Amelia"):
        assert hidden not in words


def test_r2_what_took_points_away_only_where_the_school_shows_it(
    phone: TestClient, here: Here, aisha: int
) -> None:
    page = f"/child/{aisha}/points"
    give(here, aisha)
    give(here, aisha, skill_id=needs_work(here), key="n")
    text = phone.get(page).text
    assert ("Calling out" in text, "−" in text) == (False, False)
    family_rules.choose(here.leader, Rules(needs_work_at_home=True), NOW)
    text = phone.get(page).text
    assert ("Calling out" in text, "−2" in text, 'class="down"' in text) == (True, True, True)


def test_older_ones_are_a_tap_away_and_there_is_an_end(
    phone: TestClient, here: Here, aisha: int
) -> None:
    for number in range(45):
        give(here, aisha, key=f"{number} ")
    page = f"/child/{aisha}/points"
    assert [it.count('class="given"') for it in all_pages(phone, page)] == [20, 20, 5]
    assert "<svg class=" in phone.get(page).text
    for odd in ("x", "-1", "9" * 40, "1.5"):
        assert phone.get(f"{page}?before={odd}").text.count('class="given"') == 20
    assert "These were all" in phone.get(f"{page}?before=1").text


def test_another_familys_child_is_not_there(phone: TestClient, here: Here, aisha: int) -> None:
    for other in (here.pupil_ids[1], 999999):
        answer = phone.get(f"/child/{other}/points")
        assert (answer.status_code, answer.content) == (404, phone.get("/nothing").content)


def test_many_awards_cost_the_queries_of_one(phone: TestClient, here: Here, aisha: int) -> None:
    def queries() -> int:
        with count_queries() as counted:
            assert phone.get(f"/child/{aisha}/points").status_code == 200
        return counted.count

    give(here, aisha)
    few = queries()
    for number in range(30):
        give(here, aisha, days_ago=number, key="more")
    assert queries() == few


def test_hostile_words_are_harmless(phone: TestClient, here: Here, aisha: int) -> None:
    kept = []
    for number, words in enumerate([*HOSTILE, "<b onclick=a()>", "</bdi><script>"]):
        with suppress(Refused):  # nothing was left of them
            made = skills.save(
                here.leader,
                NOW,
                skill_id=None,
                name=f"{number}{words}"[:20],
                icon="🦊",
                key="",
                kind=Kind.EFFORT,
                points=1,
            )
            kept.append(made.name)
            give(here, aisha, skill_id=made.id, key=str(number))
    assert len(kept) > 20
    pages = all_pages(phone, f"/child/{aisha}/points")
    words = "".join(harmless(it)[0] for it in pages)
    for name in kept:
        assert name in words


@pytest.mark.parametrize("days", [[0] * 14, [1, *[0] * 13], [3, -2, 40, *[0] * 11], [-7] * 14])
def test_a_bar_is_as_tall_as_its_points_and_stays_in_the_picture(days: list[int]) -> None:
    drawn = chart([(TODAY, it) for it in days])
    unit = TALLEST / max(FEWEST, *(abs(it) for it in days))
    for bar, given in zip(drawn.bars, days, strict=True):
        assert bar.height == pytest.approx(abs(given) * unit, abs=0.1)
        bottom = bar.top + bar.height
        assert (bar.top if given < 0 else bottom) == pytest.approx(drawn.zero)
        assert -0.1 <= bar.top <= bottom <= drawn.height + 0.1
