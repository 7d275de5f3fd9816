"""What people have begun to write: kept for as long as the kiosk runs, and only in its memory.

A draft of a post is not here: that is in the records from its first second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.story_records import Writing


class Drafts:
    """One for each pupil. It outlives the sign-in: a slow writer may look up for three minutes.

    `changes` are what staff have changed in a published post and not saved, by the ids of both.
    """

    def __init__(self) -> None:
        self._words: dict[int, str] = {}
        self.changes: dict[tuple[int, int], Writing] = {}

    def of(self, pupil_id: int) -> str:
        """What this pupil had begun; empty without anything."""
        return self._words.get(pupil_id, "")

    def keep(self, pupil_id: int, words: str) -> None:
        """From now on this is what the pupil has begun; no words, no draft."""
        if words.strip():
            self._words[pupil_id] = words
        else:
            self.forget(pupil_id)

    def forget(self, pupil_id: int) -> None:
        """It was saved, or thrown away."""
        self._words.pop(pupil_id, None)
