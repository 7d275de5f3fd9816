"""What staff write goes to the records in turn, so that what is older never comes last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from db import story_drafts
from db.records import Staff
from db.story_records import Writing
from kiosk.store import Store


class DraftKeeper:
    """Keeps one draft for the person who began it, though the sign-in may have ended meanwhile.

    `post_id` is None until it was kept once.
    """

    def __init__(
        self,
        store: Store,
        staff: Staff | None,
        clock: Callable[[], datetime],
        post_id: int | None = None,
    ) -> None:
        self._store, self._clock = store, clock
        self._in_turn = asyncio.Lock()
        self._kept: Writing | None = None
        self.staff, self.post_id = staff, post_id

    def begin_anew(self) -> None:
        """The draft is gone from the records: what is kept next is a new one."""
        self.post_id = self._kept = None

    def holds(self, written: Writing) -> None:
        """The records have this already."""
        self._kept = written

    def is_kept(self, written: Writing) -> bool:
        return written == self._kept

    async def keep(self, written: Writing) -> None:
        """Save what was written. It goes on when the one who waits is cancelled: a screen that is
        taken away. Raises as `story_drafts.save` does."""
        await asyncio.shield(asyncio.ensure_future(self._save(written)))

    async def _save(self, written: Writing) -> None:
        async with self._in_turn:
            if written == self._kept:
                return
            self.post_id = await self._store.run(
                story_drafts.save, self.staff, written, self._clock(), post_id=self.post_id
            )
            self._kept = written
