"""The words that wait for staff: the school adds to them and takes off them (R24)."""

from __future__ import annotations

import re

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from db import word_list
from db.word_list import LONGEST_WORD, WordChoice
from kiosk.messages import RecordsChanged
from kiosk.name_search import NameSearch
from kiosk.screens.new_word import NewWord
from kiosk.screens.place import Place
from kiosk.text import count, plain, safe, shorten
from kiosk.widgets.steady_list import Entry, SteadyList

TRY_HINT = "Try a sentence. What would wait for staff?"
LONGEST_TRY = 1_000
_COVERED = re.compile(r"\B\w|[^\w\s]")
Listed = tuple[list[str], list[WordChoice]]


class WordList(Place):
    """One line a word, in order; typing a letter leads to it. The class may be looking: the words
    are covered but for their first letters until somebody wants to see them."""

    CSS_PATH = "word_list.tcss"
    TITLE_WORDS = "Word list"
    BINDINGS = [
        Binding("f2", "add", "Add a word"),
        Binding("delete", "turn", "Take off / put back"),
        Binding("f3", "try_it", "Try a sentence"),
        Binding("f4", "cover", "Show / cover"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []  # all of the lines
        self._is_covered = True
        self._wanted = ""  # the word to go to
        self._off: frozenset[str] = frozenset()
        self._search = NameSearch()

    def compose_place(self) -> ComposeResult:
        yield Static("", id="summary")
        yield SteadyList(id="words")
        yield Input(id="sentence", placeholder=f"{TRY_HINT} (F3)", max_length=LONGEST_TRY)
        yield Static("", id="found")
        with Horizontal(id="buttons", classes="edged"):
            yield Button("Add a word (F2)", id="add", variant="primary")
            yield Button("Take off (Del)", id="turn")
            yield Button("Show words (F4)", id="cover")

    def on_mount(self) -> None:
        self.query_one(SteadyList).focus()

    def on_screen_resume(self) -> None:
        self.load()

    def on_records_changed(self, _: RecordsChanged) -> None:
        self.load()

    @work(group="load", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """The list as it is now."""
        words, choices = await self.store.run(_listed)
        here, self._wanted = self._wanted or self._here, ""
        added = {it.word for it in choices if it.added}
        self._off = frozenset(it.word for it in choices if not it.added)
        self._words = sorted({*words, *self._off}, key=str.casefold)
        entries: list[Entry] = [
            (f"w{number}", self._line(word, is_added=word in added, is_off=word in self._off))
            for number, word in enumerate(self._words)
        ]
        place = self._words.index(here) if here in self._words else None
        shown = self.query_one(SteadyList)
        shown.show(entries, at="" if place is None else f"w{place}")
        parts = [count(len(words), "word")]
        parts += [f"{len(added)} added by the school"] if added else []
        parts += [f"{len(self._off)} taken off"] if self._off else []
        self.query_one("#summary", Static).update(safe(" · ".join(parts)))
        self._offer()
        self.look()

    @property
    def _here(self) -> str:
        here = self.query_one(SteadyList).here
        return self._words[int(here[1:])] if here and int(here[1:]) < len(self._words) else ""

    def on_option_list_option_highlighted(self) -> None:
        self._offer()

    def _offer(self) -> None:
        is_off = self._here in self._off
        self.query_one("#turn", Button).label = "Put back (Del)" if is_off else "Take off (Del)"

    def on_key(self, event: events.Key) -> None:
        shown = self.query_one(SteadyList)
        letter = event.character or ""
        if shown.has_focus and letter.isalpha():
            place = self._search.add(letter, self._words)
            if place is not None:
                shown.highlighted = place
            event.stop()

    def on_input_changed(self) -> None:
        self.look()

    def action_try_it(self) -> None:
        self.query_one(Input).focus()

    @work(group="try", exclusive=True, exit_on_error=False)
    async def look(self) -> None:
        """What of the sentence is on the list."""
        sentence = self.query_one(Input).value
        words = ""
        if sentence.strip():
            found = await self.store.run(word_list.tripped, sentence)
            named = ", ".join(f"“{plain(it)}”" for it in found)
            words = f"⏳ Waits for staff: {named}" if found else "✔ Nothing in it is on the list."
        self.query_one("#found", Static).update(safe(words))

    def action_cover(self) -> None:
        """Show the words, or cover them again."""
        self._is_covered = not self._is_covered
        words = "Show words (F4)" if self._is_covered else "Cover words (F4)"
        self.query_one("#cover", Button).label = words
        self.load()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.query_one(SteadyList).focus()
        self.call_later(getattr(self, f"action_{event.button.id}"))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def action_add(self) -> None:
        word = await self.app.push_screen_wait(NewWord())
        if word is not None:
            self._wanted = await self.store.run(word_list.add, self.staff, word, self.kiosk.now())
            self.load()

    @work(group="save", exit_on_error=False)
    async def action_turn(self) -> None:
        """Take the word off the list, or put it back."""
        here = self._here
        if not here:
            return
        operation = word_list.add if here in self._off else word_list.remove
        await self.ask(self.store.run(operation, self.staff, here, self.kiosk.now()))
        self.load()

    def _line(self, word: str, *, is_added: bool, is_off: bool) -> Content:
        words = shorten(covered(word) if self._is_covered else word, LONGEST_WORD)
        gap = " " * (LONGEST_WORD + 2 - Content(words).cell_length)
        if is_off:
            return Content.assemble((words, "strike"), gap, "✗ taken off")
        return Content.assemble(words, gap, "+ added by the school") if is_added else Content(words)


def covered(word: str) -> str:
    """`kill yourself` as `k••• y•••••••`."""
    return _COVERED.sub("•", word)


def _listed() -> Listed:
    return word_list.words(), word_list.choices()
