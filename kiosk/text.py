"""`safe()`: people's words on the way to the eye."""

from __future__ import annotations

from datetime import date

from textual.content import Content
from textual.style import Style

from db.words import clean
from db.words import folded as words_folded


def plain(words: str) -> str:
    """`words` without anything a terminal would act on, as they are drawn cell by cell."""
    return clean(words, lines=True)


def safe(words: str, style: str | Style = "") -> Content:
    """`words` as Content: never read as markup, never a control byte (design, section 5)."""
    return Content.styled(plain(words), style)


def shorten(words: str, cells: int) -> str:
    """`plain(words)` in at most `cells` terminal cells, with an ellipsis when cut."""
    content = Content(plain(words).replace("\n", " "))
    if content.cell_length <= cells:
        return content.plain
    return content.truncate(max(cells, 1), ellipsis=True).plain


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 pupil`, `3 pupils`: a number and its word."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def long_date(day: date) -> str:
    """`Tuesday 24 November 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """`24 Nov 2026`."""
    return f"{day.day} {day:%b %Y}"


def folded(words: str) -> str:
    """`words` for comparing with what somebody types: no case, no accents. Zoë is zoe."""
    return words_folded(plain(words))
