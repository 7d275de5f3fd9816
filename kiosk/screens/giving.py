"""One tap on a skill, from the finger to the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.records import Act, Skill, Staff
from kiosk.text import count


@dataclass(frozen=True, slots=True)
class Giving:
    """One tap on a skill. Its key stays the same however often it is tried."""

    key: str
    class_id: int
    skill: Skill
    pupil_ids: tuple[int, ...]
    names: tuple[str, ...]
    note: str
    now: datetime
    staff: Staff

    @property
    def act(self) -> Act:
        """As the feed shows it before the records have it."""
        skill = self.skill
        return Act(
            key=self.key,
            skill_name=skill.name,
            icon=skill.icon,
            kind=skill.kind,
            points=skill.points,
            note=self.note,
            pupils=self.names,
            pupil_ids=self.pupil_ids,
            staff_name=self.staff.name,
            given_at=self.now,
        )

    @property
    def words(self) -> str:
        return f"{self.skill.name} for {to_whom(self.names)}"

    @property
    def news(self) -> str:
        """As short as a tile is."""
        return f"{self.skill.icon} {self.skill.points:+d}"


def to_whom(names: Sequence[str]) -> str:
    """`Aisha and Ben`, or as many as fit a line and how many more."""
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {count(len(names) - 3, 'other')}"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
