"""Names of every kind: those that must come through whole, and those that mean harm."""

from __future__ import annotations

import unicodedata

WHOLE = [
    "O'Brien",
    "Zoë",
    "李",
    "👩🏽‍🏫",
    "Anne-Marie",
    "Ngũgĩ",
    "Đặng Thị Ánh",
    "मीरा",
    "أحمد",
    "יעל",
    "Ólafur d’Arc",
    "Smith [Jr]",
    "50% & <b>",
    "=1+1",
    "🦊🐻",
]

HOSTILE = [
    "[$primary @click=app.wipe()]tap me[/]",
    "[@click=app.exit]leave[/]",
    "[@click='app.quit']x[/@click]",
    "[bold]loud[/bold]",
    "[/]",
    "[/nothing]",
    "[[[",
    "\\[red]x",
    "[link=https://example.com]x[/link]",
    "\x1b[2J\x1b[31mred",
    "\x1b]0;title\x07x",
    "\x1b]52;c;aGVsbG8=\x07x",
    "\x1bPq#0;2;0;0;0\x1b\\x",
    "\x1b[?1049l\x1bc",
    "\x1b",
    "bell\x07\x07",
    "back\x08\x08space",
    "line\nfeed\rreturn\ttab",
    "\x0eshift out\x0f",
    "\x9b31mC1 red\x9d0;t\x9c",
    "\x85next\x84line",
    "right\u202eot tfel",
    "\u2066isolated\u2069",
    "\u200bzero\u200bwidth\ufeff\u2060",
    "e" + "\u0301" * 100,
    "\u0301alone",
    "x" * 200,
    "李" * 200,
    "👩🏽‍🏫" * 40,
    "   ",
    "\u00a0\u2003",
    "\ud800lone surrogate",
    "\U000e0041\U000e0042tags",
    "\ue000private",
    "ﷺ" * 30,
    "%s %(x)s {0} {x}",
    "\x00nul",
    "=HYPERLINK(1)",
]


def is_harmless(shown: str) -> bool:
    """No control, format, surrogate or private code point: only the joiner inside of emoji."""
    bare = shown.replace("\u200d", "").replace("\n", "")
    marks = longest = 0
    for char in unicodedata.normalize("NFC", shown):
        marks = marks + 1 if unicodedata.category(char).startswith("M") and char != "\ufe0f" else 0
        longest = max(longest, marks)
    return longest <= 3 and not any(unicodedata.category(char).startswith("C") for char in bare)
