"""What parts of the screen tell each other, in the past tense."""

from __future__ import annotations

from textual.message import Message


class PupilChosen(Message):
    """A pupil's tile was tapped, or chosen by keys."""

    def __init__(self, pupil_id: int) -> None:
        super().__init__()
        self.pupil_id = pupil_id
