"""Photo permission: no answer is no, the newest counts, nothing is lost (R7)."""

from __future__ import annotations

import pytest

from db import photo_permission
from db.family_records import PhotoUse
from db.policy import NotAllowed, Refused
from tests.conftest import NOW, Here


def test_r7_the_newest_answer_counts_for_its_use_only(here: Here) -> None:
    one, two = here.pupil_ids[:2]
    use = PhotoUse.CLASS_STORY
    assert photo_permission.allowed([one, two], use) == frozenset()
    photo_permission.record(here.leader, one, use, True, NOW)
    assert photo_permission.allowed([one, two], use) == {one}
    assert photo_permission.allowed([one], PhotoUse.SCHOOL_STORY) == frozenset()
    photo_permission.record(here.leader, one, use, False, NOW)
    assert photo_permission.allowed([one, two], use) == frozenset()
    assert [it.allowed for it in photo_permission.history(here.leader, one)] == [False, True]
    current = photo_permission.current(here.leader, one)
    assert current[PhotoUse.PORTFOLIO] is None
    answer = current[use]
    assert answer
    assert (answer.allowed, answer.recorded_by) == (False, "Mrs Rowan")
    row = next(
        it for it in photo_permission.of_class(here.leader, here.maple.id) if it.pupil.id == one
    )
    assert (row.allowed, row.answered) == (frozenset(), {use})


def test_r7_only_staff_record_and_only_known_uses(here: Here) -> None:
    with pytest.raises(NotAllowed):
        photo_permission.record(None, here.pupil_ids[0], PhotoUse.PORTFOLIO, True, NOW)
    with pytest.raises(Refused):
        photo_permission.record(here.leader, here.pupil_ids[0], "billboard", True, NOW)
