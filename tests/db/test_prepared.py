"""Queries that are put into SQL once: they answer as those that are written anew each time."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import ModelSelect

from db import models
from db.connection import reading
from db.prepared import Prepared
from tests.conftest import Here


def some(class_id: int, pupil_ids: Collection[int], after: str) -> ModelSelect:
    p, e = models.Pupil, models.Enrolment
    return (
        p.select(p.id)
        .join(e)
        .where(e.school_class == class_id, p.id.in_(pupil_ids), p.surname > after, p.id < 1000)
        .order_by(p.id)
    )


SOME = Prepared(models.Pupil, some)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 3),
    st.lists(st.integers(0, 40), min_size=1, max_size=35),
    st.sampled_from(["", "Surname05", "%s", "?"]),
)
def test_it_answers_as_the_query_itself(
    here: Here, class_id: int, pupil_ids: list[int], after: str
) -> None:
    with reading():
        asked = [row.id for row in SOME(class_id, pupil_ids, after)]
        assert asked == [row.id for row in some(class_id, pupil_ids, after)]


def test_what_would_hold_for_every_later_call_is_refused(here: Here) -> None:
    def build(number: int) -> Any:
        return models.Pupil.select().limit(number + 1)

    with reading(), pytest.raises(ValueError, match="as it is"):
        Prepared(models.Pupil, build)(3)
