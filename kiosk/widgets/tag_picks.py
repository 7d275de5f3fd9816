"""The pupils to tap for who is in a photo; those who must be in none are marked (R7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from db.records import Pupil
from kiosk.widgets.pupil_picks import PupilPicks


class TagPicks(PupilPicks):
    """As `PupilPicks`. `without` permission a pupil can be named all the same: it is true then."""

    DEFAULT_CSS = """
    TagPicks {
        & > .pupil-picks--without { background: $panel; color: $text-error; text-style: bold; }
        & > .pupil-picks--forbidden { background: $error; color: $background; text-style: bold; }
    }
    """
    COMPONENT_CLASSES = {"pupil-picks--without", "pupil-picks--forbidden"}

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        super().__init__(empty=empty, id=id)
        self._without: frozenset[int] = frozenset()

    def show_all(
        self, pupils: Sequence[Pupil], chosen: Collection[int], without: Collection[int]
    ) -> None:
        self._without = frozenset(without)
        self.show(pupils, chosen)

    def look_of(self, pupil: Pupil) -> str:
        if pupil.id not in self._without:
            return super().look_of(pupil)
        return "forbidden" if pupil.id in self._chosen else "without"

    def sign_of(self, pupil: Pupil) -> str:
        sign = super().sign_of(pupil)
        return f"🚫 no {sign}".rstrip() if pupil.id in self._without else sign
