"""The pupils' agreement: its wording, and who has signed it (R18–R20)."""

from __future__ import annotations

from datetime import datetime


def start(now: datetime) -> None:
    """Give a new school the first wording; inside the transaction that sets it up."""
