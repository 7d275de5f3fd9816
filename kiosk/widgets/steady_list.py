"""A list to choose from that is shown anew without anybody losing their place."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

Entry = tuple[str, Content]
"""An id and its words, one line or more; without an id it is a heading."""


class SteadyList(OptionList):
    """Where `first_tap_opens` is off, a tap goes to an entry and another one chooses it, so that
    a finger may look before it opens."""

    def __init__(self, *, id: str | None = None, first_tap_opens: bool = True) -> None:
        super().__init__(id=id)
        self._first_tap_opens = first_tap_opens

    @property
    def here(self) -> str:
        """The id of the entry one is at; empty for none."""
        option = self.highlighted_option
        return (option.id or "") if option is not None else ""

    def show(self, entries: Sequence[Entry], *, at: str = "") -> None:
        """Show these. One stays where one is, or goes to the id `at`; where that is gone, to what
        stands in its place now."""
        ids = [id for id, _ in entries]
        if ids != [option.id or "" for option in self.options]:
            self._fill(entries)
        else:
            for place, (_, words) in enumerate(entries):
                self._say(place, words)
        if at in ids and at:
            self.highlighted = ids.index(at)

    def _fill(self, entries: Sequence[Entry]) -> None:
        here, place, top = self.here, self.highlighted or 0, self.scroll_offset.y
        self.clear_options()
        for id, words in entries:
            self._add(id, words)
        ids = [id for id, _ in entries]
        self.scroll_to(y=top, animate=False, immediate=True)
        if here and here in ids:
            self.highlighted = ids.index(here)
        else:
            after = [it for it in range(len(ids)) if ids[it] and it >= place]
            before = [it for it in range(len(ids)) if ids[it] and it < place]
            self.highlighted = next(iter([*after, *reversed(before)]), None)

    def _add(self, id: str, words: Content) -> None:
        self.add_option(Option(words, id=id or None, disabled=not id))

    def _say(self, place: int, words: Content) -> None:
        self.replace_option_prompt_at_index(place, words)

    def on_click(self, event: events.Click) -> None:
        option = event.style.meta.get("option")
        if self._first_tap_opens or option is None or option == self.highlighted:
            return
        event.prevent_default()
        if not self.options[option].disabled:
            self.highlighted = option
