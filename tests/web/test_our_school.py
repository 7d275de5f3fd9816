"""The school's website and policies, one tap from every page (R27)."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from db import links, school
from db.links import Link
from tests.conftest import NOW, Here
from tests.web.conftest import parent_of, signed_in
from tests.web.harmless import harmless

POLICY = Link("Behaviour policy", "https://riverside.example/policies?a=1&b=2#c")


@pytest.mark.parametrize("joined", [True, False])
def test_r27_every_page_leads_there_in_one_tap(phone: TestClient, here: Here, joined: bool) -> None:
    aisha = here.pupil_ids[0]
    if joined:
        signed_in(phone, parent_of(here, aisha))
    for place in ("/", "/nothing", f"/child/{aisha}/homework", f"/child/{aisha}/points"):
        assert "/our-school" in harmless(phone.get(place).text)[1]
    assert phone.get("/our-school").status_code == 200


def test_r27_the_links_the_school_chose_lead_away_and_tell_nothing(
    phone: TestClient, here: Here
) -> None:
    assert "not put any links here yet" in phone.get("/our-school").text
    site = Link("<script>Our & site</script>", "riverside.example/?q=\"'><b>")
    links.choose(here.leader, [POLICY, site], NOW)
    school.set_office_phone(here.leader, "020 7946 0123", NOW)
    text = phone.get("/our-school").text
    words, places = harmless(text)
    assert POLICY.address in places
    assert "<script>Our & site</script>" in words
    assert "riverside.example" in words
    assert "tel:02079460123" in places
    assert text.count('rel="noopener noreferrer"') == 2
    assert "from 8.30 to 16.30 on school days" in words
