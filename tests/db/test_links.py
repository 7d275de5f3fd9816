"""The school's links (R27)."""

from __future__ import annotations

import pytest

from db.links import Link, choose, links
from db.policy import NotAllowed, Refused
from db.records import Role
from tests.conftest import NOW, Here
from tests.db.stories import teacher

POLICY = Link("Behaviour policy", "https://riverside.example/policies?a=1#b")


def test_r27_leaders_and_the_office_choose_and_everybody_sees(here: Here) -> None:
    office = teacher(None, "Mrs Desk", Role.OFFICE)
    choose(office, [Link(" Our website ", "riverside.example"), POLICY], NOW)
    assert links() == [Link("Our website", "https://riverside.example"), POLICY]
    choose(here.leader, [POLICY], NOW)
    assert links() == [POLICY]
    for actor in (None, teacher(here.maple.id)):
        with pytest.raises(NotAllowed):
            choose(actor, [], NOW)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "javascript://x/%0aalert(1)",
        "ftp://a.example",
        "mailto:a@b.example",
        "https://",
        "https://a.example @b.example",
        "https://a.example@b.example",
        "https://a.example/" + "x" * 600,
    ],
)
def test_only_web_addresses(here: Here, address: str) -> None:
    choose(here.leader, [POLICY], NOW)
    with pytest.raises(Refused):
        choose(here.leader, [Link("x", address)], NOW)
    with pytest.raises(Refused):
        choose(here.leader, [POLICY] * 13, NOW)
    assert links() == [POLICY]
