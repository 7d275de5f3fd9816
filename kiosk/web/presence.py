"""When each phone was here last: noted at each page, and kept for many phones in one go."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from db import phones
from db.policy import Problem
from kiosk.store import Store

log = logging.getLogger("kiosk.web")

TO_THE = timedelta(minutes=1)
KEPT_AFTER = 5.0  # seconds
MOST_KNOWN = 5000


class Presence:
    """To the minute, and kept a few seconds later: opening a page does not wait for the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, datetime] = {}
        self._new: dict[int, datetime] = {}
        self._keeping: asyncio.Task[None] | None = None

    def note(self, phone_id: int, now: datetime) -> None:
        """This phone asked for a page; the phone of somebody withdrawn has no id."""
        before = self._known.get(phone_id)
        if not phone_id or (before is not None and now - before < TO_THE):
            return
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[phone_id] = self._new[phone_id] = now
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        while self._new:
            await asyncio.sleep(KEPT_AFTER)
            moments, self._new = self._new, {}
            try:
                await self._store.run(phones.were_here, moments)
            except Problem:
                continue  # whoever needs the records now says what is wrong with them
            except Exception:
                log.exception("it cannot be kept which phones were here")
