"""What parts of the screen tell each other, in the past tense."""

from __future__ import annotations

from textual.message import Message


class PupilChosen(Message):
    """A pupil's tile was tapped, or chosen by keys."""

    def __init__(self, pupil_id: int) -> None:
        super().__init__()
        self.pupil_id = pupil_id


class RecordsChanged(Message, bubble=False):
    """Somebody changed the records: at this kiosk, at another screen of it or on a phone.

    It goes to the screen in front, and to one further back when that comes to the front again.
    """
