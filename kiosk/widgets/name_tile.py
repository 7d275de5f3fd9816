"""A pupil's tile where one says who one is: nothing else about the pupil is on it."""

from __future__ import annotations

from kiosk.widgets.drawing import Line
from kiosk.widgets.signed_tile import SignedTile

SIGN_FIRST = "sign first"


class NameTile(SignedTile):
    """Whoever has still to sign the agreement is told so."""

    def last_line(self, room: int, *, centred: bool = False) -> Line:
        words = "" if self.signed else SIGN_FIRST
        indent = 0 if centred else max(0, min(3, room - len(SIGN_FIRST)))
        return [(" " * indent + words, "$warning")]
