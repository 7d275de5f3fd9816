"""A field for a day or a time, which says beside it how it was understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label, Static

from kiosk.text import plain, safe
from kiosk.typed_days import Unreadable

T = TypeVar("T")


class TypedField(Horizontal, Generic[T]):
    """`read` makes a value of words or raises `Unreadable`; `told` says what a value is.

    What cannot be read stays as it was typed, and `problem` is the sentence about it.
    """

    DEFAULT_CSS = """
    TypedField {
        height: 1;
        width: auto;
        & Label { width: auto; margin-right: 1; }
        & Input { width: 16; background: $panel; }
        & .told { width: auto; margin: 0 1; color: $success; }
        &.-wrong .told { color: $text-error; }
    }
    """

    def __init__(
        self,
        label: str,
        read: Callable[[str], T],
        told: Callable[[T], str],
        *,
        placeholder: str,
        id: str,
    ) -> None:
        super().__init__(id=id)
        self._label, self._read, self._told = label, read, told
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        yield Label(safe(self._label))
        yield Input(placeholder=self._placeholder, max_length=40, compact=True)
        yield Static("", classes="told")

    @property
    def value(self) -> T | None:
        """What stands in the field now; None for nothing, and for what cannot be read."""
        return self._understood()[0]

    @property
    def problem(self) -> str:
        """What is wrong with it, as a sentence; empty without."""
        return self._understood()[1]

    def _understood(self) -> tuple[T | None, str]:
        typed = self.query_one(Input).value
        if not typed.strip():
            return None, ""
        try:
            return self._read(typed), ""
        except Unreadable as problem:
            return None, str(problem)

    def on_input_changed(self) -> None:
        value, problem = self._understood()
        words = self._told(value) if value is not None else problem
        self.query_one(".told", Static).update(safe(words))
        self.set_class(bool(problem), "-wrong")

    def show(self, words: str) -> None:
        """Put `words` into the field."""
        self.query_one(Input).value = plain(words)

    @property
    def is_empty(self) -> bool:
        return not self.query_one(Input).value.strip()

    def focus_field(self) -> None:
        self.query_one(Input).focus()
