"""Somebody says that a post or a comment should not be there (R25)."""

from __future__ import annotations

from textual.binding import Binding
from textual.screen import ModalScreen

from kiosk.screens.place import InKiosk


class ReportWords(InKiosk, ModalScreen[bool]):
    """Asks why, and sends it; True once that is done."""

    BINDINGS = [Binding("escape", "dismiss(False)", "Back")]

    def __init__(self, post_id: int, comment_id: int | None = None) -> None:
        super().__init__()
        self._post_id, self._comment_id = post_id, comment_id
