"""Which column is which, as a person answered once for a list of this shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from db import models
from db.classlists.headings import plain_heading
from db.connection import database, reading, writing


def remember_columns(headings: Sequence[str], columns: Mapping[str, str], now: datetime) -> None:
    """Keep the answer `columns` ({field: heading}) for every list that has these headings."""
    with writing():
        models.ColumnAnswer.replace(
            headings=fingerprint(headings),
            columns=json.dumps(dict(columns), ensure_ascii=False),
            answered_at=now,
        ).execute()


def answers() -> dict[str, dict[str, str]]:
    """Every answer so far, by the `fingerprint` of the headings it was given for."""
    if database.obj is None:
        return {}
    with reading():
        return {row.headings: json.loads(row.columns) for row in models.ColumnAnswer.select()}


def fingerprint(headings: Sequence[str]) -> str:
    """The same for the same headings in any order and case."""
    plain = sorted(filter(None, map(plain_heading, headings)))
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()
