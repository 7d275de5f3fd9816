"""What waits for a member of staff in the stories, as numbers beside a button."""

from __future__ import annotations

from dataclasses import dataclass

from db import comments, conduct, hidden_photos, story_drafts
from db.connection import reading
from db.records import Staff


@dataclass(frozen=True, slots=True)
class ToDo:
    """Posts that wait for a leader, comments that wait for staff, open reports, and photos of
    one's own posts that nobody sees any more because permission was withdrawn (R7)."""

    posts: int
    comments: int
    reports: int
    hidden_photos: int

    @property
    def to_look_at(self) -> int:
        """All but one's own photos."""
        return self.posts + self.comments + self.reports


def to_do(actor: Staff | None) -> ToDo:
    """The same few queries, however much waits. Raises `NotAllowed`."""
    with reading():
        return ToDo(
            posts=len(story_drafts.waiting(actor)),
            comments=len(comments.waiting(actor)),
            reports=len(conduct.open_reports(actor)),
            hidden_photos=len(hidden_photos.hidden(actor)),
        )
