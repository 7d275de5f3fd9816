"""Two at the same moment, on a real SQLite file: codes work once, decisions are one (R17, R21)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from db import invitations, joining, models, phones, portfolio
from db import portfolio_review as review
from db.connection import reading, writing
from db.policy import NotAllowed, NotFound, Problem, Refused
from db.portfolio_records import ItemState
from tests.conftest import NOW, Here
from tests.portfolios import Family, parent, photo, two_families

T = TypeVar("T")
MANY = 8


@pytest.fixture
def family(here: Here) -> Family:
    return two_families(here)


def at_once(*acts: Callable[[], T]) -> list[T | Problem]:
    """Each act in a thread of its own, all let go together; what it gave, or its `Problem`."""
    start = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Problem:
        start.wait()
        try:
            return act()
        except Problem as problem:
            return problem

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_r21_one_of_many_phones_gets_in_with_a_code(here: Here) -> None:
    code = invitations.invite(here.leader, here.pupil_ids[0], NOW).code
    got = at_once(
        *(lambda n=n: joining.join(code, f"Parent {n}", "mum", "", NOW) for n in range(MANY))
    )
    tokens = [it for it in got if isinstance(it, str)]
    assert len(tokens) == 1
    assert sum(isinstance(it, NotFound) for it in got) == MANY - 1
    with reading():
        assert models.Guardian.select().count() == models.Guardianship.select().count() == 1
        assert models.PhoneSession.select().count() == 1


def test_r21_one_of_many_phones_gets_in_with_a_code_for_another(here: Here) -> None:
    visitor = parent(here, here.pupil_ids[0], "Sam")
    code = joining.another_phone(visitor.guardian_id, NOW).code
    got = at_once(*(lambda: joining.join(code, "", "", "", NOW) for _ in range(MANY)))
    tokens = [it for it in got if isinstance(it, str)]
    assert len(tokens) == 1
    assert phones.visitor(tokens[0])


def test_r21_a_decision_is_one(here: Here) -> None:
    pupil_id = here.pupil_ids[0]
    joining.join(invitations.invite(here.leader, pupil_id, NOW).code, "Sam", "mum", "", NOW)
    acts = [invitations.confirm, invitations.refuse] * (MANY // 2)
    got = at_once(*(lambda act=act: act(here.leader, 1, pupil_id, NOW) for act in acts))
    assert sum(it is None for it in got) == 1


def test_the_same_upload_at_once_is_one_item(here: Here, family: Family) -> None:
    sha = photo(here.data)
    got = at_once(
        *(
            lambda: (
                portfolio.add_media(family.aisha.id, sha, "", NOW, key="a", sender=family.mum).id
            )
            for _ in range(MANY)
        )
    )
    assert len(set(got)) == 1
    assert not any(isinstance(it, Problem) for it in got)


def test_a_link_takes_no_more_than_it_may(here: Here, family: Family) -> None:
    sha = photo(here.data)
    with writing():
        link = models.UploadLink.create(
            code_hash="x",
            pupil=family.aisha.id,
            made_at=NOW,
            expires_at=NOW + timedelta(minutes=10),
            most_files=3,
        ).id
    got = at_once(
        *(
            lambda n=n: (
                portfolio.add_media(
                    family.aisha.id, sha, "", NOW, key=f"{n}", sender=None, link_id=link
                ).id
            )
            for n in range(MANY)
        )
    )
    assert sum(isinstance(it, int) for it in got) == 3
    assert sum(isinstance(it, Refused) for it in got) == MANY - 3
    with reading():
        assert models.UploadLink.get().files == 3


def test_r17_an_item_is_approved_or_taken_back_never_both(here: Here, family: Family) -> None:
    for number in range(6):
        item = portfolio.add_words(family.aisha.id, "x", NOW, key=f"{number}", sender=family.mum).id
        taken, approved = at_once(
            partial(portfolio.take_back, family.mum, item, NOW),
            partial(review.approve, family.teacher, [item], NOW),
        )
        with reading():
            state = models.PortfolioItem.get_by_id(item).state
        if taken is None:
            assert isinstance(approved, NotFound)
            assert state == ItemState.TAKEN_BACK
        else:
            assert isinstance(taken, NotAllowed)
            assert approved == 1
            assert state == ItemState.APPROVED
