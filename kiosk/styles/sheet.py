"""The stylesheet of the whole kiosk, read once."""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

MOST_SOURCES = 1000


class Sheet(Stylesheet):
    """Textual's own reads every source again whenever a screen or a kind of widget brings a new
    one: it remembers 64 of them, and begins anew for each screen. With the kiosk's many small
    stylesheets that was a third of the time to the first picture, and of opening a screen for
    the first time. This one reads a source once for each theme.
    """

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._remember()

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._variables:
            super().set_variables(variables)
            self._remember()

    def reparse(self) -> None:
        self.parse()

    def _remember(self) -> None:
        self._parse_cache: LRUCache[tuple[object, ...], list[RuleSet]] = LRUCache(MOST_SOURCES)
