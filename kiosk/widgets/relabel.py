"""A button's words change, and its width with them."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Button


def relabel(button: Button, words: Content) -> None:
    """Textual's own draws new words in the old width, and cuts them."""
    if button.label != words:
        button.label = words
        button.refresh(layout=True)
