"""When a phone was here last is kept, soon and without a page waiting for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from db import phones
from kiosk.store import Store
from kiosk.web import presence
from kiosk.web.presence import Presence
from tests.conftest import NOW

SECOND = timedelta(seconds=1)


async def test_many_phones_are_kept_in_one_go_and_each_to_the_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[Mapping[int, datetime]] = []
    monkeypatch.setattr(presence, "KEPT_AFTER", 0.01)
    monkeypatch.setattr(phones, "were_here", kept.append)
    store = Store()
    here = Presence(store)

    async def pause() -> None:
        for _ in range(300):
            await asyncio.sleep(0.01)
            if here._keeping is None or here._keeping.done():
                return

    for second in range(50):
        for phone_id in (1, 2):
            here.note(phone_id, NOW + second * SECOND)
    here.note(0, NOW)  # of somebody withdrawn
    await pause()
    assert kept == [{1: NOW, 2: NOW}]
    here.note(2, NOW + 59 * SECOND)
    here.note(1, NOW + 60 * SECOND)
    await pause()
    assert kept[1:] == [{1: NOW + 60 * SECOND}]
    store.close()
