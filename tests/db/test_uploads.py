"""Upload links: one pupil's, ten minutes, so many files and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from db import models, portfolio, uploads
from db.connection import writing
from db.policy import NotAllowed, NotFound, Refused
from db.roster import pupils
from tests.conftest import NOW, Here
from tests.portfolios import photo, two_families

LATE = NOW + uploads.VALID


def test_a_link_is_for_one_pupil_and_looking_uses_nothing_up(here: Here) -> None:
    family = two_families(here)
    link = uploads.make(family.aisha, family.aisha.id, NOW, most_files=3)
    assert link.expires_at == NOW + timedelta(minutes=10)
    for _ in range(3):
        page = uploads.look(link.code.upper(), NOW)
    assert (page.pupil_id, page.pupil_name, page.left) == (family.aisha.id, "Aisha", 3)
    assert page.school_name == "Riverside Primary"
    assert models.UploadLink.get().code_hash != link.code


def test_every_bad_link_answers_alike(here: Here) -> None:
    family = two_families(here)
    old, ended, left = (uploads.make(family.aisha, family.aisha.id, NOW) for _ in range(3))
    uploads.end(ended.id, NOW)
    told = []
    for look in (
        lambda: uploads.look(old.code, LATE),
        lambda: uploads.look(ended.code, NOW),
        lambda: uploads.look("a" * 26, NOW),
        lambda: uploads.look("", NOW),
        lambda: _gone(family.aisha.id, left.code),
    ):
        with pytest.raises(NotFound) as refused:
            look()
        told.append(str(refused.value))
    assert set(told) == {uploads.NO_SUCH_LINK}


def _gone(pupil_id: int, code: str) -> None:
    with writing():
        models.Pupil.update(left_on=NOW.date()).where(models.Pupil.id == pupil_id).execute()
    uploads.look(code, NOW)


def test_r20_who_has_not_signed_makes_no_link(here: Here) -> None:
    ben = pupils(here.maple.id)[3]
    with pytest.raises(NotAllowed):
        uploads.make(ben, ben.id, NOW)
    assert models.UploadLink.select().count() == 0


def test_r16_nobody_makes_a_link_into_anothers_portfolio(here: Here) -> None:
    family = two_families(here)
    for sender in (family.other_pupil, family.other_teacher):
        with pytest.raises(NotFound):
            uploads.make(sender, family.aisha.id, NOW)
    assert uploads.make(family.teacher, family.aisha.id, NOW).pupil.id == family.aisha.id


def test_it_counts_files_and_takes_no_more(here: Here) -> None:
    family = two_families(here)
    link = uploads.make(family.aisha, family.aisha.id, NOW, most_files=2)

    def send(number: int) -> None:
        name = photo(here.data, str(number).encode())
        portfolio.add_media(family.aisha.id, name, "", NOW, key=name, sender=None, link_id=link.id)

    send(1)
    send(1)  # once more the same: one item, and counted once
    assert uploads.state(link.id, NOW) == uploads.LinkState(1, 1, link.expires_at, open=True)
    send(2)
    assert uploads.state(link.id, NOW).open is False
    assert uploads.look(link.code, NOW).left == 0
    with pytest.raises(Refused, match="as many files"):
        send(3)
    assert models.PortfolioItem.select().count() == 2


@pytest.mark.parametrize("over", [lambda link: uploads.end(link, NOW), lambda _: None])
def test_an_ended_or_old_link_takes_nothing(here: Here, over: Callable[[int], None]) -> None:
    family = two_families(here)
    link = uploads.make(family.aisha, family.aisha.id, NOW)
    over(link.id)
    with pytest.raises(Refused, match="ended"), writing():
        uploads.use(link.id, LATE)
    assert uploads.state(link.id, LATE).open is False
    with pytest.raises(NotFound):
        uploads.state(99, NOW)
