"""Who must be in no photo of this story, beside what is being written (R7)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from db.records import Pupil
from kiosk.text import count, safe
from kiosk.widgets.lines import Lines


class NoPhotos(Vertical):
    """Their names, scrolled by keys and touch where they are many."""

    DEFAULT_CSS = """
    NoPhotos {
        width: 26;
        & #no-photos-title { width: 100%; text-style: bold; padding: 0 1; }
        &.-some #no-photos-title { color: $text-warning; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Pupil, ...] | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="no-photos-title")
        yield Lines(id="no-photos-names")

    def show(self, pupils: Sequence[Pupil]) -> None:
        """These must be in none; nobody is an answer."""
        if tuple(pupils) == self._shown:
            return
        self._shown = tuple(pupils)
        self.set_class(bool(pupils), "-some")
        self.query_one(Lines).display = bool(pupils)
        words = (
            f"🚫 In no photo, please: {count(len(pupils), 'pupil')}"
            if pupils
            else "📷 Everybody may be in photos."
        )
        self.query_one("#no-photos-title", Static).update(words)
        self.query_one(Lines).show([safe(f"{it.avatar} {it.name}") for it in pupils])
