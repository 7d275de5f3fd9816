"""Queries that are put into SQL once and asked many times.

For a page of a story peewee took twice as long to write its SQL as SQLite took to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import count
from typing import Any

from db.connection import database

Given = int | str | Collection[int]

_NUMBERS_FROM = 1 << 60  # no row has such a number, and no query says it by itself
_WORDS = "stands for a word: {}"


class Prepared:
    """A query as `build` makes it with peewee, for other numbers and words each time:
    `Prepared(models.Post, build)(class_id, post_ids)`.

    A collection is what `in_()` takes. `build` is given stand-ins, which it may only put into the
    query: what it works out of them, or decides by them, would hold for every later call.

    It gives what `Model.raw()` gives, whose columns are known by their names alone: what is not of
    the model needs an alias that is no field of it, and comes as the database has it. Threads may
    share it: at worst two of them write the same SQL once each.
    """

    def __init__(self, model: Any, build: Callable[..., Any]) -> None:
        self._model = model
        self._build = build
        self._known: dict[tuple[object, ...], tuple[str, list[object], list[int]]] = {}

    def __call__(self, *given: Given) -> Any:
        """The query, to be iterated; no collection may be empty."""
        padded = [it if isinstance(it, int | str) else _padded(it) for it in given]
        shape = (
            type(database.obj),
            *(len(it) if isinstance(it, list) else it.__class__ for it in padded),
        )
        if shape not in self._known:
            self._known[shape] = self._prepare(padded)
        sql, values, places = self._known[shape]
        flat = _flat(padded)
        said = [value if at < 0 else flat[at] for value, at in zip(values, places, strict=True)]
        return self._model.raw(sql, *said)

    def _prepare(self, like: list[int | str | list[int]]) -> tuple[str, list[object], list[int]]:
        """The SQL, its values, and for each the place of what it stands for, or -1."""
        numbers = count(_NUMBERS_FROM)
        stand_ins: list[Any] = []
        for it in like:
            if isinstance(it, list):
                stand_ins.append([next(numbers) for _ in it])
            else:
                number = next(numbers)
                stand_ins.append(_WORDS.format(number) if isinstance(it, str) else number)
        sql, values = self._build(*stand_ins).sql()
        at = {it: place for place, it in enumerate(_flat(stand_ins))}
        if not at.keys() <= set(values):
            raise ValueError("what is given must come into the query as it is")
        return sql, list(values), [at.get(it, -1) for it in values]


def _flat(some: list[Any]) -> list[Any]:
    return [each for it in some for each in (it if isinstance(it, list) else [it])]


def _padded(numbers: Collection[int]) -> list[int]:
    """As many as the next power of two, by the last one again: few lengths, few queries."""
    some = list(numbers)
    wide = 1 << (len(some) - 1).bit_length()
    return some + some[-1:] * (wide - len(some))
